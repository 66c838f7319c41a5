/** Keeps what is typed into the form within as a draft: two seconds after the typing stops, and when one leaves the page. */
const QUIET = 2_000;
const AGAIN = 20_000;
const BROKEN = 500; // and above, the server has not done it
const STALE = 403; // another session has begun meanwhile: the form's token is one of before
const NOT_TYPED = new Set(["csrfmiddlewaretoken", "writer", "key", "action"]);

class DraftKeeper extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.status = this.querySelector("[role=status].draft-status") ?? this.addStatus();
    if (!this.form || !this.dataset.url) return;
    this.leaving = new AbortController();
    const { signal } = this.leaving;
    this.kept = this.hasAttribute("data-unsaved") ? null : this.typed();
    for (const kind of ["input", "change"]) this.addEventListener(kind, () => this.wait(QUIET), { signal });
    this.form.addEventListener("submit", (event) => this.send(event), { signal });
    if (this.cameTooEarly()) return location.reload();
    addEventListener("beforeunload", () => this.leaveInHaste(), { signal });
    addEventListener("pagehide", () => this.leave(), { signal });
    addEventListener("pageshow", () => (this.sent = false), { signal });
    addEventListener("online", () => this.isCutOff && this.wait(QUIET), { signal });
    document.addEventListener("visibilitychange", () => document.hidden && this.leave(), { signal });
    if (this.kept === null) this.wait(QUIET);
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    this.leaving?.abort();
  }

  addStatus() {
    const status = document.createElement("p");
    status.className = "draft-status";
    status.setAttribute("role", "status");
    this.append(status);
    return status;
  }

  /** What there is to keep, as the server takes it: no files, and nothing that each form gets anew. */
  typed() {
    const fields = [...new FormData(this.form)].filter(([name, value]) => typeof value === "string" && !NOT_TYPED.has(name));
    return new URLSearchParams(this.isBlank() ? [] : fields).toString();
  }

  isBlank() {
    const texts = this.form.querySelectorAll("textarea, input:is([type=text], [type=search], :not([type])), [name=attachment]:checked");
    return [...texts].every((field) => field.value.replace(/<[^>]*>/g, "").trim() === "" && !/<img/i.test(field.value));
  }

  body() {
    const body = new URLSearchParams(this.typed());
    body.set("draft_place", this.dataset.place);
    body.set("draft_title", this.dataset.title ?? "");
    body.set("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken?.value ?? "");
    return body;
  }

  wait(time) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), time);
  }

  /** Where nothing arrives, the form would be lost with its page: it goes once the server has answered. */
  send(event) {
    if (event.defaultPrevented) return;
    if (this.isReached || (navigator.onLine && !this.isCutOff)) return this.pause();
    event.preventDefault();
    this.hold(event.submitter);
  }

  async hold(submitter) {
    clearTimeout(this.timer);
    this.saving?.abort();
    const { signal } = (this.saving = new AbortController());
    this.say(this.dataset.held, "warning");
    try {
      const answer = await this.post({ signal });
      if (answer.status < BROKEN || this.wasHeld) return this.letGo(submitter);
      this.wasHeld = true; // pressed once more it goes, whatever becomes of it
    } catch (error) {
      if (error.name === "AbortError") return;
    }
    this.wait(AGAIN);
  }

  letGo(submitter) {
    this.say();
    this.isReached = true;
    this.form.requestSubmit(submitter);
    this.isReached = false;
  }

  /** The form is on its way: what comes after would bring the draft back to life. Should it not arrive, go on keeping. */
  pause() {
    this.sent = true;
    clearTimeout(this.timer);
    this.saving?.abort();
    this.timer = setTimeout(() => {
      this.sent = false;
      this.save();
    }, AGAIN);
  }

  leave() {
    if (this.sent || this.typed() === this.kept) return;
    clearTimeout(this.timer);
    this.save({ keepalive: true });
  }

  /** A reload asks for the page at the same time, and it comes without what is on its way: the new page asks once more. */
  leaveInHaste() {
    if (this.sent || this.kept === null || this.typed() === this.kept) return;
    sessionStorage.setItem(this.leftKey, "1");
    this.leave();
  }

  cameTooEarly() {
    const wasLeft = sessionStorage.getItem(this.leftKey) !== null;
    sessionStorage.removeItem(this.leftKey);
    return wasLeft && this.kept !== null && performance.getEntriesByType("navigation")[0]?.type === "reload";
  }

  get leftKey() {
    return `left:${this.dataset.place}`;
  }

  async save({ keepalive = false } = {}) {
    const typed = this.typed();
    if (this.sent || typed === this.kept) return;
    this.saving?.abort();
    const saving = (this.saving = new AbortController());
    try {
      const answer = await this.post({ keepalive, signal: saving.signal });
      this.heed(answer, typed);
    } catch (error) {
      if (error.name !== "AbortError") this.fail();
    }
  }

  post(options) {
    return fetch(this.dataset.url, { method: "POST", body: this.body(), redirect: "manual", ...options });
  }

  async heed(answer, typed) {
    if (answer.type === "opaqueredirect" || answer.status === STALE) return this.say(this.dataset.ended, "warning");
    if (answer.status === 422) return this.say(await answer.text(), "warning");
    if (!answer.ok) return this.fail();
    this.isCutOff = this.wasHeld = false;
    this.kept = typed;
    return this.say(typed ? this.dataset.saved?.replace("{time}", this.time()) : this.dataset.emptied);
  }

  /** By the clock of the house: «10.32». */
  time() {
    const { zone: timeZone } = this.dataset;
    const clock = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" });
    return clock.format(new Date()).replace(":", ".");
  }

  fail() {
    this.isCutOff = true;
    this.say(this.dataset.failed, "warning");
    this.wait(AGAIN);
  }

  say(words = "", tone = "") {
    this.status.textContent = words;
    this.status.dataset.tone = tone;
  }
}

customElements.define("draft-keeper", DraftKeeper);
