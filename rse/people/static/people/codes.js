// Codes for many people: the list is sent a few people at a time, the slips arrive one after the other, and the page says how far it is.
// Without this script the same form gives the first forty slips, with a button for the next ones.
const SLICE = 4;
const form = document.querySelector("form[data-slips]");

form?.addEventListener("submit", async (event) => {
  const people = [...form.querySelectorAll("input[name=agents]:checked")].map((box) => box.value);
  if (people.length <= SLICE) return;
  event.preventDefault();
  const slips = document.querySelector("[data-slips-here]");
  const status = document.querySelector("[data-slips-status]");
  const token = form.querySelector("input[name=csrfmiddlewaretoken]").value;
  const say = (done) => (status.textContent = form.dataset.progress.replace("{done}", done).replace("{all}", people.length));
  for (const part of document.querySelectorAll("[data-before-slips]")) part.hidden = true;
  document.querySelector("[data-slips-page]").hidden = false;
  say(0);
  for (let start = 0; start < people.length; start += SLICE) {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", token);
    for (const pk of people.slice(start, start + SLICE)) body.append("agents", pk);
    const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Fragment": "slips" } }).catch(() => null);
    if (!answer?.ok) {
      status.textContent = form.dataset.broken.replace("{done}", start).replace("{all}", people.length);
      break;
    }
    slips.insertAdjacentHTML("beforeend", await answer.text());
    say(Math.min(start + SLICE, people.length));
  }
  const print = document.querySelector("[data-slips-print]");
  print.hidden = false;
  print.addEventListener("click", () => window.print());
  print.focus();
});

for (const button of document.querySelectorAll("[data-tick]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    for (const box of form.querySelectorAll("input[name=agents]")) box.checked = button.dataset.tick === "all";
  });
}
