// Fetches again the fragment of every [data-live][data-src] element that an event concerns, and puts it in place without moving
// the focus. `data-live` lists "kind" or "kind:id". A fragment may hold [data-announce="text"]: told to screen readers when it changes.
// Without live.js (a bare host), <html data-refresh-every="60"> asks for all of them every 60 s while the page is seen.
const root = document.documentElement;
const SPREAD = 250;
const queue = new Set();
const loading = new WeakMap();
const said = new WeakMap();
const shown = new WeakMap();
let timer = 0;

function concerns(element, { kind, id }) {
  return element.dataset.live.split(/\s+/).some((word) => word === kind || word === `${kind}:${id}`);
}

function every(matches) {
  if ("livePaused" in root.dataset) return;
  for (const element of document.querySelectorAll("[data-live][data-src]")) if (matches(element)) queue.add(element);
  if (queue.size && !timer) timer = setTimeout(flush, Math.random() * SPREAD);
}

function flush() {
  timer = 0;
  const elements = [...queue];
  queue.clear();
  for (const element of elements) fetchInto(element);
}

function pathTo(element, child) {
  if (child.id) return `#${CSS.escape(child.id)}`;
  const steps = [];
  for (let node = child; node !== element; node = node.parentElement) steps.unshift(`:nth-child(${[...node.parentElement.children].indexOf(node) + 1})`);
  return `:scope > ${steps.join(" > ")}`;
}

function isWritten(control) {
  if (control.matches("select")) return [...control.options].some((option) => option.selected !== option.defaultSelected);
  return control.matches("[type=checkbox], [type=radio]") ? control.checked !== control.defaultChecked : control.value !== control.defaultValue;
}

function place(element, html) {
  if (shown.get(element) === html) return;
  // What somebody began to fill in is worth more than a fresh fragment.
  if ([...element.querySelectorAll("input, textarea, select:has([selected])")].some(isWritten)) return;
  const active = document.activeElement;
  const inside = active && active !== element && element.contains(active);
  // Somebody is writing or choosing here: nothing moves under the hands, the fragment is fetched again when the focus leaves.
  if (inside && active.matches("input, textarea, select, [contenteditable]")) {
    element.addEventListener("focusout", () => queueOne(element), { once: true });
    return;
  }
  const path = inside ? pathTo(element, active) : "";
  const open = [...element.querySelectorAll("details[open][id]")].map((node) => node.id);
  element.innerHTML = html;
  shown.set(element, html);
  for (const id of open) element.querySelector(`#${CSS.escape(id)}`)?.setAttribute("open", "");
  if (path) (element.querySelector(path) ?? fallback(element)).focus({ preventScroll: true });
  if (window.htmx) window.htmx.process(element);
  const news = element.querySelector("[data-announce]")?.dataset.announce ?? "";
  if (news && said.get(element) !== news) document.dispatchEvent(new CustomEvent("announce", { detail: news }));
  said.set(element, news);
  element.dispatchEvent(new CustomEvent("refreshed", { bubbles: true }));
}

function fallback(element) {
  if (!element.hasAttribute("tabindex")) element.tabIndex = -1;
  return element;
}

function queueOne(element) {
  if (element.isConnected) every((other) => other === element);
}

async function fetchInto(element) {
  if (loading.has(element)) {
    loading.set(element, "again");
    return;
  }
  loading.set(element, "once");
  try {
    const answer = await fetch(element.dataset.src, { headers: { "X-Fragment": "1" }, redirect: "manual", cache: "no-store" });
    if (answer.status === 401 || answer.type === "opaqueredirect") document.dispatchEvent(new CustomEvent("session-lost"));
    else if (answer.status === 404 || answer.status === 403) element.replaceChildren();
    else if (answer.ok) {
      const html = await answer.text();
      if (element.isConnected) place(element, html);
    }
  } catch {
    // The network is gone; live.js says so and asks for everything when it is back.
  }
  const again = loading.get(element) === "again";
  loading.delete(element);
  if (again) queueOne(element);
}

for (const element of document.querySelectorAll("[data-live][data-src]")) said.set(element, element.querySelector("[data-announce]")?.dataset.announce ?? "");
document.addEventListener("live", (event) => every((element) => concerns(element, event.detail)));
document.addEventListener("live-all", () => every(() => true));

const seconds = Number(root.dataset.refreshEvery);
if (seconds) setInterval(() => document.visibilityState === "visible" && every(() => true), seconds * 1000);
