/** One reacts in place: the words are offered where the link was, and the post alone is drawn anew.
 *
 * Without this file the link leads to a page that offers the words, and each of them to the whole topic again.
 */
class PostWords extends HTMLElement {
  connectedCallback() {
    this.words = this.querySelector("template");
    this.addEventListener("click", (event) => {
      const link = event.target.closest('a[href^="reaccions/"]');
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.offer(link);
    });
    this.answerInPlace(document.getElementById("react"));
  }

  /** By htmx, which begins after this. What leads elsewhere, as saying what solves the question, is not for it. */
  answerInPlace(form) {
    if (!form) return;
    form.setAttribute("hx-post", form.getAttribute("action"));
    form.setAttribute("hx-swap", "outerHTML");
    form.addEventListener("submit", (event) => {
      if (event.submitter?.hasAttribute("formaction")) event.stopImmediatePropagation();
    });
    form.addEventListener("htmx:configRequest", ({ detail }) => {
      const { name, value, ariaPressed } = detail.triggeringEvent.submitter;
      const [post, word] = value.split(":");
      // What is wanted, not the opposite of what is: pressed twice, a button does the same twice.
      detail.parameters[name] = `${post}:${word}:${ariaPressed === "true" ? 0 : 1}`;
    });
  }

  /** In the place of the link, those of the words that nobody gave yet: the others stand before it. */
  offer(link) {
    const post = new URL(link.href).searchParams.get("id");
    const choice = this.words.content.firstElementChild.cloneNode(true);
    for (const button of choice.querySelectorAll("button")) {
      button.value = `${post}:${button.value}`;
      if (link.parentElement.querySelector(`button[value="${button.value}"]`)) button.remove();
    }
    link.replaceWith(choice);
    choice.querySelector("button")?.focus();
  }
}

customElements.define("post-words", PostWords);
