// A list of people becomes a field where one writes a name (WAI-ARIA combobox, list autocomplete). The <select> keeps the value and
// remains the way without JavaScript; people outside the list are asked from the address in data-picker.
const PAUSE = 200;
const MOST = 12;
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
let made = 0;

function enhance(select) {
  const id = `picker-${++made}`;
  const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
  const box = document.createElement("div");
  const input = document.createElement("input");
  const list = document.createElement("ul");
  const status = document.createElement("p");
  let shown = [];
  let at = -1;
  let timer = 0;
  let asked = 0;

  box.className = "picker";
  input.type = "text";
  input.id = id;
  input.autocomplete = "off";
  input.placeholder = select.dataset.hint ?? "";
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `${id}-list` })) input.setAttribute(name, value);
  for (const name of ["aria-describedby", "aria-invalid"]) if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
  list.id = `${id}-list`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", label?.firstChild?.textContent?.trim() ?? "");
  list.hidden = true;
  status.className = "sr-only";
  status.setAttribute("role", "status");
  box.append(input, list, status);
  select.after(box);
  select.hidden = true;
  if (label) label.htmlFor = id;

  const chosen = () => (select.value ? (select.selectedOptions[0]?.textContent ?? "") : "");
  const listed = () => [...select.options].filter((option) => option.value).map((option) => ({ id: option.value, name: option.textContent }));
  const close = () => {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const mark = (next) => {
    at = next;
    [...list.children].forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
    const option = list.children[at];
    if (!option) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };
  const choose = (person) => {
    if (![...select.options].some((option) => option.value === String(person.id))) select.add(new Option(person.name, person.id));
    select.value = String(person.id);
    input.value = chosen();
    close();
  };
  const draw = (people) => {
    shown = people.slice(0, MOST);
    list.replaceChildren(
      ...shown.map((person, index) => {
        const option = document.createElement("li");
        option.id = `${id}-${index}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.textContent = person.name;
        option.addEventListener("pointerdown", (event) => event.preventDefault());
        option.addEventListener("click", () => choose(person));
        return option;
      }),
    );
    list.hidden = !shown.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    status.textContent = shown.length ? `${select.dataset.found ?? ""} ${shown.length}` : (select.dataset.none ?? "");
    mark(-1);
  };
  const find = async () => {
    const words = fold(input.value).split(/\s+/).filter(Boolean);
    const near = listed().filter((person) => words.every((word) => fold(person.name).includes(word)));
    draw(near);
    if (words.join("").length < 2) return;
    const mine = ++asked;
    try {
      const answer = await fetch(`${select.dataset.picker}?q=${encodeURIComponent(input.value)}`, { headers: { Accept: "application/json" } });
      if (!answer.ok || mine !== asked || document.activeElement !== input) return;
      const known = new Set(near.map((person) => String(person.id)));
      const { people } = await answer.json();
      const others = people.filter((person) => !known.has(String(person.id)));
      if (others.length) draw([...near, ...others]);
    } catch {
      // Without the network the list of referents remains.
    }
  };

  input.value = chosen();
  input.addEventListener("input", () => {
    clearTimeout(timer);
    if (!input.value.trim()) select.value = "";
    timer = setTimeout(find, PAUSE);
  });
  input.addEventListener("click", () => list.hidden && find());
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) return void find();
      const step = event.key === "ArrowDown" ? 1 : -1;
      mark((at + step + shown.length + (at < 0 && step < 0 ? 1 : 0)) % shown.length);
    } else if (event.key === "Enter" && !list.hidden) {
      event.preventDefault();
      if (shown[at]) choose(shown[at]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    }
  });
  input.addEventListener("blur", () => {
    clearTimeout(timer);
    asked++;
    close();
    input.value = input.value.trim() ? chosen() : "";
    if (!input.value) select.value = "";
  });
}

for (const select of document.querySelectorAll("select[data-picker]")) enhance(select);
