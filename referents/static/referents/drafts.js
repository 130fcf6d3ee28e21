// Keeps what is being written in <textarea data-draft="answer-12"> (or an input) on this device, under the person's own key.
// Nothing is kept when <html data-shared-desk>. A page with <meta name="draft-done" content="answer-12"> clears that draft.
// The text of the server wins when it changed meanwhile: the draft is then offered, never forced.
const root = document.documentElement;
const words = document.querySelector("template[data-words]")?.dataset ?? {};
const shared = "sharedDesk" in root.dataset;
const KEEP = 30 * 24 * 3600 * 1000;
const PAUSE = 400;
const prefix = `draft:${root.dataset.user ?? "anonymous"}:`;
const unsaved = new Set();
const touched = new Set();
let restoring = false;
let ended = false;
let leaving = false;

function store(action) {
  try {
    return action(localStorage);
  } catch {
    return undefined;
  }
}

function read(key) {
  const text = store((box) => box.getItem(key));
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

function hour(at) {
  const date = new Date(at);
  const minutes = String(date.getMinutes()).padStart(2, "0");
  return root.lang.startsWith("fr") ? `${date.getHours()}\u00a0h\u00a0${minutes}` : `${date.getHours()}:${minutes}`;
}

function statusOf(control) {
  const own = document.querySelector(`[data-draft-status="${CSS.escape(control.dataset.draft)}"]`);
  return own ?? control.closest("form, section")?.querySelector("[data-draft-status]");
}

function say(control, text) {
  const status = statusOf(control);
  if (status) status.textContent = text;
}

function keep(control) {
  const key = prefix + control.dataset.draft;
  const at = Date.now();
  if (control.value === control.defaultValue) {
    store((box) => box.removeItem(key));
    unsaved.delete(control);
    return say(control, "");
  }
  if (shared) {
    unsaved.add(control);
    return say(control, words.draftUnkept ?? "");
  }
  const kept = store((box) => (box.setItem(key, JSON.stringify({ text: control.value, base: control.defaultValue, at, page: location.pathname + location.search })), true));
  if (kept) unsaved.delete(control);
  else unsaved.add(control);
  say(control, kept ? (words.draftKept ?? "").replace("{time}", hour(at)) : "");
}

function restore(control, draft) {
  control.value = draft.text;
  restoring = true;
  control.dispatchEvent(new Event("input", { bubbles: true }));
  restoring = false;
  touched.add(control);
  say(control, (words.draftKept ?? "").replace("{time}", hour(draft.at)));
}

function offer(control, draft) {
  const status = statusOf(control);
  if (!status) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn";
  button.textContent = words.draftTake ?? "";
  button.addEventListener("click", () => {
    restore(control, draft);
    control.focus();
  });
  status.replaceChildren((words.draftOther ?? "").replace("{time}", hour(draft.at)), " ", button);
}

function watch(control) {
  if (control.dataset.draftWatched) return;
  control.dataset.draftWatched = "yes";
  let timer = 0;
  const save = () => {
    clearTimeout(timer);
    timer = 0;
    keep(control);
  };
  control.addEventListener("input", () => {
    if (restoring) return;
    touched.add(control);
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
    if (shared) unsaved.add(control);
  });
  const flush = () => timer && save();
  addEventListener("pagehide", flush);
  addEventListener("beforeunload", flush);
  control.form?.addEventListener("submit", flush, { capture: true });
  const draft = shared ? null : read(prefix + control.dataset.draft);
  if (!draft || draft.text === control.value) return;
  if (draft.base === control.defaultValue) restore(control, draft);
  else offer(control, draft);
}

function scan() {
  for (const done of document.querySelectorAll('meta[name="draft-done"]')) store((box) => box.removeItem(prefix + done.content));
  for (const control of document.querySelectorAll("[data-draft]")) watch(control);
}

function sweep() {
  store((box) => {
    for (const key of Object.keys(box).filter((name) => name.startsWith("draft:"))) {
      if (shared ? key.startsWith(prefix) : Date.now() - (read(key)?.at ?? 0) > KEEP) box.removeItem(key);
    }
  });
}

document.addEventListener("submit", () => {
  leaving = true;
  setTimeout(() => (leaving = false), 3000);
});
document.addEventListener("session-ended", () => {
  ended = true;
  for (const control of touched) keep(control);
  for (const safe of document.querySelectorAll("[data-draft-safe]")) safe.hidden = shared || unsaved.size > 0;
});
// Text that this device could not keep would be lost: the browser asks before leaving.
addEventListener("beforeunload", (event) => {
  if (unsaved.size && (ended || !leaving)) event.preventDefault();
});
document.addEventListener("htmx:afterSettle", scan);
document.addEventListener("refreshed", scan);

sweep();
scan();
