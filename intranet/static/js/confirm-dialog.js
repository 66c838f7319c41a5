/** Opens the question in place instead of going to its page. Without this file the link leads to that page. */
class ConfirmDialog extends HTMLElement {
  connectedCallback() {
    const link = this.querySelector("a[href]");
    const dialog = this.querySelector("dialog");
    if (!link || !dialog) return;
    link.setAttribute("aria-haspopup", "dialog");
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      dialog.showModal();
    });
    dialog.querySelector("[data-close]")?.addEventListener("click", (event) => {
      event.preventDefault();
      dialog.close();
    });
  }
}

customElements.define("confirm-dialog", ConfirmDialog);
