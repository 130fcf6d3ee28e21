// Single-letter shortcuts of the desk, listed in the help dialog (?). A person may switch them off (WCAG 2.1.4); while somebody
// writes or chooses in a field, letters stay letters.
const root = document.documentElement;
const help = document.querySelector("dialog#help");
const box = help?.querySelector("[data-single-keys]");
const KEY = `desk-keys:${root.dataset.user ?? ""}`;
const LETTERS = "input:not([type=checkbox], [type=radio], [type=submit], [type=button]), textarea, select, dialog[open], [role=combobox], [contenteditable]";

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

const seen = (element) => element && element.offsetParent !== null;
const lines = () => [...document.querySelectorAll("[data-lines] a.item")].filter(seen);
const first = (selector) => [...document.querySelectorAll(selector)].find(seen);

function move(step) {
  const all = lines();
  if (!all.length) return;
  const line = document.activeElement.closest?.("li");
  const here = all.findIndex((one) => one === document.activeElement || (line && one.closest("li") === line));
  const from = here >= 0 ? here : all.findIndex((one) => one.hasAttribute("aria-current"));
  all[Math.min(Math.max(from + step, 0), all.length - 1)].focus();
}

function choose(shift) {
  const line = document.activeElement.closest?.("[data-lines] li") ?? lines()[0]?.closest("li");
  line?.querySelector("input[name=row]")?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, shiftKey: shift }));
}

// Opens what is folded on the way, then goes to the first field, or to the button when there is none.
function goTo(selector, wanted = "textarea, select, input:not([type=hidden]), button, a.btn") {
  const place = document.querySelector(selector);
  if (!place) return;
  for (let fold = place.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  const target = [...place.querySelectorAll(wanted)].find(seen) ?? place.querySelector("summary") ?? place;
  target.focus();
  target.scrollIntoView({ block: "nearest" });
}

const GESTURES = {
  j: () => move(1),
  k: () => move(-1),
  x: () => choose(false),
  X: () => choose(true),
  b: () => goTo("#batch", "button[name=gesture]"),
  n: () => document.querySelector("[data-new]")?.click(),
  "/": () => document.querySelector(".find input[type=search]")?.focus(),
  f: () => document.querySelector("#filters > summary")?.click(),
  l: () => first(".steps a, [data-lines] a.item[aria-current], [data-lines] a.item")?.focus(),
  s: () => goTo("#sujet", "button, summary, a.btn"),
  h: () => goTo("#hold"),
  a: () => first("form[action$='/demander/'] button")?.focus(),
  r: () => goTo("#reponse-publique", "textarea, summary"),
  p: () => first("form[action$='/publier/'] button, [data-attest] input, form[action$='/attester/'] input:not([type=hidden])")?.focus(),
  g: () => goTo("#join"),
  m: () => goTo("#more", "summary"),
  "?": () => help?.showModal(),
};
for (const [index, key] of ["1", "2", "3", "4"].entries()) GESTURES[key] = () => document.querySelectorAll(".list .tabs a")[index]?.click();

document.addEventListener("keydown", (event) => {
  const gesture = GESTURES[event.key];
  if (!gesture || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || event.isComposing) return;
  if (event.target.closest(LETTERS) || (box && !box.checked)) return;
  event.preventDefault();
  gesture();
});
