// <copy-link>: an address in a box, and a button that copies it. Without JavaScript one copies it by hand.
class CopyLink extends HTMLElement {
  connectedCallback() {
    const box = this.querySelector("input");
    const button = this.querySelector("button");
    const status = this.querySelector("[role=status]");
    if (!box || !button || !navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(box.value);
        status.textContent = button.dataset.copied;
      } catch {
        box.select();
      }
    });
  }
}

customElements.define("copy-link", CopyLink);
