/* Improves pages that work without it: focus on errors, truthful autosave, no double submits, waiting for a paper. */
(() => {
  "use strict";

  const fill = (text, values) => (text || "").replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  const address = (form) => form.getAttribute("action") || window.location.href;

  function focusErrors() {
    const summary = document.querySelector("[data-error-summary]");
    if (!summary) return;
    summary.focus();
    document.title = `${summary.dataset.errorSummary}: ${document.title}`;
  }

  function guardDoubleSubmits() {
    document.addEventListener("submit", (event) => {
      const form = event.target;
      if (form.method !== "post" || event.defaultPrevented) return;
      if (form.dataset.sent) {
        event.preventDefault();
        return;
      }
      form.dataset.sent = "1";
      form.querySelectorAll("button[type=submit]").forEach((b) => b.setAttribute("aria-disabled", "true"));
    });
    // A page that comes back from the browser's cache must be usable again.
    window.addEventListener("pageshow", () => {
      document.querySelectorAll("form[data-sent]").forEach((form) => {
        delete form.dataset.sent;
        form.querySelectorAll("button[aria-disabled]").forEach((b) => b.removeAttribute("aria-disabled"));
      });
    });
  }

  class Autosave {
    constructor(form) {
      this.form = form;
      this.status = form.querySelector("[data-autosave-status]") || document.querySelector("[data-autosave-status]");
      this.text = this.status ? this.status.dataset : {};
      this.key = `diensttijd:${address(form)}:${form.id}`;
      this.dirty = false;
      this.saving = null;
      this.again = false;
      this.restore();
      form.addEventListener("input", () => this.changed());
      form.addEventListener("change", () => this.changed(300));
      form.addEventListener("submit", (event) => this.submitted(event));
      window.addEventListener("beforeunload", (event) => {
        if (this.dirty && !form.dataset.sent) event.preventDefault();
      });
    }

    say(kind, values = {}) {
      if (!this.status) return;
      this.status.textContent = fill(this.text[kind], values);
      this.status.dataset.state = kind;
    }

    entries() {
      return [...new FormData(this.form)].filter(([name, value]) =>
        typeof value === "string" && name !== "csrf_token" && name !== "version");
    }

    keep(sent = false) {
      try { sessionStorage.setItem(this.key, JSON.stringify({ sent, entries: this.entries() })); } catch { /* closed */ }
    }

    forget() {
      try { sessionStorage.removeItem(this.key); } catch { /* as above */ }
    }

    restore() {
      let kept = null;
      try { kept = JSON.parse(sessionStorage.getItem(this.key)).entries; } catch { /* nothing kept */ }
      if (!Array.isArray(kept)) return;
      if (JSON.stringify(kept) === JSON.stringify(this.entries())) { this.forget(); return; }
      const values = new Map();
      kept.forEach(([name, value]) => values.set(name, [...(values.get(name) || []), value]));
      [...this.form.elements].forEach((field) => {
        if (!field.name || ["hidden", "file", "submit", "password"].includes(field.type)) return;
        const given = values.get(field.name) || [];
        if (field.type === "radio" || field.type === "checkbox") field.checked = given.includes(field.value);
        else if (given.length) field.value = given[0];
      });
      this.dirty = true;
      this.say("restored");
      this.plan(1500);
    }

    changed(delay = 1200) {
      this.dirty = true;
      this.plan(delay);
    }

    plan(delay) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), delay);
    }

    async submitted(event) {
      clearTimeout(this.timer);
      this.keep(true);
      // An autosave on its way would make the version in this form stale: wait for it, then send.
      if (!this.saving) return;
      event.preventDefault();
      event.stopPropagation();
      const by = event.submitter;
      await this.saving;
      this.form.requestSubmit(by);
    }

    async save() {
      if (this.form.dataset.sent) return;
      if (this.saving) { this.again = true; return; }
      this.saving = this.send();
      await this.saving;
      this.saving = null;
      if (this.again) { this.again = false; this.plan(200); }
    }

    async send() {
      const before = JSON.stringify(this.entries());
      const body = new FormData(this.form);
      [...body].forEach(([name, value]) => { if (value instanceof File) body.delete(name); });
      this.say("saving");
      try {
        const answer = await fetch(address(this.form), {
          method: "POST", body, credentials: "same-origin", redirect: "error",
          headers: { "X-Autosave": "1", Accept: "application/json" },
        });
        const said = await answer.json();
        if (!answer.ok || said.error || !said.saved_at) throw new Error(said.error || this.text.refused);
        const version = this.form.querySelector("input[name=version]");
        if (version && said.version !== undefined) version.value = said.version;
        // Only what was sent is saved; what was typed meanwhile is not.
        if (JSON.stringify(this.entries()) === before) { this.dirty = false; this.forget(); }
        this.say("saved", { time: said.saved_at });
      } catch (problem) {
        this.keep();
        const known = problem instanceof TypeError || problem instanceof SyntaxError ? this.text.unreachable : problem.message;
        this.say("failed", { reason: known });
      }
    }
  }

  // Text sent with a form is kept until a page shows that it arrived: a sign-in page in between does not.
  function forgetWhatArrived(all = false) {
    try {
      const here = [...document.querySelectorAll("form[data-autosave]")].map((f) => `diensttijd:${address(f)}:${f.id}`);
      Object.keys(sessionStorage).filter((key) => key.startsWith("diensttijd:")).forEach((key) => {
        const arrived = document.body.dataset.signedIn && !here.includes(key) && JSON.parse(sessionStorage.getItem(key)).sent;
        if (all || arrived) sessionStorage.removeItem(key);
      });
    } catch { /* storage may be closed */ }
  }

  function poll(element) {
    let wait = 1000;
    const ask = async () => {
      try {
        const answer = await fetch(element.dataset.poll, { headers: { Accept: "application/json" } });
        const said = await answer.json();
        if (said.ready) {
          if (said.url) window.location.assign(said.url);
          else window.location.reload();
          return;
        }
      } catch { /* asked again below */ }
      wait = Math.min(wait * 1.3, 8000);
      setTimeout(ask, wait);
    };
    setTimeout(ask, wait);
  }

  // A bar of work that the worker does: moves on while it is under way, and shows the page again at its end.
  function progress(element) {
    const line = element.querySelector("progress");
    const words = element.querySelector("[data-progress-words]");
    const ask = async () => {
      try {
        const answer = await fetch(element.dataset.progress, { headers: { Accept: "application/json" } });
        const said = await answer.json();
        if (said.ready) { window.location.reload(); return; }
        line.value = said.done;
        line.max = said.total;
        words.textContent = words.dataset.words.replace("{done}", said.done).replace("{total}", said.total);
      } catch { /* asked again below */ }
      setTimeout(ask, 1000);
    };
    setTimeout(ask, 1000);
  }

  focusErrors();
  forgetWhatArrived();
  document.querySelectorAll("form[data-sign-out]").forEach((form) => {
    form.addEventListener("submit", () => forgetWhatArrived(true));
  });
  document.querySelectorAll("form[data-autosave]").forEach((form) => new Autosave(form));
  guardDoubleSubmits();
  document.querySelectorAll("[data-poll]").forEach(poll);
  document.querySelectorAll("[data-progress]").forEach(progress);
})();
