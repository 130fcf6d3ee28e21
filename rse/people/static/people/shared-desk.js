// A computer used by several people: five minutes without an action, a warning 30 s before, then sign-out by POST with
// nothing left in the browser. The server keeps the same clock and decides; this module makes the screen follow.
const form = document.querySelector("[data-shared-desk-end]");
const dialog = document.getElementById("shared-desk-warning");
const idle = Number(form?.dataset.idle) * 1000;
const warning = Number(form?.dataset.warning) * 1000;
const BEAT = 20000;
const channel = "BroadcastChannel" in window ? new BroadcastChannel("shared-desk") : null;

let last = Date.now();
let told = Date.now();
let over = false;

function forget() {
  for (const storage of ["localStorage", "sessionStorage"]) {
    try {
      window[storage].clear();
    } catch {
      // Storage is closed: there is nothing to clear.
    }
  }
}

function leave() {
  if (over) return;
  over = true;
  forget();
  document.body.hidden = true;
  channel?.postMessage("over");
  HTMLFormElement.prototype.submit.call(form);
}

async function stay() {
  told = Date.now();
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const answer = await fetch(form.dataset.stay, { method: "POST", headers: { "X-CSRFToken": token }, redirect: "manual" }).catch(() => null);
  if (answer && answer.status !== 204) leave();
}

function act() {
  if (over || dialog.open) return;
  last = Date.now();
  channel?.postMessage("act");
  if (last - told > BEAT) stay();
}

function look() {
  const quiet = Date.now() - last;
  if (quiet >= idle) leave();
  else if (quiet >= idle - warning && !dialog.open) dialog.showModal();
}

if (form) {
  for (const kind of ["pointerdown", "keydown", "input", "wheel"]) addEventListener(kind, act, { passive: true });
  dialog.addEventListener("close", () => {
    last = Date.now();
    stay();
  });
  channel?.addEventListener("message", ({ data }) => {
    if (data === "over") return leave();
    last = Date.now();
    told = last;
    if (dialog.open) dialog.close();
  });
  form.addEventListener("submit", forget);
  document.addEventListener("visibilitychange", look);
  addEventListener("pageshow", look);
  setInterval(look, 1000);
}
