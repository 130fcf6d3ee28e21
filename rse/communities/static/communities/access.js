// A page of a group closes within a second for whoever may no longer see it: a frame "access" (or the return of the network) asks
// the same address again; anything but a plain answer means that the page is over, and what the server then says replaces it.
const page = document.querySelector("[data-access]");
let asking = false;

async function ask() {
  if (asking) return;
  asking = true;
  try {
    const answer = await fetch(location.href, { method: "HEAD", headers: { Accept: "text/html" }, redirect: "manual", cache: "no-store" });
    if (!answer.ok) location.replace(location.pathname + location.search);
  } catch {
    // The network is gone; live.js fires "live-all" when it is back.
  } finally {
    asking = false;
  }
}

if (page) {
  document.addEventListener("live", ({ detail }) => {
    if (detail.kind === "access" && String(detail.id) === page.dataset.access) ask();
  });
  document.addEventListener("live-all", ask);
}
