/** On wide screens the filters are always shown by CSS; this makes the element say so too, and keeps it so. */
const wide = matchMedia("(width >= 56rem)");

class FacetSheet extends HTMLElement {
  connectedCallback() {
    const details = this.querySelector("details");
    const summary = details?.querySelector("summary");
    if (!summary) return;
    const follow = () => {
      details.open = wide.matches;
      summary.tabIndex = wide.matches ? -1 : 0;
    };
    summary.addEventListener("click", (event) => wide.matches && event.preventDefault());
    wide.addEventListener("change", follow);
    follow();
  }
}

customElements.define("facet-sheet", FacetSheet);
