// The search page: the latest searches kept on this device, « Show more » without leaving the page, and telling the server, without a person,
// that nothing answered. Without JavaScript everything else works the same.
const root = document.documentElement;
const KEPT = 8;
const box = `recent-searches-${root.dataset.user ?? ""}`;
const shared = "sharedDesk" in root.dataset;
const status = document.querySelector("[data-search-status]");

function kept() {
  try {
    const found = JSON.parse(localStorage.getItem(box) ?? "[]");
    return Array.isArray(found) ? found.filter((words) => typeof words === "string") : [];
  } catch {
    return [];
  }
}

function keep(searches) {
  try {
    if (searches.length) localStorage.setItem(box, JSON.stringify(searches));
    else localStorage.removeItem(box);
  } catch {
    // Storage is closed: nothing is remembered.
  }
}

const typed = document.getElementById("page-search")?.defaultValue ?? "";
if (typed && !shared) keep([typed, ...kept().filter((words) => words !== typed)].slice(0, KEPT));

const recent = document.querySelector("[data-recent]");
if (recent && !shared && kept().length) {
  const list = recent.querySelector("ul");
  for (const words of kept()) {
    const link = document.createElement("a");
    link.className = "chip";
    link.href = `?q=${encodeURIComponent(words)}`;
    link.textContent = words;
    const item = document.createElement("li");
    item.append(link);
    list.append(item);
  }
  recent.hidden = false;
  recent.querySelector("[data-forget]").addEventListener("click", () => {
    keep([]);
    recent.hidden = true;
    document.getElementById("page-search").focus();
  });
}

async function more(link) {
  const answer = await fetch(link.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) throw new Error(answer.status);
  const next = new DOMParser().parseFromString(await answer.text(), "text/html");
  const items = [...next.querySelectorAll("[data-hits] > li")];
  document.querySelector("[data-hits]").append(...items);
  const following = next.querySelector("[data-more]");
  if (following) link.href = following.getAttribute("href");
  else link.parentElement.remove();
  status.textContent = link.dataset.shown.replace("{number}", items.length);
  items[0]?.querySelector("a")?.focus();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-more]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  more(link).catch(() => location.assign(link.href));
});

const vain = document.querySelector("[data-vain]");
if (vain) fetch(vain.action, { method: "POST", body: new FormData(vain) }).catch(() => {});
