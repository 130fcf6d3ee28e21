// Relais as an application: registers the service worker, offers the installation in the account menu when the browser can.
// On a shared computer nothing is kept. `draft-owner` lets the offline page show a person their own drafts only.
const root = document.documentElement;
const button = document.querySelector("[data-install]");
let offer = null;

try {
  if (root.dataset.user && !("sharedDesk" in root.dataset)) localStorage.setItem("draft-owner", root.dataset.user);
  else localStorage.removeItem("draft-owner");
} catch {
  // A browser that keeps nothing has no draft either.
}

if ("serviceWorker" in navigator && root.dataset.user && !("sharedDesk" in root.dataset)) {
  navigator.serviceWorker.register("/sw.js", { scope: "/" }).catch(() => console.info("Relais: no offline page in this browser."));
}

addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  offer = event;
  if (button) button.hidden = false;
});
addEventListener("appinstalled", () => {
  if (button) button.hidden = true;
});
button?.addEventListener("click", async () => {
  await offer?.prompt();
  offer = null;
  button.hidden = true;
});
