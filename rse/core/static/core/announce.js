// Speaks to screen readers: at most one announcement in 10 s, the latest wins; silent while the person paused live updates.
// Any module says `document.dispatchEvent(new CustomEvent("announce", {detail: "text"}))`.
const EVERY = 10000;
const region = document.querySelector("[data-announcer]");
let waiting = "";
let last = -EVERY;
let timer = 0;

function speak() {
  timer = 0;
  if (!waiting || !region) return;
  last = performance.now();
  region.textContent = waiting;
  waiting = "";
}

document.addEventListener("announce", (event) => {
  if ("livePaused" in document.documentElement.dataset) return;
  waiting = String(event.detail || "");
  if (!timer) timer = setTimeout(speak, Math.max(100, last + EVERY - performance.now()));
});
