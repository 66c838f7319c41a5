// Drags a resource of a collection to another place. The buttons beside it do the same, one step at a time, without any of this.

class CollectionOrder extends HTMLElement {
  connectedCallback() {
    for (const item of this.querySelectorAll("[data-item]")) item.draggable = true;
    this.addEventListener("dragstart", (event) => this.begin(event));
    this.addEventListener("dragover", (event) => this.over(event));
    this.addEventListener("drop", (event) => this.drop(event));
    this.addEventListener("dragend", () => this.end());
  }

  begin(event) {
    const item = event.target.closest?.("[data-item]");
    if (!item || event.target.closest("input, textarea, a")) return;
    this.dragged = item;
    item.dataset.dragged = "";
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", item.textContent.trim().slice(0, 80));
  }

  over(event) {
    const list = event.target.closest?.(".editing-chapter")?.querySelector("[data-chapter]");
    if (!this.dragged || !list) return;
    event.preventDefault();
    list.insertBefore(this.dragged, this.below(list, event.clientY));
  }

  below(list, y) {
    const others = [...list.querySelectorAll("[data-item]:not([data-dragged])")];
    return others.find((item) => y < item.getBoundingClientRect().top + item.offsetHeight / 2) ?? null;
  }

  drop(event) {
    if (!this.dragged) return;
    event.preventDefault();
    const list = this.dragged.parentElement;
    const form = this.dragged.querySelector("form.orders");
    this.add(form, "accio", "posa");
    this.add(form, "capitol", list.dataset.chapter);
    this.add(form, "abans", this.dragged.nextElementSibling?.dataset.item ?? "");
    this.sent = true;
    form.submit();
  }

  add(form, name, value) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    form.append(field);
  }

  // Let go elsewhere: the page is shown as it is kept.
  end() {
    if (this.dragged) delete this.dragged.dataset.dragged;
    if (this.dragged && !this.sent) window.location.reload();
    this.dragged = null;
  }
}

customElements.define("collection-order", CollectionOrder);
