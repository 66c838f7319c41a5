/** Shows the image that one has just chosen, in the place of the one that was there.
 *
 * Without this file, or when the browser cannot read the image, its name alone is shown.
 */
const WIDTH = 320; // twice as wide as it is shown, for sharp screens

class PictureChosen extends HTMLElement {
  connectedCallback() {
    this.file = this.querySelector("input[type=file]");
    this.shown = this.querySelector("[data-chosen]");
    if (!this.file || !this.shown) return;
    this.file.addEventListener("change", () => this.show());
    if (this.file.files.length) this.show(); // one has come back to the page
  }

  async show() {
    const [file] = this.file.files;
    const image = file ? await createImageBitmap(file).catch(() => null) : null;
    if (file !== this.file.files[0]) return; // another one meanwhile
    if (image) this.draw(image);
    this.shown.hidden = !image;
    const before = this.querySelector("[data-before]");
    if (before) before.hidden = Boolean(image);
  }

  draw(image) {
    const canvas = this.shown.querySelector("canvas");
    canvas.width = WIDTH;
    canvas.height = Math.round((image.height * WIDTH) / image.width);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    image.close();
  }
}

customElements.define("picture-chosen", PictureChosen);
