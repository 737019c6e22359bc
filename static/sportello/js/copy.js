/* Copy buttons: data-copy is what is copied, data-copied the sentence read aloud then; arrows go from one to the next. */
(() => {
  "use strict";

  const SHOWN_MS = 2000;

  // A page without https has no clipboard of its own: the older way still copies what is selected.
  function copyBySelecting(text) {
    const place = document.createElement("textarea");
    place.value = text;
    place.readOnly = true;
    place.className = "visually-hidden";
    document.body.append(place);
    place.select();
    const copied = document.execCommand("copy");
    place.remove();
    if (!copied) throw new Error("nothing was copied");
  }

  async function copy(text) {
    if (navigator.clipboard) await navigator.clipboard.writeText(text);
    else copyBySelecting(text);
  }

  const announce = (text) => document.dispatchEvent(new CustomEvent("announce", { detail: { text } }));

  function show(button, word) {
    const label = button.querySelector("span");
    label.textContent = word;
    setTimeout(() => { label.textContent = "Copia"; }, SHOWN_MS);
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    try {
      await copy(button.dataset.copy);
      show(button, "Copiato");
      announce(button.dataset.copied);
    } catch {
      show(button, "Non copiato");
      announce("Non copiato: scrivi il valore a mano.");
    }
    button.focus();
  });

  document.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !event.target.matches?.("[data-copy]")) return;
    const buttons = [...document.querySelectorAll("[data-copy]")];
    const next = buttons[buttons.indexOf(event.target) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
})();
