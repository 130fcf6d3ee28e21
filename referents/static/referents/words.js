// Words: a model and its hour put into the holding reply as long as nobody wrote in it, a second look while typing, answers alike.
const root = document.documentElement;
const french = root.lang.startsWith("fr");
const PAUSE = 700;

function hourOf(date) {
  const minutes = String(date.getMinutes()).padStart(2, "0");
  if (!french) return `${date.getHours()}:${minutes}`;
  return date.getMinutes() ? `${date.getHours()}\u00a0h\u00a0${minutes}` : `${date.getHours()}\u00a0h`;
}

// As `referents.hours.promised` says it: « avant 12 h 30 », « demain avant 10 h », « le 3 décembre avant 9 h ».
function promiseOf(form, value) {
  const date = new Date(value);
  const midnight = new Date();
  midnight.setHours(0, 0, 0, 0);
  const away = Math.floor((date - midnight) / 864e5);
  if (away === 0) return form.dataset.before.replace("{hour}", hourOf(date));
  const far = form.dataset.on.replace("{day}", date.toLocaleDateString(root.lang, { day: "numeric", month: "long" }));
  const day = away === 1 ? form.dataset.tomorrow : away > 0 && away < 7 ? date.toLocaleDateString(root.lang, { weekday: "long" }) : far;
  return form.dataset.dayBefore.replace("{day}", day).replace("{hour}", hourOf(date));
}

function write(field, text) {
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

for (const form of document.querySelectorAll("form[data-promise]")) {
  const hour = form.elements.namedItem("promised_at");
  const text = form.elements.namedItem("text");
  const models = form.querySelector("[data-models]");
  let blank = models?.selectedOptions[0]?.dataset.text ?? form.dataset.model;
  const said = () => blank.replace("{promise}", promiseOf(form, hour.value));
  let own = text.value;
  hour.addEventListener("change", () => {
    if (!hour.value || text.value !== own) return;
    own = said();
    write(text, own);
  });
  models?.addEventListener("change", () => {
    blank = models.selectedOptions[0].dataset.text;
    if (!hour.value) return;
    own = said();
    write(text, own);
  });
}

for (const button of document.querySelectorAll("[data-without-script]")) button.hidden = true;

async function look(place, field) {
  const typed = field.value;
  const shown = place.querySelector("[data-remarks]");
  const button = place.querySelector("[name=look]");
  if (!typed.trim()) {
    shown.replaceChildren();
    return;
  }
  const body = new FormData();
  body.set("text", typed);
  if (place.closest("form").elements.namedItem("promised_at")) body.set("waits", "1");
  body.set("csrfmiddlewaretoken", place.closest("form").elements.namedItem("csrfmiddlewaretoken").value);
  try {
    const answer = await fetch(place.dataset.check, { method: "POST", body, headers: { "X-Fragment": "1" }, redirect: "error", cache: "no-store" });
    button.hidden = answer.ok;
    if (answer.ok && field.value === typed) shown.innerHTML = await answer.text();
  } catch {
    button.hidden = false; // It asks the same of the server.
  }
}

for (const place of document.querySelectorAll("[data-check]")) {
  const field = document.querySelector(place.dataset.checks);
  if (!field) continue;
  let waiting = 0;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => look(place, field), PAUSE);
  });
  place.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    event.preventDefault();
    if ("fix" in button.dataset) {
      const { start, end, better } = button.dataset;
      const signs = [...field.value];
      write(field, signs.slice(0, start).join("") + better + signs.slice(end).join(""));
      field.focus();
    }
    clearTimeout(waiting);
    look(place, field);
  });
  if (field.value.trim() && field.closest("details:not([open])") === null) look(place, field);
}

async function findAlike(place, field) {
  const typed = field.value;
  const body = new FormData();
  body.set("question", typed);
  body.set("desk", place.dataset.desk ?? "");
  body.set("csrfmiddlewaretoken", place.closest("form").elements.namedItem("csrfmiddlewaretoken").value);
  try {
    const answer = await fetch(place.dataset.alike, { method: "POST", body, headers: { "X-Fragment": "1" }, redirect: "error", cache: "no-store" });
    if (answer.ok && field.value === typed) place.innerHTML = await answer.text();
  } catch {
    // What is alike is shown again once the form is sent.
  }
}

for (const place of document.querySelectorAll("[data-alike]")) {
  const field = document.querySelector(place.dataset.asks);
  let waiting = 0;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => findAlike(place, field), PAUSE);
  });
  if (field.value.trim() && !place.children.length) findAlike(place, field);
}

// « Noter ce que dit… » beside a candidate: the form is on this page when the screen is large.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-said-by]");
  const panel = document.querySelector("details#telephone");
  if (!link || !panel) return;
  const person = panel.querySelector("[name=said_by]");
  if (![...person.options].some((option) => option.value === link.dataset.saidBy)) return;
  event.preventDefault();
  panel.open = true;
  person.value = link.dataset.saidBy;
  panel.querySelector("textarea").focus();
});
