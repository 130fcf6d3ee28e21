// Panels that open from the top bar close on Escape, on a click elsewhere and when the focus leaves; dialogs open from
// <button data-dialog="id">; live updates can be paused and the choice stays on this device.
const root = document.documentElement;
const PAUSED = "live-paused";

function close(panel, { focus = false } = {}) {
  if (!panel.open) return;
  panel.open = false;
  if (focus) panel.querySelector("summary").focus();
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const panel of document.querySelectorAll("details[data-menu][open]")) close(panel, { focus: true });
});
document.addEventListener("click", (event) => {
  for (const panel of document.querySelectorAll("details[data-menu][open]")) if (!panel.contains(event.target)) close(panel);
  const opener = event.target.closest("[data-dialog]");
  if (opener) document.getElementById(opener.dataset.dialog)?.showModal();
  const closer = event.target.closest("dialog [data-close]");
  if (closer) closer.closest("dialog").close();
});
document.addEventListener("focusout", (event) => {
  const panel = event.target.closest("details[data-menu][open]");
  if (panel && event.relatedTarget && !panel.contains(event.relatedTarget)) close(panel);
});

function remembered() {
  try {
    return localStorage.getItem(PAUSED) === "yes";
  } catch {
    return false;
  }
}

function pause(paused) {
  if (paused) root.dataset.livePaused = "";
  else delete root.dataset.livePaused;
  for (const button of document.querySelectorAll("[data-live-pause]")) button.setAttribute("aria-pressed", String(paused));
}

pause(remembered());
for (const button of document.querySelectorAll("[data-live-pause]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const paused = !("livePaused" in root.dataset);
    pause(paused);
    try {
      localStorage.setItem(PAUSED, paused ? "yes" : "no");
    } catch {
      // Storage is closed: the choice holds for this page.
    }
    if (!paused) document.dispatchEvent(new CustomEvent("live-all"));
  });
}

// « / » brings to the search field, unless one is writing or the page has its own use for that key (it then prevents the default).
addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable]:not([contenteditable='false']), dialog[open]")) return;
  const field = ["page-search", "top-search"].map((id) => document.getElementById(id)).find((input) => input?.checkVisibility());
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.select();
});
