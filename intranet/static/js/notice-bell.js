/** Says every minute, while somebody looks at the page, that notices are to be asked for again: `notices-due` on the body. */
const MINUTE = 60_000;

class NoticeBell extends HTMLElement {
  connectedCallback() {
    let asked = Date.now();
    const ask = () => {
      if (document.visibilityState !== "visible" || Date.now() - asked < MINUTE - 500) return;
      asked = Date.now();
      document.body.dispatchEvent(new CustomEvent("notices-due"));
    };
    this.timer = setInterval(ask, MINUTE);
    this.leaving = new AbortController();
    // Coming back to a page that was left alone for longer brings it up to date at once.
    document.addEventListener("visibilitychange", ask, { signal: this.leaving.signal });
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    this.leaving?.abort();
  }
}

customElements.define("notice-bell", NoticeBell);
