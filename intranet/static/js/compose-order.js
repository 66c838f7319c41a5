// Drags an entry to another place of the circular, or a candidate into it. The buttons beside each do the same without any of this.

const NOT_HELD = "a, button, input, textarea, select, summary, [contenteditable], .compose-edit";

class ComposeOrder extends HTMLElement {
  connectedCallback() {
    this.button = document.getElementById("posa");
    if (!this.button) return;
    this.leaving = new AbortController();
    const { signal } = this.leaving;
    // Only when one takes hold of the entry itself: text in a field is selected as ever.
    document.addEventListener("pointerdown", (event) => this.hold(event), { signal });
    document.addEventListener("dragstart", (event) => this.begin(event), { signal });
    document.addEventListener("dragend", () => this.end(), { signal });
    this.addEventListener("dragover", (event) => this.over(event), { signal });
    this.addEventListener("drop", (event) => this.drop(event), { signal });
  }

  disconnectedCallback() {
    this.leaving?.abort();
  }

  hold(event) {
    const entry = event.target.closest?.(".candidate, .compose-entry");
    if (entry) entry.draggable = event.pointerType !== "touch" && !event.target.closest(NOT_HELD);
  }

  begin(event) {
    const entry = event.target.closest?.(".candidate, .compose-entry");
    if (!entry) return;
    this.dragged = entry;
    entry.dataset.dragged = "";
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", entry.querySelector("h4").textContent.trim());
    this.line = document.createElement("li");
    this.line.className = "compose-line";
    this.line.setAttribute("aria-hidden", "true");
  }

  over(event) {
    if (!this.dragged) return;
    const over = event.target.closest ? event.target : event.target.parentElement; // over words, some browsers name those
    const section = over?.closest(".compose-section");
    if (!section && !this.line.isConnected) return;
    event.preventDefault(); // also between two sections: there it goes where the line is
    if (!section) return;
    const list = section.querySelector(".compose-entries");
    const entries = [...list.querySelectorAll(".compose-entry:not([data-dragged])")];
    const below = entries.find((entry) => event.clientY < entry.getBoundingClientRect().top + entry.offsetHeight / 2);
    list.insertBefore(this.line, below ?? null);
  }

  drop(event) {
    const section = this.line?.closest(".compose-section");
    if (!this.dragged || !section) return;
    event.preventDefault();
    let below = this.line.nextElementSibling;
    if (below === this.dragged) below = below.nextElementSibling;
    const { entry, stamp } = this.dragged.dataset;
    this.button.value = [entry, section.dataset.section, below?.dataset.entry ?? "", stamp].join(":");
    this.button.click();
  }

  end() {
    this.line?.remove();
    if (this.dragged) delete this.dragged.dataset.dragged;
    this.dragged = this.line = null;
  }
}

customElements.define("compose-order", ComposeOrder);
