// A double click sends once: after the first submit the button says it is busy and the next ones are stopped.
// data-busy="Publishing…" changes the word; data-repeat on the form (a download) switches this off.
const words = document.querySelector("template[data-words]")?.dataset ?? {};
const AGAIN = 20000;
const busy = new Map();

function release(form) {
  const state = busy.get(form);
  if (!state) return;
  busy.delete(form);
  clearTimeout(state.timer);
  if (!state.button) return;
  state.button.removeAttribute("aria-busy");
  state.button.removeAttribute("aria-disabled");
  if (state.label) state.button.replaceChildren(...state.label);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || "repeat" in form.dataset) return;
  if (busy.has(form)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  const button = event.submitter?.matches("button") ? event.submitter : form.querySelector("button:not([type=button])");
  const state = { button, label: null, timer: setTimeout(release, AGAIN, form) };
  busy.set(form, state);
  if (!button) return;
  button.setAttribute("aria-busy", "true");
  button.setAttribute("aria-disabled", "true");
  if (button.matches(".btn")) {
    state.label = [...button.childNodes];
    button.replaceChildren(button.dataset.busy ?? words.busy ?? button.textContent);
  }
}, { capture: true });

document.addEventListener("htmx:afterRequest", (event) => release(event.target.closest("form") ?? event.target));
addEventListener("pageshow", () => [...busy.keys()].forEach(release));
