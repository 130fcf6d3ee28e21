// Ring on this device: asks the browser, then tells the site. Nothing is asked before the person clicks.
const box = document.querySelector("[data-push]");
const status = box?.querySelector("[data-push-status]");
const on = box?.querySelector("[data-push-on]");
const off = box?.querySelector("[data-push-off]");
const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

function bytes(text) {
  const raw = atob((text + "=".repeat((4 - (text.length % 4)) % 4)).replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(raw, (letter) => letter.charCodeAt(0));
}

function send(url, values) {
  return fetch(url, { method: "POST", headers: { "X-CSRFToken": token() }, body: new URLSearchParams(values) });
}

function show(state) {
  on.hidden = state === "on" || state === "unable";
  off.hidden = state !== "on";
  status.textContent = status.dataset[state] ?? "";
}

async function subscribe(registration) {
  const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(box.dataset.push) });
  const { endpoint, keys } = subscription.toJSON();
  const answer = await send(box.dataset.pushRing, { endpoint, p256dh: keys.p256dh, auth: keys.auth, label: navigator.userAgentData?.platform ?? "" });
  if (answer.ok) return show("on");
  await subscription.unsubscribe();
  show("unable");
}

async function start() {
  if (!("serviceWorker" in navigator) || !("PushManager" in window)) return show("unable");
  const registration = await navigator.serviceWorker.ready;
  const existing = await registration.pushManager.getSubscription();
  show(existing ? "on" : "off");
  on.addEventListener("click", async () => {
    if ((await Notification.requestPermission()) !== "granted") return show("refused");
    try {
      await subscribe(registration);
    } catch {
      show("unable");
    }
  });
  off.addEventListener("click", async () => {
    const subscription = await registration.pushManager.getSubscription();
    if (subscription) {
      await send(box.dataset.pushForget, { endpoint: subscription.endpoint });
      await subscription.unsubscribe();
    }
    show("off");
  });
}

if (box) start();
