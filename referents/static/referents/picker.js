// One field to find people by what one knows of them (WAI-ARIA combobox, list autocomplete). Two uses:
// - <select data-picker="address">: the select keeps the value and remains the way without JavaScript; what is typed is kept, in the text field
//   that stands before it in a .picker, or in one made here;
// - <input data-suggest="address">: a search field; a person chosen in the list opens their page, anything else is sent as usual.
// The address answers {people: [{id, name, detail, presence, here, initials, photo, url}], near}; all but id and name may be missing.
const PAUSE = 180;
const MOST = 12;
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
let made = 0;

const element = (name, attributes = {}, ...children) => {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined && value !== null) node.setAttribute(key, value);
  node.append(...children.filter(Boolean));
  return node;
};

function face(person) {
  if (!person.initials) return null;
  const picture = person.photo ? element("img", { src: person.photo, alt: "", width: 40, height: 40 }) : person.initials;
  return element("span", { class: "avatar", "aria-hidden": "true" }, picture);
}

class Combobox {
  constructor(input, { words, address, choose, offered = () => [], changed = () => {} }) {
    Object.assign(this, { input, words, address, choose, offered, changed, shown: [], at: -1, timer: 0, asked: 0 });
    const id = `picker-${++made}`;
    this.list = element("ul", { id, role: "listbox", "aria-label": words.label });
    this.list.hidden = true;
    this.status = element("p", { class: "sr-only", role: "status" });
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id, autocomplete: "off" })) input.setAttribute(name, value);
    input.after(this.list, this.status);
    input.addEventListener("input", () => {
      this.changed(input.value);
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.find(), PAUSE);
    });
    input.addEventListener("keydown", (event) => this.press(event));
    input.addEventListener("blur", () => this.close());
  }

  async find() {
    const typed = this.input.value.trim();
    const wanted = fold(typed).split(/\s+/).filter(Boolean);
    const mine = ++this.asked;
    const offered = this.offered();
    const held = offered.filter((person) => wanted.every((word) => fold(person.name).includes(word)));
    if (wanted.join("").length < 2) return this.draw(held, false, typed);
    try {
      const answer = await fetch(`${this.address}${this.address.includes("?") ? "&" : "?"}q=${encodeURIComponent(typed)}`, { headers: { Accept: "application/json" } });
      if (!answer.ok || mine !== this.asked || document.activeElement !== this.input) return;
      const { people, near } = await answer.json();
      this.draw(people, near, typed);
    } catch {
      // Without the network what is offered in the page remains.
      this.draw(held, false, typed);
    }
  }

  draw(people, near, typed) {
    this.shown = people.slice(0, MOST);
    this.at = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.list.replaceChildren(...this.shown.map((person, index) => this.option(person, index)));
    this.list.hidden = !this.shown.length;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    const { found, close, none } = this.words;
    this.status.textContent = this.shown.length ? `${(near && close) || found} ${this.shown.length}` : typed ? none : "";
    // Seen as well as heard when there is nothing to choose.
    this.status.className = !this.shown.length && typed && none ? "picker-none" : "sr-only";
  }

  option(person, index) {
    const presence = person.presence ? element("span", { class: `tag${person.here ? " ok" : ""}` }, person.presence) : null;
    const text = element("span", { class: "picker-text" }, element("strong", {}, person.name), person.detail ? element("small", {}, person.detail) : null, presence);
    const option = element("li", { id: `${this.list.id}-${index}`, role: "option", "aria-selected": "false" }, face(person), text);
    option.addEventListener("pointerdown", (event) => event.preventDefault());
    option.addEventListener("click", () => this.take(person));
    return option;
  }

  take(person) {
    this.close();
    this.choose(person);
  }

  mark(next) {
    this.at = next;
    [...this.list.children].forEach((option, index) => option.setAttribute("aria-selected", String(index === next)));
    const option = this.list.children[next];
    if (!option) return;
    this.input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  press(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (this.list.hidden) return void this.find();
      const count = this.shown.length;
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.mark(this.at < 0 && step < 0 ? count - 1 : (this.at + step + count) % count);
    } else if (event.key === "Enter" && !this.list.hidden && this.shown[this.at]) {
      event.preventDefault();
      this.take(this.shown[this.at]);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    }
  }

  close() {
    clearTimeout(this.timer);
    this.asked++;
    this.at = -1;
    this.list.hidden = true;
    this.status.className = "sr-only";
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

function field(select) {
  const { hint, none = "", found = "", near: close = "" } = select.dataset;
  const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`) ?? select.closest(".field")?.querySelector("label");
  let input = select.parentElement.querySelector("[data-picker-text]");
  if (!input) {
    input = element("input", { type: "text", name: select.name && `${select.name}_text`, id: `${select.id || "picker"}-text`, maxlength: 80, placeholder: hint, "aria-describedby": select.getAttribute("aria-describedby"), "aria-invalid": select.getAttribute("aria-invalid") });
    const box = element("div", { class: "picker" }, input);
    select.after(box);
    if (label) label.htmlFor = input.id;
  }
  const name = () => (select.value ? (select.selectedOptions[0]?.textContent ?? "") : "");
  new Combobox(input, {
    words: { label: label?.firstChild?.textContent?.trim() ?? "", none, found, close },
    address: select.dataset.picker,
    offered: () => [...select.options].filter((option) => option.value).map((option) => ({ id: option.value, name: option.textContent })),
    changed: (typed) => typed !== name() && (select.value = ""),
    choose: (person) => {
      if (![...select.options].some((option) => option.value === String(person.id))) select.add(new Option(person.name, person.id));
      select.value = String(person.id);
      input.value = name();
      select.dispatchEvent(new Event("change", { bubbles: true }));
    },
  });
  if (select.value || select.dataset.typed) input.value = select.value ? name() : select.dataset.typed;
  select.hidden = true;
}

function suggestions(input) {
  const { none = "", found = "", near: close = "" } = input.dataset;
  new Combobox(input, {
    words: { label: input.labels?.[0]?.textContent.trim() ?? "", none, found, close },
    address: input.dataset.suggest,
    choose: (person) => person.url && location.assign(person.url),
  });
}

function enhance(root) {
  for (const select of root.querySelectorAll("select[data-picker]:not([hidden])")) field(select);
  for (const input of root.querySelectorAll("input[data-suggest]:not([role])")) suggestions(input);
}

enhance(document);
document.addEventListener("htmx:load", (event) => enhance(event.detail.elt));
document.addEventListener("refreshed", (event) => enhance(event.target));
