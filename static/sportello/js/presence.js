/* After some minutes without a key or a click the page asks who is there, over a page that can no longer be read.
   Nothing typed is lost: the page stays as it was, and what was being sent goes on once the password was right.
   The moment of the last key is shared by the open tabs; it says nothing about anybody. */
(() => {
  "use strict";

  const dialog = document.querySelector("#presence");
  const minutes = Number(document.body.dataset.idleMinutes);
  if (!dialog || !minutes) return;

  const LIMIT_MS = minutes * 60000;
  const CHECK_MS = 5000;
  const ACTIVE_AT = "sportello-active-at";
  const password = dialog.querySelector("[name=password]");
  const answer = dialog.querySelector("#presence-answer");
  const title = document.title;

  let locked = false;
  let waiting = []; // what the operator was sending when the page was locked

  const activeAt = () => Number(localStorage.getItem(ACTIVE_AT));
  const isIdle = () => Date.now() - activeAt() > LIMIT_MS;
  const markActive = () => localStorage.setItem(ACTIVE_AT, Date.now());

  function lock() {
    if (locked) return;
    locked = true;
    document.body.classList.add("is-locked");
    document.title = "Sei ancora tu?";
    dialog.showModal();
    password.focus();
  }

  function unlock() {
    locked = false;
    document.body.classList.remove("is-locked");
    document.title = title;
    password.value = "";
    answer.textContent = "";
    dialog.close();
    const sendAll = waiting;
    waiting = [];
    for (const send of sendAll) send();
  }

  /* A key or a click shows presence, unless it comes too late: then it must not reach the page. */
  function onActivity(event) {
    if (locked) return;
    if (isIdle()) {
      event.preventDefault();
      event.stopImmediatePropagation();
      lock();
    } else if (Date.now() - activeAt() > 1000) {
      markActive();
    }
  }

  for (const name of ["keydown", "pointerdown"]) window.addEventListener(name, onActivity, true);

  window.addEventListener("submit", (event) => {
    if (dialog.contains(event.target) || (!locked && !isIdle())) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { target: form, submitter } = event;
    waiting.push(() => form.requestSubmit(submitter));
    lock();
  }, true);

  /* How to ask again what each element asked last. What refreshes itself comes round again anyway. */
  const again = new WeakMap();

  document.addEventListener("htmx:confirm", (event) => {
    const { elt, triggeringEvent, issueRequest } = event.detail;
    if (dialog.contains(elt)) return;
    again.set(elt, triggeringEvent?.type === "refresh" ? () => {} : () => issueRequest(true));
    if (!locked) return;
    event.preventDefault();
    waiting.push(again.get(elt));
  });

  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.addEventListener("close", () => { if (locked) dialog.showModal(); });

  dialog.addEventListener("htmx:afterRequest", (event) => {
    const status = event.detail.xhr.status;
    if (status === 204) {
      markActive();
      unlock();
      return;
    }
    if (status === 429) answer.textContent = "Troppi tentativi: aspetta qualche minuto, poi riprova.";
    else if (status !== 422) answer.textContent = "Il programma non raggiunge il server del Comune: riprova tra poco.";
    password.focus();
    password.select();
  });

  /* The server, too, counts the minutes: an answer 401 brings this event to the element that asked. */
  document.addEventListener("presence-required", (event) => {
    if (again.has(event.target)) waiting.push(again.get(event.target));
    lock();
  });

  /* Another tab was unlocked, or all of them were left alone. */
  window.addEventListener("storage", (event) => {
    if (event.key === ACTIVE_AT && locked && !isIdle()) unlock();
  });

  function check() {
    if (isIdle()) lock();
  }

  // This page was just given by the server, which has checked.
  markActive();
  setInterval(check, CHECK_MS);
  document.addEventListener("visibilitychange", check);
  window.addEventListener("pageshow", check);
})();
