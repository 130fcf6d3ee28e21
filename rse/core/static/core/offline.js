// The offline page: lists the drafts drafts.js kept for the person last signed in on this browser, and keeps what is added to them.
const status = document.querySelector("[data-network]");
const box = document.querySelector("[data-drafts]");
const list = box.querySelector("ul");
const item = document.querySelector("[data-draft-item]").content;
const without = status.textContent;

function drafts() {
  try {
    const owner = localStorage.getItem("draft-owner");
    if (!owner) return [];
    const start = `draft:${owner}:`;
    const found = Object.keys(localStorage).filter((key) => key.startsWith(start)).map((key) => ({ key, ...JSON.parse(localStorage.getItem(key)) }));
    return found.filter(({ text }) => text).sort((one, other) => other.at - one.at);
  } catch {
    return [];
  }
}

function show(draft) {
  const node = item.cloneNode(true);
  const area = node.querySelector("textarea");
  const label = node.querySelector("label");
  const kept = node.querySelector("[data-kept]");
  const link = node.querySelector("[data-page]");
  area.id = draft.key;
  label.htmlFor = draft.key;
  label.textContent = label.textContent.replace("{moment}", new Date(draft.at).toLocaleString(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" }));
  area.value = draft.text;
  // Only a path of this site, whatever was stored.
  if (/^\/(?!\/)/.test(draft.page ?? "")) link.href = draft.page;
  else link.remove();
  area.addEventListener("input", () => {
    try {
      localStorage.setItem(draft.key, JSON.stringify({ text: area.value, base: draft.base, at: Date.now(), page: draft.page }));
      kept.textContent = kept.dataset.kept;
    } catch {
      kept.textContent = "";
    }
  });
  list.append(node);
}

function network() {
  status.textContent = navigator.onLine ? status.dataset.online : without;
}

const found = drafts();
found.forEach(show);
box.hidden = found.length === 0;
document.querySelector("[data-no-draft]").hidden = found.length > 0;
document.querySelector("[data-again]").href = location.pathname === "/hors-ligne/" ? "/" : location.href;
addEventListener("online", network);
addEventListener("offline", network);
