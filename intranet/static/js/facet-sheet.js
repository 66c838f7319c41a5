/**
 * On wide screens the filters are always shown by CSS; this makes the element say so too, and keeps it so. On others whoever
 * presses them has a sheet over the page, which Escape, its button, going on with Tab and sending the form close.
 */
const wide = matchMedia("(width >= 56rem)");

class FacetSheet extends HTMLElement {
  connectedCallback() {
    const details = this.querySelector("details");
    const summary = details?.querySelector("summary");
    if (!summary) return;
    const follow = () => {
      this.lower();
      details.open = wide.matches;
      summary.tabIndex = wide.matches ? -1 : 0;
    };
    summary.addEventListener("click", (event) => {
      if (wide.matches) event.preventDefault();
      this.isPressed = !wide.matches;
    });
    wide.addEventListener("change", follow);
    this.closest("form")?.addEventListener("htmx:configRequest", (event) => this.name(event.detail));
    this.prepare(details, summary);
    follow();
  }

  // What asks is the form: this says which box made it, whose group is to come back open.
  name({ headers, triggeringEvent }) {
    const box = triggeringEvent?.target;
    if (box?.name && this.contains(box)) headers["HX-Trigger-Name"] = box.name;
  }

  prepare(details, summary) {
    const body = details.querySelector(".facets__body");
    const close = body?.querySelector("[data-close]");
    if (!close || !body.showPopover) return;
    this.sheet = body;
    details.addEventListener("toggle", () => {
      const isAsked = this.isPressed && details.open;
      this.isPressed = false;
      if (!isAsked || wide.matches || body.popover) return;
      this.raise();
      close.focus();
    });
    body.addEventListener("toggle", (event) => {
      if (event.newState !== "closed" || !body.popover) return;
      const isInside = body.contains(document.activeElement) || document.activeElement === document.body;
      this.lower();
      details.open = wide.matches;
      if (isInside && !wide.matches) summary.focus();
    });
    close.addEventListener("click", () => body.hidePopover());
    body.addEventListener("focusout", (event) => {
      if (body.popover && event.relatedTarget && !body.contains(event.relatedTarget)) body.hidePopover();
    });
    this.closest("form")?.addEventListener("submit", () => body.popover && body.hidePopover());
  }

  raise() {
    this.sheet.popover = "auto";
    this.sheet.setAttribute("role", "dialog");
    this.sheet.tabIndex = -1; // whoever presses words of it goes nowhere: else the page around it would have the focus
    const head = this.sheet.querySelector(".facets__head");
    this.sheet.setAttribute("aria-label", head.querySelector(".facets__title").textContent);
    head.hidden = false;
    this.sheet.showPopover();
  }

  lower() {
    if (!this.sheet?.popover) return;
    for (const name of ["popover", "role", "tabindex", "aria-label"]) this.sheet.removeAttribute(name);
    this.sheet.querySelector(".facets__head").hidden = true;
  }
}

customElements.define("facet-sheet", FacetSheet);
