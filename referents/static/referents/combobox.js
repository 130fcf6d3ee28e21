// <select data-combobox>: a field to type in with a list of choices (ARIA 1.2 combobox). The select stays in the form and holds the value;
// without this module it is the plain select. Letters are compared without accents; the group of a choice is searched too.
const words = document.querySelector("template[data-desk-words]")?.dataset ?? {};
const MOST = 60;
let number = 0;

function fold(text) {
  return text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/œ/g, "oe").replace(/[’']/g, " ");
}

function choicesOf(select) {
  return [...select.options].filter((option) => option.value).map((option) => {
    const group = option.parentElement.label ?? "";
    return { value: option.value, label: option.label, group, key: fold(`${option.label} ${group}`), name: fold(option.label) };
  });
}

function matching(choices, typed) {
  const wanted = fold(typed).split(/\s+/).filter(Boolean);
  const found = choices.filter((choice) => wanted.every((word) => choice.key.includes(word)));
  const first = wanted.join(" ");
  return found.sort((one, other) => other.name.startsWith(first) - one.name.startsWith(first)).slice(0, MOST);
}

function element(name, attributes, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

class Combobox {
  constructor(select) {
    this.select = select;
    this.choices = choicesOf(select);
    this.active = -1;
    const id = select.id || `combobox-${++number}`;
    this.list = element("ul", { id: `${id}-list`, role: "listbox", class: "choices", hidden: "" });
    this.status = element("small", { role: "status", class: "sr-only" });
    this.input = element("input", {
      id, type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": this.list.id, placeholder: words.search ?? "",
    });
    for (const name of ["aria-describedby", "aria-invalid"]) if (select.hasAttribute(name)) this.input.setAttribute(name, select.getAttribute(name));
    const label = select.labels?.[0];
    select.id = `${id}-value`;
    select.hidden = true;
    select.required = false;
    if (label) {
      label.htmlFor = id;
      if (!label.id) label.id = `${id}-label`;
      this.list.setAttribute("aria-labelledby", label.id);
    }
    this.input.value = select.selectedOptions[0]?.value ? select.selectedOptions[0].label : "";
    select.after(element("div", { class: "combobox" }, this.input, this.list, this.status));
    this.input.addEventListener("input", () => this.open());
    this.input.addEventListener("click", () => this.list.hidden && this.open(""));
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.settle());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose(this.shown[Number(option.dataset.place)]);
    });
  }

  open(typed = this.input.value) {
    this.shown = matching(this.choices, typed);
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.list.replaceChildren(...this.shown.map((choice, place) => {
      const group = choice.group ? [element("small", {}, choice.group)] : [];
      return element("li", { id: `${this.list.id}-${place}`, role: "option", "aria-selected": String(choice.value === this.select.value), "data-place": place }, choice.label, ...group);
    }));
    this.list.hidden = this.shown.length === 0;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.status.textContent = this.shown.length ? (words.results ?? "").replace("{n}", this.shown.length) : words.none ?? "";
    this.status.classList.toggle("sr-only", this.shown.length > 0);
  }

  close() {
    this.list.hidden = true;
    this.active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  key(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (this.list.hidden) this.open(this.input.value === this.chosenLabel() ? "" : this.input.value);
      this.go(event.key === "ArrowDown" ? this.active + 1 : this.active - 1);
    } else if (event.key === "Enter" && !this.list.hidden) {
      event.preventDefault();
      if (this.active >= 0 || this.shown.length === 1) this.choose(this.shown[Math.max(this.active, 0)]);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.stopPropagation();
      this.close();
    }
  }

  go(place) {
    if (!this.shown.length) return;
    this.list.children[this.active]?.classList.remove("active");
    this.active = (place + this.shown.length) % this.shown.length;
    const option = this.list.children[this.active];
    option.classList.add("active");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  choose(choice) {
    this.select.value = choice.value;
    this.input.value = choice.label;
    this.close();
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  chosenLabel() {
    return this.select.value ? this.select.selectedOptions[0].label : "";
  }

  settle() {
    this.close();
    const typed = fold(this.input.value.trim());
    const exact = this.choices.find((choice) => choice.name === typed);
    if (!typed) this.select.value = "";
    else if (exact) this.select.value = exact.value;
    this.input.value = this.chosenLabel();
    this.status.textContent = "";
  }
}

function upgrade() {
  for (const select of document.querySelectorAll("select[data-combobox]:not([hidden])")) new Combobox(select);
}

document.addEventListener("opened", upgrade);
document.addEventListener("refreshed", upgrade);
upgrade();
