import { isMarkup } from "./rich-text-typed.js";

const PATIENCE = 15_000;

/** Turns the textarea inside into an editor, once one comes near it: the engine is heavy, and most who read do not write.
 *
 * Without this file, or when the engine does not come, the textarea stays: its plain text becomes paragraphs.
 */
class RichText extends HTMLElement {
  connectedCallback() {
    this.textarea = this.querySelector("textarea");
    if (!this.textarea) return;
    this.hold();
    for (const kind of ["compositionstart", "compositionend"]) {
      this.textarea.addEventListener(kind, () => (this.isComposing = kind === "compositionstart"));
    }
    this.near = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && this.begin(), {
      rootMargin: "50%",
    });
    this.near.observe(this);
    this.textarea.addEventListener("focus", () => this.begin(), { once: true });
  }

  disconnectedCallback() {
    this.near?.disconnect();
    this.release();
    this.leave?.();
    this.hasBegun = false;
  }

  async begin() {
    if (this.hasBegun) return;
    this.hasBegun = true;
    this.near.disconnect();
    setTimeout(() => this.release(), PATIENCE);
    try {
      const [{ write }] = await Promise.all([import("./rich-text-editor.js"), this.fetchTools()]);
      if (this.isComposing) await new Promise((done) => this.textarea.addEventListener("compositionend", done, { once: true }));
      this.release();
      if (this.isConnected) this.leave = write(this);
    } catch {
      this.release(); // Without the engine one writes in the textarea.
    }
  }

  /** Nobody types into HTML that is about to become text. */
  hold() {
    if (this.textarea.readOnly || !isMarkup(this)) return;
    this.textarea.readOnly = true;
    this.dataset.waiting = "";
  }

  release() {
    if (!("waiting" in this.dataset)) return;
    this.textarea.readOnly = false;
    delete this.dataset.waiting;
  }

  /** The toolbar and the questions, where the page came without them. */
  async fetchTools() {
    if (!this.dataset.tools || this.querySelector("template")) return;
    const answer = await fetch(this.dataset.tools, { redirect: "error" });
    if (!answer.ok) throw new Error(answer.statusText);
    const template = document.createElement("template");
    template.innerHTML = await answer.text();
    this.append(template);
  }

  /** The element of a question or of the toolbar, as the server drew it. */
  part(selector) {
    return document.importNode(this.querySelector("template").content.querySelector(selector), true);
  }
}

customElements.define("rich-text", RichText);
