// An open page of posts. What a group showed leaves the page as soon as its reader no longer reads it (frame "access", and after any cut).
// After « Voir la suite », the focus goes to the first of what was added, so that the keyboard goes on from there.
const CHECK_AFTER = 100;
let timer = 0;

function places(feed) {
  return new Set([...feed.querySelectorAll("[data-place]")].map((node) => node.dataset.place).filter((place) => place !== "0"));
}

function empty(feed, lost) {
  let gone = 0;
  for (const node of feed.querySelectorAll("[data-place]")) {
    if (!lost.has(node.dataset.place)) continue;
    node.remove();
    gone += 1;
  }
  if (!gone) return;
  const told = document.createElement("p");
  told.className = "message warning";
  told.textContent = feed.dataset.lost;
  feed.prepend(told);
  document.dispatchEvent(new CustomEvent("announce", { detail: feed.dataset.lost }));
}

async function check() {
  timer = 0;
  for (const feed of document.querySelectorAll("[data-feed][data-access]")) {
    const asked = places(feed);
    if (!asked.size) continue;
    try {
      const answer = await fetch(`${feed.dataset.access}?groupes=${[...asked].join(",")}`, { redirect: "manual", cache: "no-store" });
      if (answer.type === "opaqueredirect" || answer.status === 401) document.dispatchEvent(new CustomEvent("session-lost"));
      else if (answer.ok) empty(feed, new Set((await answer.json()).lost.map(String)));
    } catch {
      // The network is gone; live.js asks for everything when it is back.
    }
  }
}

function soon() {
  timer ||= setTimeout(check, CHECK_AFTER);
}

// A post that was deleted or hidden: its words leave the page, its place stays, so that nothing moves.
function forget(id) {
  for (const feed of document.querySelectorAll("[data-feed][data-gone]")) {
    const card = feed.querySelector(`#message-${CSS.escape(String(id))}`);
    if (!card || card.dataset.forgotten) continue;
    const height = card.offsetHeight;
    const told = document.createElement("p");
    told.className = "muted";
    told.textContent = feed.dataset.gone;
    card.dataset.forgotten = "yes";
    card.removeAttribute("aria-labelledby");
    card.replaceChildren(told);
    card.style.minHeight = `${height}px`;
  }
}

document.addEventListener("live", (event) => {
  if (event.detail.kind === "access") soon();
  if (event.detail.kind === "post-gone") forget(event.detail.id);
});
document.addEventListener("live-all", soon);

document.addEventListener("htmx:beforeSwap", (event) => {
  const more = event.detail.target;
  if (more?.matches?.(".more")) more.parentElement.dataset.added = String(more.parentElement.querySelectorAll(":scope > article, :scope > .comment-group").length);
});
document.addEventListener("htmx:afterSettle", () => {
  for (const feed of document.querySelectorAll("[data-added]")) {
    const cards = feed.querySelectorAll(":scope > article, :scope > .comment-group > article:first-child");
    cards[Number(feed.dataset.added)]?.focus({ preventScroll: true });
    delete feed.dataset.added;
  }
});
