// The composer: opens in place of its one line, shows what a kind of post needs, says whom a place reaches, keeps the draft on the server.
// Everything here is comfort: without scripts the same form is a page of its own, and every button of it works.
const AUTOSAVE = 4000;

async function open(section) {
  const line = section.querySelector(".composer-line");
  try {
    const answer = await fetch(section.dataset.composerSrc, { headers: { "X-Fragment": "1" }, redirect: "manual" });
    if (!answer.ok) return location.assign(line.href);
    section.innerHTML = await answer.text();
    if (window.htmx) window.htmx.process(section);
  } catch {
    return location.assign(line.href);
  }
  section.dispatchEvent(new CustomEvent("refreshed", { bubbles: true }));
  enhance(section);
  section.querySelector("[data-editor]")?.focus();
}

function kinds(form) {
  const show = () => {
    const kind = form.dataset.kind ?? form.querySelector("[name=kind]:checked")?.value ?? "message";
    for (const part of form.querySelectorAll("[data-for]")) part.hidden = !part.dataset.for.split(" ").includes(kind);
  };
  const tools = () => {
    const offered = form.querySelector("[name=place]")?.selectedOptions[0]?.dataset.tools;
    if (offered === undefined) return;
    for (const radio of form.querySelectorAll("[name=kind]")) {
      const needs = { question: "questions", poll: "polls" }[radio.value];
      radio.disabled = Boolean(needs) && !offered.split(" ").includes(needs);
      if (radio.disabled && radio.checked) form.querySelector("[name=kind][value=message]").click();
    }
  };
  form.addEventListener("change", (event) => {
    if (event.target.name === "place") tools();
    show();
  });
  tools();
  show();
}

function audience(form) {
  const reach = form.querySelector("[data-reach]");
  form.querySelector("[name=place]")?.addEventListener("change", async (event) => {
    const place = event.target.value;
    try {
      const answer = await fetch(`${form.dataset.audience}?place=${encodeURIComponent(place)}`, { redirect: "manual" });
      if (answer.ok && event.target.value === place) reach.innerHTML = await answer.text();
    } catch {
      reach.textContent = "";
    }
  });
}

function hour(at) {
  return `${at.getHours()}\u00a0h\u00a0${String(at.getMinutes()).padStart(2, "0")}`;
}

function autosave(form) {
  if (!form.dataset.autosave || "scheduled" in form.dataset || "sharedDesk" in document.documentElement.dataset) return;
  const status = form.querySelector("[data-kept-status]");
  let timer = 0;
  let leaving = false;
  const save = async () => {
    timer = 0;
    if (leaving) return;
    const data = new FormData(form);
    data.delete("upload");
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body: data, redirect: "manual" });
      status.textContent = answer.ok ? form.dataset.kept.replace("{time}", hour(new Date())) : "";
    } catch {
      status.textContent = form.dataset.unkept;
    }
  };
  const soon = () => (timer ||= setTimeout(save, AUTOSAVE));
  form.addEventListener("input", soon);
  form.addEventListener("files-changed", soon);
  form.addEventListener("submit", () => {
    leaving = true;
    clearTimeout(timer);
    setTimeout(() => (leaving = false), 5000);
  });
}

function keys(form) {
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      form.requestSubmit(form.querySelector(".composer-send .btn.go") ?? form.querySelector(".btn.go"));
    } else if (event.target.matches("input:not([type=checkbox], [type=radio], [type=file])")) event.preventDefault();
  });
}

async function editor(form) {
  const textarea = form.querySelector("[data-editor]");
  if (!textarea) return;
  const start = async () => {
    if (textarea.dataset.editorState) return;
    textarea.dataset.editorState = "loading";
    try {
      const { mount } = await import(textarea.dataset.editor);
      await mount(form, textarea);
    } catch (error) {
      // The plain field stays: the same words, without the toolbar.
      textarea.dataset.editorState = "plain";
      console.warn("Relais: the toolbar could not be loaded.", error);
    }
  };
  textarea.addEventListener("focus", start);
  const restored = () => /^\s*<(p|ul|ol|blockquote|h2|h3|pre)\b/.test(textarea.value) && start();
  textarea.addEventListener("input", restored);
  restored();
  if (document.activeElement === textarea) start();
}

async function files(form) {
  const box = form.querySelector("[data-files]");
  if (!box?.dataset.files) return;
  const { attach } = await import(box.dataset.files);
  attach(form, box);
}

function enhance(root) {
  for (const form of root.querySelectorAll("[data-composer-form]:not([data-ready])")) {
    form.dataset.ready = "yes";
    for (const part of [kinds, audience, autosave, keys, editor, files]) part(form);
    form.querySelector("[data-errors]")?.focus();
  }
}

document.addEventListener("click", (event) => {
  const line = event.target.closest(".composer-line");
  if (!line || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open(line.closest("[data-composer]"));
});
enhance(document);
