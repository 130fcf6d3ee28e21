// Listens to /ws/. A frame says that something happened; it is passed on as the document event "live", detail {kind, id, seq}.
// After a cut it says which sequence it has seen and fires "live-all". Where sockets are blocked it asks every 20 s instead.
// State for the page and for tests: <html data-live-state="connecting | open | polling | offline | ended">.
const root = document.documentElement;
const POLL = 20000;
const FIRST = 1000;
const LONGEST = 30000;
const ENDED = 4401;
const words = document.querySelector("template[data-words]")?.dataset ?? {};
const start = document.querySelector("[data-live-seq]");

let seq = Number(start?.dataset.liveSeq ?? NaN);
const seen = new Set();
let socket = null;
let failures = 0;
let opened = false;
let reconnection = 0;
let polling = 0;

function tell(name, detail) {
  document.dispatchEvent(new CustomEvent(name, { detail }));
}

function show(state) {
  const before = root.dataset.liveState;
  if (before === state || before === "ended") return;
  root.dataset.liveState = state;
  for (const banner of document.querySelectorAll("[data-banner]")) banner.hidden = banner.dataset.banner !== state;
  if (state === "offline") tell("announce", words.offline);
  if (before === "offline") tell("announce", words.online);
  if (state === "ended") tell("session-ended");
}

function end() {
  clearTimeout(reconnection);
  clearTimeout(polling);
  show("ended");
}

function take(frame) {
  if (frame.seq) {
    if (seen.has(frame.seq)) return;
    seen.add(frame.seq);
    seq = Number.isFinite(seq) ? Math.max(seq, frame.seq) : frame.seq;
  }
  tell("live", frame);
}

function connect() {
  clearTimeout(reconnection);
  const address = new URL(root.dataset.liveSocket, location.href);
  address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  const mine = (socket = new WebSocket(address));
  mine.onopen = () => {
    failures = 0;
    clearTimeout(polling);
    polling = 0;
    if (Number.isFinite(seq)) mine.send(JSON.stringify({ since: seq }));
    if (opened || root.dataset.liveState === "polling" || root.dataset.liveState === "offline") tell("live-all");
    opened = true;
    show("open");
  };
  mine.onmessage = (event) => {
    try {
      take(JSON.parse(event.data));
    } catch {
      console.warn("Relais: a frame could not be read.");
    }
  };
  mine.onclose = (event) => {
    if (mine !== socket) return;
    if (event.code === ENDED) return end();
    failures += 1;
    const pause = Math.min(LONGEST, FIRST * 2 ** (failures - 1)) * (0.5 + Math.random());
    reconnection = setTimeout(connect, pause);
    if (!navigator.onLine) show("offline");
    if (failures >= 2 && !polling) polling = setTimeout(poll, 0);
  };
}

async function poll() {
  polling = setTimeout(poll, POLL);
  try {
    const address = new URL(root.dataset.livePoll, location.href);
    if (Number.isFinite(seq)) address.searchParams.set("seq", String(seq));
    const answer = await fetch(address, { headers: { Accept: "application/json" }, redirect: "manual", cache: "no-store" });
    if (answer.status === 401 || answer.status === 403 || answer.type === "opaqueredirect") return end();
    if (!answer.ok) throw new Error(String(answer.status));
    if (root.dataset.liveState === "ended" || socket?.readyState === WebSocket.OPEN) return;
    show("polling");
    const body = await answer.json();
    for (const frame of body.frames ?? []) take(frame);
    if (!Number.isFinite(seq) && Number.isFinite(body.seq)) seq = body.seq;
    tell("live-all");
  } catch {
    if (socket?.readyState !== WebSocket.OPEN) show("offline");
  }
}

addEventListener("offline", () => show("offline"));
addEventListener("online", () => {
  failures = 0;
  if (socket?.readyState === WebSocket.OPEN) {
    tell("live-all");
    show("open");
  } else connect();
});
addEventListener("pageshow", (event) => {
  if (!event.persisted || root.dataset.liveState === "ended") return;
  if (socket?.readyState !== WebSocket.OPEN) connect();
  tell("live-all");
});
document.addEventListener("session-lost", end);

if (root.dataset.liveSocket) {
  root.dataset.liveState = "connecting";
  // Not before every module of the page listens: a frame that came sooner would be heard by nobody.
  document.addEventListener("DOMContentLoaded", connect, { once: true });
}
