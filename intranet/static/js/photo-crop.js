/** Lets one choose which square of a photo is kept: by dragging, with the wheel, or with three sliders for the keyboard.
 *
 * It fills in the fields crop_x, crop_y and crop_size, in pixels of the picture as one sees it. Without this file, or
 * when the browser cannot read the picture, they stay empty and the server keeps the middle.
 */
const SMALLEST = 128;

class PhotoCrop extends HTMLElement {
  connectedCallback() {
    this.file = this.querySelector("input[type=file]");
    this.panel = this.querySelector(".photo-crop");
    this.canvas = this.querySelector("canvas");
    if (!this.file || !this.canvas) return;
    this.unseen = this.querySelector(".photo-crop__unseen");
    this.sliders = Object.fromEntries(
      ["zoom", "x", "y"].map((part) => [part, this.querySelector(`[data-part=${part}]`)]),
    );
    this.file.addEventListener("change", () => this.choose());
    for (const slider of Object.values(this.sliders)) slider.addEventListener("input", () => this.draw());
    this.canvas.addEventListener("pointerdown", (event) => this.grab(event));
    this.canvas.addEventListener("wheel", (event) => this.turn(event), { passive: false });
    if (this.file.files.length) this.choose();
  }

  async choose() {
    const [file] = this.file.files;
    const tooLarge = file && file.size > Number(this.dataset.maxBytes);
    this.file.setCustomValidity(tooLarge ? this.dataset.tooLarge : "");
    this.picture = null;
    if (tooLarge) this.file.reportValidity();
    else if (file) this.picture = await createImageBitmap(file).catch(() => null);
    this.panel.hidden = !this.picture;
    this.unseen.hidden = Boolean(this.picture) || !file || tooLarge;
    this.set({ zoom: 0, x: 50, y: 50 });
  }

  /** The chosen square in pixels of the picture, and how far it can still move. */
  get square() {
    const { width, height } = this.picture;
    const widest = Math.min(width, height);
    const narrowest = Math.min(widest, Math.max(SMALLEST, widest / 6));
    const size = Math.round(widest - ((widest - narrowest) * Number(this.sliders.zoom.value)) / 100);
    const [freeX, freeY] = [width - size, height - size];
    const x = Math.round((freeX * Number(this.sliders.x.value)) / 100);
    const y = Math.round((freeY * Number(this.sliders.y.value)) / 100);
    return { x, y, size, freeX, freeY };
  }

  set(values) {
    for (const [part, value] of Object.entries(values)) {
      this.sliders[part].value = String(Math.min(100, Math.max(0, value)));
    }
    this.draw();
  }

  draw() {
    const square = this.picture ? this.square : { x: "", y: "", size: "" };
    for (const part of ["x", "y", "size"]) this.querySelector(`[name=crop_${part}]`).value = square[part];
    if (!this.picture) return;
    const { width, height } = this.canvas;
    const context = this.canvas.getContext("2d");
    context.clearRect(0, 0, width, height);
    context.drawImage(this.picture, square.x, square.y, square.size, square.size, 0, 0, width, height);
  }

  grab(start) {
    if (!this.picture) return;
    const { freeX, freeY, size } = this.square;
    const from = { x: Number(this.sliders.x.value), y: Number(this.sliders.y.value) };
    const perPixel = size / this.canvas.clientWidth;
    const move = (event) => {
      const shift = (distance, free) => (free ? (distance * perPixel * 100) / free : 0);
      this.set({
        x: from.x - shift(event.clientX - start.clientX, freeX),
        y: from.y - shift(event.clientY - start.clientY, freeY),
      });
    };
    this.canvas.setPointerCapture(start.pointerId);
    this.canvas.addEventListener("pointermove", move);
    const release = () => this.canvas.removeEventListener("pointermove", move);
    this.canvas.addEventListener("lostpointercapture", release, { once: true });
  }

  turn(event) {
    if (!this.picture) return;
    event.preventDefault();
    this.set({ zoom: Number(this.sliders.zoom.value) - Math.sign(event.deltaY) * 5 });
  }
}

customElements.define("photo-crop", PhotoCrop);
