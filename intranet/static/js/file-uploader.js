/** Uploads the files of a resource as they are chosen or dropped, and puts them in order. Without this file the form brings them. */
class FileUploader extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.input = this.querySelector("input[type=file]");
    if (!this.form || !this.input) return;
    this.kept = this.querySelector(".uploader__kept");
    this.sending = this.querySelector(".uploader__sending");
    this.status = this.querySelector("[role=status]");
    this.leaving = new AbortController();
    const { signal } = this.leaving;
    this.queue = [];
    this.part("hint").hidden = false;
    for (const row of this.kept.children) this.equip(row);
    this.input.addEventListener("change", () => this.take([...this.input.files]), { signal });
    this.kept.addEventListener("click", (event) => this.move(event), { signal });
    this.form.addEventListener("submit", (event) => this.holdBack(event), { signal });
    this.listenToDrops(this.querySelector(".uploader__drop"), signal);
  }

  disconnectedCallback() {
    this.leaving?.abort();
    for (const upload of this.queue ?? []) upload.request?.abort();
  }

  part(name, within = this) {
    return within.querySelector(`[data-part="${name}"]`);
  }

  listenToDrops(place, signal) {
    const over = (event, is) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      place.toggleAttribute("data-over", is);
    };
    for (const kind of ["dragenter", "dragover"]) place.addEventListener(kind, (event) => over(event, true), { signal });
    place.addEventListener("dragleave", (event) => over(event, false), { signal });
    place.addEventListener(
      "drop",
      (event) => {
        over(event, false);
        this.take([...(event.dataTransfer?.files ?? [])]);
      },
      { signal },
    );
  }

  /** One after the other, so that a slow line is not divided. */
  take(files) {
    for (const file of files) this.queue.push(this.show(file));
    this.leaveChosen();
    this.next();
  }

  show(file) {
    const line = this.part("upload").content.firstElementChild.cloneNode(true);
    const upload = { file, line, state: "waiting" };
    line.querySelector(".uploader__name").textContent = file.name;
    line.querySelector("progress").setAttribute("aria-label", this.words("sending", { name: file.name }));
    for (const name of line.querySelectorAll("button .visually-hidden")) name.textContent = file.name;
    line.querySelector("[data-action=cancel]").addEventListener("click", () => this.cancel(upload));
    line.querySelector("[data-action=retry]").addEventListener("click", () => this.retry(upload));
    this.sending.append(line);
    this.sending.hidden = false;
    return upload;
  }

  next() {
    if (this.queue.some(({ state }) => state === "sending")) return;
    const upload = this.queue.find(({ state }) => state === "waiting");
    if (upload) this.send(upload);
  }

  send(upload) {
    upload.state = "sending";
    this.say("sending", { name: upload.file.name });
    const body = new FormData();
    body.set("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
    body.set("file", upload.file);
    const request = (upload.request = new XMLHttpRequest());
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      upload.line.querySelector("progress").value = (100 * loaded) / (total || 1);
    });
    request.addEventListener("load", () => this.heed(upload));
    request.addEventListener("error", () => this.fail(upload, "failed"));
    request.open("POST", this.dataset.url);
    request.setRequestHeader("Accept", "application/json");
    request.send(body);
  }

  /** Whoever has to sign in is led to another page, or refused for a form that is older than their session. */
  heed(upload) {
    const { status, responseURL, responseText } = upload.request;
    const isElsewhere = new URL(responseURL, location.href).pathname !== new URL(this.dataset.url, location.href).pathname;
    if (isElsewhere || status === 403) return this.fail(upload, "ended");
    const answer = this.parsed(responseText);
    if (status === 201 && answer) return this.keep(upload, answer);
    if (status === 422 && answer) return this.fail(upload, "refused", answer.error);
    return this.fail(upload, "failed");
  }

  parsed(text) {
    try {
      return JSON.parse(text);
    } catch {
      return null;
    }
  }

  keep(upload, answer) {
    this.drop(upload);
    if (!this.kept.querySelector(`[name="file"][value="${answer.id}"]`)) this.add(answer);
    this.say("sent", { name: answer.name });
    this.next();
  }

  fail(upload, why, error = "") {
    upload.state = why;
    const note = upload.line.querySelector(".uploader__error");
    note.textContent = this.words(why, { name: upload.file.name, error });
    note.hidden = false;
    upload.line.querySelector("progress").hidden = true;
    upload.line.querySelector("[data-action=retry]").hidden = why === "refused";
    this.offerToDrop(upload.line, true);
    this.status.textContent = note.textContent;
    this.leaveChosen();
    if (why === "ended") return; // the others would fare no better
    this.next();
  }

  async retry(upload) {
    if (upload.state === "ended") await this.renew();
    for (const other of this.queue.filter(({ state }) => state === upload.state)) this.again(other);
    this.leaveChosen();
    this.next();
    upload.line.querySelector("[data-action=cancel]").focus();
  }

  again(upload) {
    upload.state = "waiting";
    upload.line.querySelector(".uploader__error").hidden = true;
    upload.line.querySelector("[data-action=retry]").hidden = true;
    this.offerToDrop(upload.line, false);
    const bar = upload.line.querySelector("progress");
    [bar.hidden, bar.value] = [false, 0];
  }

  /** What is not on its way any more has nothing to be stopped. */
  offerToDrop(line, is) {
    [this.part("stop", line).hidden, this.part("drop", line).hidden] = [is, !is];
  }

  /** After signing in again, this page's token is one of before: the same page, asked for anew, has one that holds. */
  async renew() {
    try {
      const answer = await fetch(location.href, { redirect: "error" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const token = page.querySelector(`file-uploader[data-url="${this.dataset.url}"]`)?.closest("form")?.elements.csrfmiddlewaretoken;
      if (token) this.form.elements.csrfmiddlewaretoken.value = token.value;
    } catch {
      // Not signed in yet: the upload says so again.
    }
  }

  cancel(upload) {
    const { state } = upload;
    if (state === "sending") upload.request.abort();
    this.drop(upload);
    this.say(state === "sending" || state === "waiting" ? "stopped" : "dropped", { name: upload.file.name });
    this.leaveChosen();
    this.input.focus();
    this.next();
  }

  drop(upload) {
    this.queue = this.queue.filter((other) => other !== upload);
    upload.line.remove();
    this.sending.hidden = !this.queue.length;
  }

  /** What could not be sent stays chosen, and goes with the form. */
  leaveChosen() {
    const left = new DataTransfer();
    for (const { file, state } of this.queue) if (state === "failed" || state === "ended") left.items.add(file);
    this.input.files = left.files;
  }

  holdBack(event) {
    if (!this.queue.some(({ state }) => state === "sending" || state === "waiting")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.say("busy");
    this.status.scrollIntoView({ block: "center" });
  }

  add({ id, name, title, format, size_words: size }) {
    const row = this.part("row").content.firstElementChild.cloneNode(true);
    for (const field of row.querySelectorAll("[id], [name], [for]")) {
      for (const attribute of ["id", "name", "for"]) {
        const value = field.getAttribute(attribute);
        if (value) field.setAttribute(attribute, value.replace("KEY", id));
      }
    }
    row.querySelector("[name=file]").value = id;
    row.querySelector(".uploader__title input").value = title;
    for (const place of row.querySelectorAll('[data-part="name"]')) place.textContent = name;
    this.part("size", row).textContent = `${format}, ${size}`;
    this.kept.append(row);
    this.equip(row);
    this.number();
    row.querySelector("[name=file]").dispatchEvent(new Event("change", { bubbles: true }));
  }

  /** With buttons one need not count. */
  equip(row) {
    row.querySelector(".uploader__place").hidden = true;
    row.querySelector(".uploader__moves").hidden = false;
  }

  number() {
    [...this.kept.children].forEach((row, at) => (row.querySelector(".uploader__place input").value = at + 1));
  }

  move(event) {
    const button = event.target.closest("[data-action=up], [data-action=down]");
    const row = button?.closest(".uploader__row");
    if (!row) return;
    if (button.dataset.action === "up") row.previousElementSibling?.before(row);
    else row.nextElementSibling?.after(row);
    this.number();
    button.focus();
    const place = [...this.kept.children].indexOf(row) + 1;
    this.say("moved", { name: this.part("name", row).textContent, place });
    row.querySelector("[name=file]").dispatchEvent(new Event("change", { bubbles: true }));
  }

  words(what, values = {}) {
    return (this.dataset[what] ?? "").replace(/\{(\w+)\}/g, (_all, name) => values[name] ?? "");
  }

  say(what, values) {
    this.status.textContent = this.words(what, values);
  }
}

customElements.define("file-uploader", FileUploader);
