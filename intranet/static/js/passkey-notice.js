/** Says so when a passkey gives no answer. Without this file nothing is said, as the browser's own dialog has been. */
class PasskeyNotice extends HTMLElement {
  connectedCallback() {
    document.addEventListener("allauth.error", (event) => {
      event.preventDefault();
      this.hidden = false;
    });
  }
}

customElements.define("passkey-notice", PasskeyNotice);
