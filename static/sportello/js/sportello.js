/* What HTML and htmx attributes cannot do on their own. No inline script, no eval: the content policy refuses both.
   The card reader is in scanner.js, the password after an idle time in presence.js. */
(() => {
  "use strict";

  const find = (selector, root = document) => root.querySelector(selector);
  const findAll = (selector, root = document) => [...root.querySelectorAll(selector)];
  const isVisible = (element) => element.offsetParent !== null && !element.disabled;
  const isLocked = () => document.body.classList.contains("is-locked");

  /* Function keys, declared in the HTML with data-key. Only function keys: single letters would break WCAG 2.1.4. */

  // F9 changes its meaning from «conclude» to «call»: a second press within a second is a slip of the finger.
  // The page changes in between, so the moment of the press outlives it.
  const REPEAT_MS = 1000;

  function isSlip(key) {
    const storageKey = `sportello-${key}`;
    const now = Date.now();
    const slip = now - Number(sessionStorage.getItem(storageKey)) < REPEAT_MS;
    if (!slip) sessionStorage.setItem(storageKey, now);
    return slip;
  }

  document.addEventListener("keydown", (event) => {
    if (!/^F\d+$/.test(event.key) || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const scope = findAll("dialog[open]").at(-1) ?? document;
    const candidates = findAll(`[data-key="${event.key}"]`, scope).filter(isVisible);
    const target = candidates.find((element) => element.matches("input")) ?? candidates[0];
    if (!target) return;
    event.preventDefault();
    if (event.repeat || (event.key === "F9" && isSlip("F9"))) return;
    if (target.matches("input")) {
      target.focus();
      target.select();
    } else {
      target.click();
    }
  });

  /* Digits press the buttons of a group (data-digits), while the focus is inside it: WCAG 2.1.4. */

  document.addEventListener("keydown", (event) => {
    if (!/^[1-9]$/.test(event.key) || event.altKey || event.ctrlKey || event.metaKey || event.repeat) return;
    const group = event.target.closest?.("[data-digits]");
    if (group) find(`[data-digit="${event.key}"]`, group)?.click();
  });

  /* Arrows between a search box (data-arrows-to) and its results (data-arrow, inside data-arrows). */

  // Who types fast presses Invio over the results of an earlier text: then it asks, and opens nobody.
  const answered = new WeakMap();

  document.addEventListener("htmx:afterSwap", (event) => {
    const box = find(`[data-arrows-to="#${event.detail.target.id}"]`);
    if (box) answered.set(box, event.detail.requestConfig.formData.get(box.name));
  });

  const isAnswered = (box) => (answered.get(box) ?? box.defaultValue) === box.value;

  function moveFromBox(event, box) {
    const results = findAll(`${box.dataset.arrowsTo} [data-arrow]`);
    if (event.key === "ArrowDown" && results.length) {
      event.preventDefault();
      results[0].focus();
    } else if (event.key === "Enter" && results.length === 1 && isAnswered(box)) {
      event.preventDefault();
      results[0].click();
    } else if (event.key === "Escape" && box.value) {
      event.preventDefault();
      box.value = "";
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  function moveAmongResults(event, result) {
    const list = result.closest("[data-arrows]");
    const results = findAll("[data-arrow]", list);
    const position = results.indexOf(result);
    const box = find(`[data-arrows-to="#${list.id}"]`);
    if (event.key === "ArrowDown") results[position + 1]?.focus();
    else if (event.key === "ArrowUp") (results[position - 1] ?? box)?.focus();
    else if (event.key === "Escape") box?.focus();
    else return;
    event.preventDefault();
  }

  document.addEventListener("keydown", (event) => {
    if (event.target.dataset?.arrowsTo) moveFromBox(event, event.target);
    else if (event.target.matches?.("[data-arrow]")) moveAmongResults(event, event.target);
  });

  /* Native dialogs: the browser keeps the focus inside and gives it back. #dialog is filled by htmx. */

  const dialog = find("#dialog");
  const failure = find("#failure");

  function showDialog() {
    if (!dialog.open) dialog.showModal();
    const wishes = ["[data-focus], [autofocus]", "input:not([type=hidden]), select, textarea", "button:not([tabindex])"];
    wishes.map((selector) => find(selector, dialog)).find(Boolean)?.focus();
  }

  dialog.addEventListener("close", () => {
    find("#dialog-body").replaceChildren();
    failure.replaceChildren();
  });

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    if (opener) find(`#${opener.dataset.dialog}`).showModal();
    event.target.closest("[data-close]")?.closest("dialog").close();
    if (event.target.closest("[data-print]")) window.print();
    if (event.target.closest("[data-dismiss]")) failure.replaceChildren();
    for (const menu of findAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  document.addEventListener("keydown", (event) => {
    const menu = find("details.menu[open]");
    if (event.key !== "Escape" || !menu) return;
    menu.open = false;
    find("summary", menu).focus();
  });

  /* Announcements: read aloud by a screen reader, and only that. */

  function announce(text) {
    const place = find("#announcement");
    place.textContent = "";
    requestAnimationFrame(() => { place.textContent = text; });
  }

  document.addEventListener("close-dialog", () => dialog.close());
  document.addEventListener("announce", (event) => announce(event.detail.value ?? event.detail.text));

  /* htmx: the focus after a swap, and what to say when the server does not answer. */

  const trigger = (event) => event.detail.requestConfig?.triggeringEvent?.type;
  const isPoll = (event) => trigger(event) === "refresh";
  // A panel that loads by itself was pressed by nobody: the focus stays where it is.
  const wasPressed = (event) => Boolean(trigger(event)) && !isPoll(event);
  let hadFocus = false;

  document.addEventListener("htmx:beforeSwap", (event) => {
    hadFocus = event.detail.target.contains(document.activeElement);
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    const swapped = event.detail.target;
    const region = swapped.isConnected ? swapped : document.getElementById(swapped.id);
    if (!region) return;
    if (region.id === "dialog-body") {
      showDialog();
    } else if (find("[data-focus]", region)) {
      find("[data-focus]", region).focus();
    } else if (document.activeElement === document.body && (hadFocus || wasPressed(event))) {
      // What had the focus went away with the swap: the focus stays in the same region.
      const place = find("h2, h3", region) ?? region;
      place.tabIndex = -1;
      place.focus();
    }
  });

  const FAILURES = { 403: "forbidden", 404: "gone", 410: "gone" };

  function showFailure(kind) {
    const message = find(`template[data-failure="${kind}"]`).content.cloneNode(true);
    // Behind an open dialog it could be neither read nor pressed.
    (dialog.open ? dialog : document.body).append(failure);
    failure.replaceChildren(message);
  }

  // A poll that fails tries again by itself; while the page is locked presence.js speaks.
  const isSilent = (event) => isPoll(event) || isLocked();

  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    if (!isSilent(event)) showFailure(FAILURES[status] ?? "broken");
  });

  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, (event) => { if (!isSilent(event)) showFailure("unreachable"); });
  }

  /* Regions that refresh themselves: hx-get + hx-trigger="refresh" + data-refresh="seconds".
     Only while the page is in view, and never under a control that has the focus. */

  const refreshedAt = new WeakMap();

  function isDue(region, now) {
    if (!refreshedAt.has(region)) refreshedAt.set(region, now);
    return now - refreshedAt.get(region) >= Number(region.dataset.refresh) * 1000;
  }

  setInterval(() => {
    if (document.visibilityState !== "visible" || isLocked()) return;
    const control = document.activeElement.closest("a, button, input, select, textarea, summary");
    const now = performance.now();
    for (const region of findAll("[data-refresh]")) {
      if (!isDue(region, now) || region.contains(control)) continue;
      refreshedAt.set(region, now);
      htmx.trigger(region, "refresh");
    }
  }, 1000);

  setInterval(() => {
    for (const minutes of findAll("[data-minutes]")) minutes.textContent = Number(minutes.textContent) + 1;
  }, 60000);

  /* Plain forms are sent once; htmx ones use hx-disabled-elt or hx-sync. */

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method === "dialog" || form.matches("[hx-post]")) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(() => { delete form.dataset.sent; }, 5000);
  });

  /* What was typed and not yet sent: the browser asks before leaving the page. */

  const touched = new Set();

  function isChanged(control) {
    if (control.options) return [...control.options].some((option) => option.selected !== option.defaultSelected);
    if (["checkbox", "radio"].includes(control.type)) return control.checked !== control.defaultChecked;
    return control.type !== "hidden" && "defaultValue" in control && control.value !== control.defaultValue;
  }

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form?.method === "post" && !form.matches("[role=search], #presence form")) touched.add(form);
  });

  // Rows that came or went by htmx are unsaved too, though no control differs from what the server sent.
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    touched.delete(event.target);
    for (const region of findAll("[data-unsaved]", event.target)) region.removeAttribute("data-unsaved");
  });

  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const form = event.detail.elt.closest("form");
    if (form && event.detail.xhr.status < 400) touched.delete(form);
  });

  window.addEventListener("beforeunload", (event) => {
    const isTyped = [...touched].some((form) => form.isConnected && [...form.elements].some(isChanged));
    if (isTyped || find("[data-unsaved]")) event.preventDefault();
  });

  /* A table wider than its panel scrolls inside it: by keyboard too. */

  function reachScrollers() {
    for (const panel of findAll(".panel")) {
      const scrolls = getComputedStyle(panel).overflowX === "auto" && panel.scrollWidth > panel.clientWidth;
      if (scrolls) panel.tabIndex = 0;
      else panel.removeAttribute("tabindex");
    }
  }

  for (const name of ["resize", "htmx:afterSettle"]) window.addEventListener(name, reachScrollers);
  reachScrollers();

  /* On arrival: the error summary takes the focus, and the ten seconds of «Annulla» run. */

  find("main [data-focus]")?.focus();

  const UNDO_MS = 10000;
  const undo = find("[data-undo]");
  if (undo) {
    setTimeout(() => {
      if (undo.contains(document.activeElement)) find("main").focus();
      undo.remove();
    }, UNDO_MS);
  }
})();
