// The desk: letters counted, the hour promised put into the words, a question that changed under the hands, subjects fetched when asked for,
// the address recognised, and single-letter shortcuts that a person may switch off (WCAG 2.1.4).
const root = document.documentElement;
const french = root.lang.startsWith("fr");

function count(text, shown) {
  const length = [...text.value].length;
  const most = Number(shown.dataset.max) || Infinity;
  const words = length > most ? shown.dataset.over : shown.dataset.one;
  shown.textContent = words.replace("{n}", length).replace("{max}", most);
  shown.classList.toggle("error-text", length > most);
}

for (const shown of document.querySelectorAll("[data-counter]")) {
  const text = document.querySelector(shown.dataset.counter);
  text?.addEventListener("input", () => count(text, shown));
  if (text) count(text, shown);
}

function hourOf(date) {
  const minutes = String(date.getMinutes()).padStart(2, "0");
  if (!french) return `${date.getHours()}:${minutes}`;
  return date.getMinutes() ? `${date.getHours()}\u00a0h\u00a0${minutes}` : `${date.getHours()}\u00a0h`;
}

function promiseOf(form, value) {
  const date = new Date(value);
  const midnight = new Date();
  midnight.setHours(0, 0, 0, 0);
  const away = Math.floor((date - midnight) / 864e5);
  const far = { day: "numeric", month: "long" };
  const day = away === 0 ? "" : away === 1 ? form.dataset.tomorrow : date.toLocaleDateString(root.lang, away > 0 && away < 7 ? { weekday: "long" } : far);
  return form.dataset.before.replace("{hour}", day ? `${day}\u00a0${hourOf(date)}` : hourOf(date));
}

// The words follow the hour as long as nobody wrote in them.
for (const form of document.querySelectorAll("form[data-promise]")) {
  const hour = form.elements.namedItem("promised_at");
  const text = form.elements.namedItem("text");
  let model = text.value;
  hour.addEventListener("change", () => {
    if (!hour.value || text.value !== model) return;
    model = text.value = form.dataset.model.replace("{promise}", promiseOf(form, hour.value));
  });
}

document.addEventListener("refreshed", () => {
  const seen = document.querySelector("[data-seen]");
  const now = seen?.querySelector("[data-version]");
  const notice = seen?.querySelector("[data-changed]");
  if (now && notice) notice.hidden = now.dataset.version === seen.dataset.seen;
});

document.addEventListener("toggle", async (event) => {
  const details = event.target;
  if (!details.open || !details.dataset?.lazy) return;
  const place = details.querySelector("summary + div");
  const address = details.dataset.lazy;
  delete details.dataset.lazy;
  try {
    const answer = await fetch(address, { headers: { "X-Fragment": "1" }, redirect: "error", cache: "no-store" });
    if (!answer.ok) return;
    place.innerHTML = await answer.text();
    document.dispatchEvent(new CustomEvent("opened"));
    place.querySelector("[role=combobox], select:not([hidden])")?.focus();
  } catch {
    // The plain link stays: it leads to the same choice.
  }
}, { capture: true });

const asked = document.querySelector("form[data-recognise]");
if (asked) {
  const field = asked.elements.namedItem("permalink");
  const said = asked.querySelector("[data-recognised]");
  const chosen = new Set();
  asked.addEventListener("change", (event) => event.isTrusted && chosen.add(event.target.name));
  field.addEventListener("input", async () => {
    const typed = field.value;
    try {
      const answer = await fetch(`${asked.dataset.recognise}?adresse=${encodeURIComponent(typed)}`, { headers: { "X-Fragment": "1" }, cache: "no-store" });
      if (!answer.ok || field.value !== typed) return;
      const found = await answer.json();
      for (const name of ["channel", "account"]) if (found[name] && !chosen.has(name)) asked.elements.namedItem(name).value = found[name];
      said.textContent = found.said;
    } catch {
      said.textContent = "";
    }
  });
}

const help = document.querySelector("dialog#help");
const box = help?.querySelector("[data-single-keys]");
const KEY = `desk-keys:${root.dataset.user ?? ""}`;

function singleKeys() {
  try {
    return localStorage.getItem(KEY) !== "off";
  } catch {
    return true;
  }
}

if (help) {
  box.checked = singleKeys();
  box.addEventListener("change", () => {
    try {
      localStorage.setItem(KEY, box.checked ? "on" : "off");
    } catch {
      // A browser without storage: the choice holds for this page.
    }
  });
  for (const button of document.querySelectorAll("[data-help]")) {
    button.hidden = false;
    button.addEventListener("click", () => help.showModal());
  }
}

function move(step) {
  const lines = [...document.querySelectorAll("[data-lines] a.item")].filter((line) => line.offsetParent);
  if (!lines.length) return;
  const here = lines.indexOf(document.activeElement);
  const from = here >= 0 ? here : lines.findIndex((line) => line.hasAttribute("aria-current"));
  const next = lines[Math.min(Math.max(from + step, 0), lines.length - 1)];
  next.focus();
}

const GESTURES = {
  j: () => move(1),
  k: () => move(-1),
  n: () => document.querySelector("[data-new]")?.click(),
  "?": () => help?.showModal(),
};

document.addEventListener("keydown", (event) => {
  const gesture = GESTURES[event.key];
  if (!gesture || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.target.closest("input, textarea, select, dialog, [contenteditable]") || (box && !box.checked)) return;
  event.preventDefault();
  gesture();
});
