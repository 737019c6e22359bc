/* What is typed in a form marked data-draft is kept on the server a moment after the last key, until it is sent.
   The form says with which key (data-draft); where it has a place for it (data-draft-note), the page says since when. */
(() => {
  "use strict";

  const PAUSE_MS = 800;
  const waiting = new Map(); // form → { timer, controller }

  const token = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];

  function stop(form) {
    const wait = waiting.get(form);
    if (!wait) return;
    clearTimeout(wait.timer);
    wait.controller.abort();
    waiting.delete(form);
  }

  async function keep(form, controller) {
    if (!form.isConnected || document.body.classList.contains("is-locked")) return;
    const body = new URLSearchParams(new FormData(form));
    body.set("draft", form.dataset.draft);
    // As htmx asks: who has not signed in any more gets an answer, and no page to be put aside.
    const headers = { "X-CSRFToken": token(), "HX-Request": "true" };
    try {
      const answer = await fetch("/bozze/", { method: "POST", body, headers, signal: controller.signal, redirect: "error" });
      const note = form.querySelector("[data-draft-note]");
      if (answer.ok && note) note.textContent = `Bozza salvata alle ${await answer.text()}.`;
    } catch {
      // Nothing is lost: it is still on the screen, and the next key tries again.
    }
  }

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form?.dataset.draft) return;
    stop(form);
    const controller = new AbortController();
    const timer = setTimeout(() => keep(form, controller), PAUSE_MS);
    waiting.set(form, { timer, controller });
  });

  // What is sent is no draft any more.
  document.addEventListener("submit", (event) => stop(event.target), true);
})();
