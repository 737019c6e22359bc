/* The card reader types like a keyboard. Whatever has the focus, on any screen, its burst finds the citizen:
   the bar code of a health card is the tax code; a magnetic stripe holds more, and the server looks for the code in it.
   A burst is told from typing by its whole time, never by single gaps, which a busy machine makes long. */
(() => {
  "use strict";

  const form = document.querySelector("#scan");
  if (!form) return;

  const CODE = "[A-Z]{6}[0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]";
  const TAX_CODE = new RegExp(`^${CODE}$`, "i");
  // Between the start and stop signs of Code 39: asterisks, or what the keyboard makes of them.
  const SIGNED_CODE = new RegExp(`^[^A-Z0-9]${CODE}[^A-Z0-9]$`, "i");
  const PROVISIONAL = /^\d{11}$/;
  // How the three tracks of a stripe begin; the last two are ; and + of a reader set for another keyboard.
  const SENTINELS = "%;+ò^";
  const MS_PER_KEY = 50;
  const LONGEST = 240; // the three tracks of a stripe
  const SECOND_TRACK_MS = 3000;
  const LAST_SCAN = "sportello-scan";

  let keys = [];

  function remember(event) {
    const field = event.target;
    const value = "value" in field && !field.matches("button, [type=radio], [type=checkbox]") ? field.value : null;
    keys.push({ key: event.key, time: event.timeStamp, field, value });
    if (keys.length > LONGEST) keys.shift();
  }

  const text = (burst) => burst.map((stroke) => stroke.key).join("");
  const isFast = (burst) => burst.at(-1).time - burst[0].time < MS_PER_KEY * burst.length;

  function barCode(length, pattern) {
    const burst = keys.slice(-length);
    return burst.length === length && isFast(burst) && pattern.test(text(burst)) ? burst : null;
  }

  /* Eleven digits may be the end of a longer number, read from a bill: then they are no tax code. */
  function provisionalCode() {
    const burst = barCode(11, PROVISIONAL);
    const before = keys.at(-12);
    return burst && (!before || burst[0].time - before.time > MS_PER_KEY) ? burst : null;
  }

  function stripe() {
    const start = keys.findIndex((stroke, i) => SENTINELS.includes(stroke.key.toLowerCase()) && isFast(keys.slice(i)));
    const burst = start < 0 ? [] : keys.slice(start);
    return burst.length >= 16 ? burst : null;
  }

  const holdsTaxCode = (burst) => new RegExp(CODE, "i").test(text(burst));

  /* A stripe is read as two or three bursts: those after the first, without a code, only disturb the page it opens. */
  function isLaterTrack(burst) {
    const sinceLast = Date.now() - Number(sessionStorage.getItem(LAST_SCAN));
    return sinceLast < SECOND_TRACK_MS && !holdsTaxCode(burst);
  }

  /* While the password is asked a card finds nobody: the form that waits for the password would be lost. */
  const isLocked = () => document.body.matches(".is-locked, :has(main [autocomplete=current-password])");

  function undoTyping(burst) {
    for (const { field, value } of [...burst].reverse()) {
      if (value !== null) field.value = value;
    }
    if (burst[0].value !== null) burst[0].field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function send(burst) {
    sessionStorage.setItem(LAST_SCAN, Date.now());
    form.elements.raw.value = text(burst);
    form.requestSubmit();
  }

  // On the window, so that it sees every key before presence.js may stop it.
  window.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || ["Shift", "CapsLock"].includes(event.key)) return;
    if (event.key.length === 1) {
      remember(event);
      // The blanks between surname and name must not press the focused button.
      const inStripe = event.key === " " && keys.at(-1).value === null && stripe();
      if (inStripe) event.preventDefault();
      return;
    }
    const ended = event.key === "Enter" || event.key === "Tab";
    const burst = ended ? stripe() ?? barCode(16, TAX_CODE) ?? barCode(18, SIGNED_CODE) ?? provisionalCode() : null;
    keys = [];
    if (!burst) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    undoTyping(burst);
    if (!isLocked() && !isLaterTrack(burst)) send(burst);
  }, true);
})();
