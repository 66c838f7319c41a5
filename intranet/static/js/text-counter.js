/** Says below a text how many characters are left, and how many there are too many: what is too long is not cut off. */
const QUIET = 1_000; // those who hear the page are told once they stop typing

class TextCounter extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector("textarea, input:not([type=hidden])");
    if (!this.field || this.shown) return;
    this.most = Number(this.dataset.most);
    this.shown = this.add("text-counter__shown");
    this.shown.setAttribute("aria-hidden", "true");
    this.told = this.add("visually-hidden");
    this.told.setAttribute("role", "status");
    this.field.addEventListener("input", () => this.count());
    addEventListener("pageshow", () => this.show());
    this.show();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
  }

  add(name) {
    const line = document.createElement("p");
    line.className = name;
    this.append(line);
    return line;
  }

  count() {
    this.show();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.told.textContent = this.shown.textContent), QUIET);
  }

  show() {
    // As the server counts: characters, not the two halves of which some are made, and without the blanks at the ends.
    const left = this.most - [...this.field.value.trim()].length;
    const words = left < 0 ? "over" : "left";
    const number = Math.abs(left);
    this.shown.textContent = this.dataset[words + (number === 1 ? "One" : "Many")].replace("#", number.toLocaleString(document.documentElement.lang));
    this.shown.toggleAttribute("data-over", left < 0);
  }
}

customElements.define("text-counter", TextCounter);
