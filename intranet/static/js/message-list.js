/** Takes a message away that somebody has read. Without this file it is a part of the page, and goes with it. */
class MessageList extends HTMLElement {
  connectedCallback() {
    this.onclick = (event) => {
      const message = event.target.closest("[data-dismiss]")?.closest("li");
      if (!message) return;
      message.remove();
      document.getElementById("main")?.focus({ preventScroll: true });
      if (!this.querySelector("li")) this.remove();
    };
  }
}

customElements.define("message-list", MessageList);
