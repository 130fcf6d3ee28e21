// The desk's list: lines chosen one by one or by range (Shift), the number chosen said once, the menu's number that follows the tabs.
const form = document.querySelector("form#batch");
const chosen = () => [...document.querySelectorAll("[data-lines] input[name=row]:checked")];
const boxes = () => [...document.querySelectorAll("[data-lines] input[name=row]")];
let last = null;

function count() {
  const number = chosen().length;
  const shown = form.querySelector("[data-chosen]");
  shown.textContent = number === 1 ? shown.dataset.one : shown.dataset.many.replace("{n}", number);
  form.classList.toggle("some", number > 0);
}

if (form) {
  form.classList.add("folded");
  const none = form.querySelector("[data-choose-none]");
  none.hidden = false;
  none.addEventListener("click", () => {
    const back = chosen()[0];
    for (const box of chosen()) box.checked = false;
    count();
    back?.closest("li").querySelector("a.item").focus();
  });
  document.addEventListener("click", (event) => {
    const box = event.target.closest?.("[data-lines] input[name=row]");
    if (!box) return;
    const all = boxes();
    if (event.shiftKey && last && all.includes(last)) {
      const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
      for (const between of all.slice(from, to + 1)) between.checked = box.checked;
    }
    last = box;
    count();
  });
  document.addEventListener("refreshed", count);
  addEventListener("pageshow", count);
}

document.addEventListener("refreshed", (event) => {
  const told = event.target.querySelector?.("[data-menu-count]");
  if (!told) return;
  for (const number of document.querySelectorAll("nav a[href$='/questions/'] .count")) {
    const text = [...number.childNodes].find((node) => node.nodeType === Node.TEXT_NODE);
    if (text) text.nodeValue = told.dataset.menuCount;
  }
});
