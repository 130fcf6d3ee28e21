// An open conversation. A frame "conversation" says that something happened to it: the lines this page lacks are fetched and put at the end,
// those that changed are put in place. What is being read never moves: the page follows only when its end was in sight.
// What has been seen is counted as read for oneself alone; Ctrl + Enter sends.
const list = document.querySelector("[data-thread]");
const read = document.querySelector("form[data-read]");
const more = document.querySelector("[data-more]");
const composer = document.querySelector("form[data-composer]");
const end = document.getElementById("fin");
const NEAR = 160;
let last = Number(list.dataset.last);
let at = list.dataset.at;
let waiting = 0;
let loading = false;
let again = false;

const atEnd = () => end.getBoundingClientRect().top < innerHeight + NEAR;
const words = (n) => (n > 1 ? list.dataset.many : list.dataset.one).replace("{n}", n);

function place(html) {
  const fetched = new DOMParser().parseFromString(html, "text/html").querySelector("ol");
  if (!fetched) return;
  at = fetched.dataset.at;
  const follows = atEnd();
  let added = 0;
  for (const line of [...fetched.children]) {
    const known = document.getElementById(line.id);
    if (known) {
      if (!known.contains(document.activeElement)) known.replaceWith(line);
    } else if (Number(line.dataset.line) > last) {
      last = Number(line.dataset.line);
      list.append(line);
      if (!line.classList.contains("mine")) added += 1;
    }
  }
  if (!added) return;
  document.dispatchEvent(new CustomEvent("announce", { detail: words(added) }));
  if (follows) end.scrollIntoView({ block: "end" });
  else {
    waiting += added;
    more.hidden = false;
    more.firstElementChild.textContent = words(waiting);
  }
  markRead();
}

async function fetchNews() {
  if (loading) {
    again = true;
    return;
  }
  loading = true;
  try {
    const answer = await fetch(`${list.dataset.src}?${new URLSearchParams({ apres: last, vu: at })}`, { headers: { "X-Fragment": "1" }, redirect: "manual", cache: "no-store" });
    if (answer.status === 401 || answer.type === "opaqueredirect") document.dispatchEvent(new CustomEvent("session-lost"));
    else if (answer.status === 404) location.reload();
    else if (answer.ok) place(await answer.text());
  } catch {
    // The network is gone; live.js says so and asks again when it is back.
  }
  loading = false;
  if (again) {
    again = false;
    fetchNews();
  }
}

function markRead() {
  if (document.visibilityState !== "visible" || !document.hasFocus() || !atEnd()) return;
  more.hidden = true;
  waiting = 0;
  if (Number(read.elements.up_to.value) >= last && read.hidden) return;
  read.elements.up_to.value = Math.max(last, Number(read.elements.up_to.value));
  read.hidden = true;
  fetch(read.action, { method: "POST", body: new FormData(read), redirect: "manual" });
}

composer?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  composer.requestSubmit();
});

// A page of earlier lines stays as it is.
if (!new URLSearchParams(location.search).has("avant")) {
  document.addEventListener("live", (event) => event.detail.kind === "conversation" && String(event.detail.id) === list.dataset.thread && fetchNews());
  document.addEventListener("live-all", fetchNews);
  document.addEventListener("scroll", markRead, { passive: true });
  document.addEventListener("visibilitychange", markRead);
  addEventListener("focus", markRead);
  if (!location.hash) (document.getElementById("nouveau") ?? end).scrollIntoView({ block: "end" });
  markRead();
}
