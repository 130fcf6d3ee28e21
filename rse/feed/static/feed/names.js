// Names proposed after @ and #: a list under the text, walked with the arrows. Only what the server says may be proposed.
const PAUSE = 150;
// A name goes on after a space, three words at most; a hashtag does not.
const NAME = /(?:^|[\s(«"'’])(@)([\p{L}\p{N}._'’-]{1,40}(?: [\p{L}\p{N}._'’-]{0,40}){0,2})$/u;
const HASHTAG = /(?:^|[\s(«"'’])(#)([\p{L}\p{N}._'’-]{1,40})$/u;
const flat = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[.\s]+/g, " ").toLowerCase();
let made = 0;

export function names(form, editor, box) {
  const id = `names-${++made}`;
  const list = document.createElement("ul");
  list.id = id;
  list.className = "names";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.dataset.mention ?? "");
  list.hidden = true;
  box.append(list);
  const field = editor.view.dom;
  let shown = [];
  let at = 0;
  let timer = 0;
  let asked = 0;

  function typed() {
    const { $from, empty } = editor.state.selection;
    if (!empty) return null;
    const before = $from.parent.textBetween(0, $from.parentOffset, null, "\ufffc");
    const found = NAME.exec(before) ?? HASHTAG.exec(before);
    return found && { sign: found[1], text: found[2], from: $from.pos - found[2].length - 1, to: $from.pos };
  }

  function close() {
    asked++;
    list.hidden = true;
    shown = [];
    field.removeAttribute("aria-activedescendant");
    field.removeAttribute("aria-controls");
  }

  function mark(index) {
    at = (index + shown.length) % shown.length;
    [...list.children].forEach((option, number) => option.setAttribute("aria-selected", String(number === at)));
    field.setAttribute("aria-activedescendant", `${id}-${at}`);
    list.children[at]?.scrollIntoView({ block: "nearest" });
  }

  function take(index) {
    const now = typed();
    const chosen = shown[index];
    close();
    if (now && chosen) editor.chain().focus().insertContentAt({ from: now.from, to: now.to }, `${chosen.write} `).run();
  }

  function draw(found) {
    shown = found;
    if (!shown.length) return close();
    list.replaceChildren(
      ...shown.map((name, index) => {
        const option = document.createElement("li");
        option.id = `${id}-${index}`;
        option.setAttribute("role", "option");
        const strong = document.createElement("strong");
        strong.textContent = name.label;
        const small = document.createElement("small");
        small.textContent = name.detail ?? "";
        option.append(strong, " ", small);
        option.addEventListener("pointerdown", (event) => event.preventDefault());
        option.addEventListener("click", () => take(index));
        return option;
      }),
    );
    list.hidden = false;
    field.setAttribute("aria-controls", id);
    mark(0);
  }

  async function ask(now) {
    const mine = ++asked;
    const place = form.querySelector("[name=place]")?.value ?? "";
    const query = new URLSearchParams({ signe: now.sign, q: now.text, place });
    try {
      const answer = await fetch(`${form.dataset.propose}?${query}`, { headers: { Accept: "application/json" }, redirect: "manual" });
      if (!answer.ok || mine !== asked) return;
      const { names } = await answer.json();
      // Past a space, only those whose name goes on so: whoever writes the rest of a sentence is left alone.
      draw(now.text.includes(" ") ? names.filter((name) => flat(name.label).startsWith(flat(now.text))) : names);
    } catch {
      close();
    }
  }

  field.addEventListener("blur", close);
  return {
    look() {
      clearTimeout(timer);
      const now = typed();
      if (!now) return close();
      timer = setTimeout(() => ask(now), PAUSE);
    },
    press(event) {
      if (list.hidden) return false;
      if (event.key === "ArrowDown") mark(at + 1);
      else if (event.key === "ArrowUp") mark(at - 1);
      else if (event.key === "Enter" || event.key === "Tab") take(at);
      else if (event.key === "Escape") close();
      else return false;
      event.preventDefault();
      return true;
    },
  };
}
