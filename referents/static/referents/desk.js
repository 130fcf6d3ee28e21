// The desk: letters counted, a question that changed under the hands, subjects fetched when asked for,
// and the address recognised. Shortcuts are in desk_keys.js, the list in desk_list.js.
const root = document.documentElement;

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

// A pane that costs more than the page itself comes just after it; without this script its link leads to the same place.
async function later(place) {
  try {
    const answer = await fetch(place.dataset.src, { headers: { "X-Fragment": "1" }, redirect: "error", cache: "no-store" });
    if (!answer.ok || !place.isConnected) return;
    const inside = place.contains(document.activeElement);
    place.innerHTML = await answer.text();
    if (inside) place.querySelector("button, a")?.focus({ preventScroll: true });
  } catch {
    // The link stays.
  }
}

for (const place of document.querySelectorAll("[data-later][data-src]")) later(place);
