/** Saves the form within one second after the typing stops. Who comes second is shown the other's words beside their own.
 *
 * The server answers in JSON when it is saved, with 409 and what somebody else has written, or with 422 and what is wrong.
 * Without this file the form's button does the same.
 */
const QUIET = 1_000;
const AGAIN = 10_000;
const CONFLICT = 409;
const REFUSED = 422;
const STALE = 403; // another session has begun meanwhile: the form's token is one of before
const WRITER = "writer"; // with it, a form that meets no session is held for the sign-in: this one is sent again instead
const MOST_KEPT = 60_000; // bytes: what may arrive after its page has gone, by the browsers' limit of 64 kB
const NOT_TYPED = new Set(["csrfmiddlewaretoken", "seen", "section_before", "v", WRITER]);

class AutoSave extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.status = this.querySelector(".draft-status");
    this.contest = this.querySelector(".auto-save__conflict");
    if (!this.form) return;
    this.isContested = Boolean(this.contest?.firstElementChild);
    this.opened ??= this.typed();
    this.kept ??= this.isContested ? null : this.typed();
    this.leaving = new AbortController();
    const { signal } = this.leaving;
    for (const kind of ["input", "change"]) this.addEventListener(kind, () => this.wait(QUIET), { signal });
    this.addEventListener("submit", (event) => this.send(event), { signal, capture: true });
    this.addEventListener("click", (event) => this.choose(event), { signal });
    addEventListener("online", () => this.wait(QUIET), { signal });
    addEventListener("beforeunload", (event) => this.isAtRisk && event.preventDefault(), { signal });
    addEventListener("pagehide", () => this.leave(), { signal });
    addEventListener("pageshow", () => (this.sent = false), { signal });
    document.addEventListener("visibilitychange", () => document.hidden && this.leave(), { signal });
    this.addEventListener("keydown", (event) => this.escape(event), { signal });
  }

  disconnectedCallback() {
    this.leaving?.abort();
    // Moved to another place of the page, it goes on there.
    queueMicrotask(() => !this.isConnected && this.leave());
  }

  typed() {
    const fields = [...new FormData(this.form)].filter(([name, value]) => typeof value === "string" && !NOT_TYPED.has(name));
    return new URLSearchParams(fields).toString();
  }

  /** Whether something would go with the page: what has been typed since that which is on its way, or cannot be saved. */
  get isAtRisk() {
    if (this.isContested) return true;
    if (this.sent) return false;
    const typed = this.typed();
    if (this.saving) return typed !== this.onItsWay || !this.isKept;
    return typed !== this.kept && (this.status.dataset.tone === "warning" || this.body().length >= MOST_KEPT);
  }

  wait(time) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), time);
  }

  /** What is on its way arrives first: the form then says which words it had before it. */
  async send(event) {
    clearTimeout(this.timer);
    if (this.isContested) {
      event.preventDefault();
      event.stopPropagation();
      this.contest.scrollIntoView({ block: "nearest" });
      return this.contest.querySelector("[data-keep]").focus();
    }
    this.sent = true;
    setTimeout(() => {
      this.sent = false;
      if (this.isConnected && this.typed() !== this.kept) this.wait(0); // it did not arrive
    }, AGAIN);
    if (!this.saving) return;
    event.preventDefault();
    event.stopPropagation();
    const { submitter } = event;
    await this.saving;
    if (!this.isContested) this.form.requestSubmit(submitter);
  }

  /** What has been typed since something is on its way goes after it, if the page lives: see `save`. */
  leave() {
    clearTimeout(this.timer);
    if (!this.saving) this.save();
  }

  async save() {
    const typed = this.typed();
    if (this.sent || this.isContested || typed === this.kept) return;
    if (this.saving) return this.wait(QUIET);
    this.say(this.dataset.saving);
    this.onItsWay = typed;
    this.isKept = this.body().length < MOST_KEPT;
    const posted = this.isStale ? this.renew().then(() => this.post()) : this.post();
    this.saving = posted.then((answer) => this.heed(answer, typed)).catch(() => this.fail());
    await this.saving;
    this.saving = null;
    if (this.typed() === typed) return;
    if (this.isConnected && !document.hidden) this.wait(QUIET);
    else if (this.kept === typed) this.save(); // the box has been closed, or the page is being left
  }

  body() {
    const sent = [...new FormData(this.form)].filter(([name, value]) => typeof value === "string" && name !== WRITER);
    return new URLSearchParams(sent).toString();
  }

  post() {
    const body = this.body();
    const headers = { "Auto-Save": "1", "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8" };
    return fetch(this.form.action, { method: "POST", body, headers, redirect: "manual", keepalive: body.length < MOST_KEPT });
  }

  async heed(answer, typed) {
    if (answer.type === "opaqueredirect" || answer.status === STALE) return this.expire();
    if (answer.status === CONFLICT) return this.ask(await answer.text());
    if (answer.status === REFUSED) return this.say(await answer.text(), "warning");
    if (!answer.ok) return this.fail();
    const told = await answer.json();
    this.kept = typed;
    this.form.elements.seen.value = told.seen;
    const { section, section_before: before } = this.form.elements;
    if (section && before) before.value = section.value;
    this.say(this.dataset.saved.replace("{time}", this.time()));
    this.dispatchEvent(new CustomEvent("auto-saved", { bubbles: true, detail: told }));
  }

  /** By the clock of the house: «10.32». */
  time() {
    const { zone: timeZone } = this.dataset;
    const clock = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" });
    return clock.format(new Date()).replace(":", ".");
  }

  expire() {
    this.isStale = true;
    this.fail(this.dataset.ended);
  }

  /** The token of the session that has begun meanwhile, for every form of the page. */
  async renew() {
    const answer = await fetch(location.href, { redirect: "manual" });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector("[name=csrfmiddlewaretoken]")?.value;
    if (!token) return;
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
    document.body.setAttribute("hx-headers", page.body.getAttribute("hx-headers"));
    this.isStale = false;
  }

  fail(words = this.dataset.failed) {
    this.say(words, "warning");
    this.wait(AGAIN);
  }

  ask(html) {
    this.isContested = true;
    this.contest.innerHTML = html;
    this.contest.scrollIntoView({ block: "nearest" });
    this.say(this.dataset.contested, "warning");
  }

  choose(event) {
    if (event.target.closest("[data-cancel]")) return this.cancel();
    const button = event.target.closest("[data-keep]");
    if (!button) return;
    event.preventDefault();
    const found = this.contest.firstElementChild;
    const { keep } = button.dataset;
    if (keep === "theirs") {
      this.kept = this.typed(); // nothing of it is saved when the page is left
      this.isContested = false;
      if ("whole" in found.dataset) return button.pathname === location.pathname ? location.reload() : location.assign(button.href);
      this.take(found);
    }
    this.form.elements.seen.value = found.dataset.seen;
    this.isContested = false;
    this.contest.replaceChildren();
    this.say();
    this.form.querySelector("textarea, input:not([type=hidden])")?.focus();
    if (keep === "mine") this.save();
  }

  /** Closes the box and loses nothing: what is typed is saved. What a choice or a calendar is closed with is meant for it alone. */
  escape(event) {
    if (event.key !== "Escape" || event.isComposing || event.defaultPrevented) return;
    if (this.isContested || event.target.closest("select, [type=date], dialog") || !this.querySelector("[data-cancel]")) return;
    event.preventDefault();
    if (this.typed() === this.opened) this.cancel();
    else this.form.requestSubmit();
  }

  /** As it was when it was opened, also what has been saved since; the box is closed. */
  async cancel() {
    clearTimeout(this.timer);
    await this.saving;
    if (!this.isContested) {
      this.form.reset();
      await this.save();
    }
    this.kept = this.typed();
    const box = this.closest(".compose-edit");
    const opener = document.getElementById(box?.id.replace("edita", "paraules"));
    box?.replaceChildren();
    opener?.focus();
  }

  take(found) {
    for (const one of found.querySelectorAll("[data-theirs]")) {
      const field = this.form.elements[one.dataset.theirs];
      if (field) field.value = one.textContent;
    }
    this.kept = this.typed();
    this.form.querySelector("textarea")?.dispatchEvent(new Event("input", { bubbles: true }));
  }

  say(words = "", tone = "") {
    this.status.textContent = words;
    this.status.dataset.tone = tone;
  }
}

customElements.define("auto-save", AutoSave);
