/** Uploads each file as soon as it is chosen, so that a draft holds it. Without this file the form brings them along. */
class FileList extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input[type=file]");
    this.list = this.querySelector("ul");
    this.status = this.querySelector("[role=status]");
    this.row = this.querySelector("template");
    this.input?.addEventListener("change", () => this.send());
  }

  /** One after the other; those that do not arrive stay chosen, and go with the form. */
  async send() {
    const left = new DataTransfer();
    let refused = "";
    for (const file of this.input.files) {
      this.say(this.words("sending", file.name));
      const answer = await this.upload(file).catch(() => null);
      if (answer?.id) this.add(answer);
      else if (answer?.error) refused += `${file.name}: ${answer.error} `;
      else left.items.add(file);
    }
    const failed = [...left.files].map((file) => this.words("failed", file.name)).join(" ");
    this.input.files = left.files;
    if (refused || failed) this.say(refused + failed, "danger");
  }

  async upload(file) {
    const body = new FormData();
    body.set("file", file);
    body.set("csrfmiddlewaretoken", this.closest("form").elements.csrfmiddlewaretoken.value);
    const answer = await fetch(this.dataset.url, { method: "POST", body, redirect: "manual" });
    return answer.status === 201 || answer.status === 422 ? answer.json() : null;
  }

  add({ id, name, size_words: size }) {
    const row = this.row.content.cloneNode(true);
    const [box, label] = [row.querySelector("input"), row.querySelector("label")];
    box.value = id;
    box.id = label.htmlFor = `${box.name}-${id}`;
    const small = document.createElement("span");
    small.className = "file-list__size";
    small.textContent = size;
    label.append(name, " ", small);
    this.list.append(row);
    this.say(this.words("sent", name));
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }

  words(what, name) {
    return this.dataset[what].replace("{name}", name);
  }

  say(words, tone = "") {
    this.status.textContent = words;
    this.status.dataset.tone = tone;
  }
}

customElements.define("file-list", FileList);
