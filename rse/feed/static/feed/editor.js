// The toolbar over the text: ProseMirror as django-prose-editor ships it, loaded when somebody begins to write. The textarea stays the
// truth that is posted: it receives the HTML at every change. No style is written in the page: its CSS is composer.css.
import { names } from "./names.js";

const NODES = ["bulletList", "orderedList", "blockquote"];

function paragraphs(text) {
  const blocks = text.split(/\n{2,}/).filter((block) => block.trim());
  const lines = (block) => block.split("\n").flatMap((line, index) => [...(index ? [{ type: "hardBreak" }] : []), ...(line ? [{ type: "text", text: line }] : [])]);
  return { type: "doc", content: blocks.length ? blocks.map((block) => ({ type: "paragraph", content: lines(block) })) : [{ type: "paragraph" }] };
}

function beginning(textarea) {
  const text = textarea.value;
  if (text === textarea.defaultValue && textarea.dataset.html) return textarea.dataset.html;
  return /^\s*<[a-z]/.test(text) && text !== textarea.defaultValue ? text : textarea.dataset.written === "html" ? text : paragraphs(text);
}

export async function mount(form, textarea) {
  const prose = await import(textarea.dataset.prose);
  const written = form.querySelector("[name=written]");
  if (written.value === "html") textarea.dataset.written = "html";
  const tools = form.querySelector("[data-editor-tools]");
  const box = document.createElement("div");
  box.className = "editor";
  const label = form.querySelector(`label[for="${textarea.id}"]`);
  const focused = document.activeElement === textarea;
  let own = false;
  let proposals = null;
  const editor = new prose.Editor({
    element: box,
    injectCSS: false,
    content: beginning(textarea),
    extensions: [prose.Document, prose.Paragraph, prose.Text, prose.HardBreak, prose.Bold, prose.Italic, prose.BulletList, prose.OrderedList, prose.ListItem, prose.Blockquote, prose.Link, prose.UndoRedo ?? prose.History],
    editorProps: {
      attributes: { class: "prose", role: "textbox", "aria-multiline": "true", "aria-labelledby": label.id, "aria-describedby": textarea.getAttribute("aria-describedby") ?? "" },
      handleKeyDown: (_view, event) => proposals?.press(event) ?? false,
    },
    onUpdate: () => {
      own = true;
      textarea.value = editor.isEmpty ? "" : editor.getHTML();
      written.value = "html";
      textarea.dispatchEvent(new Event("input", { bubbles: true }));
      own = false;
      proposals?.look();
    },
    onSelectionUpdate: () => pressed(),
    onTransaction: () => pressed(),
  });

  function pressed() {
    for (const button of tools.querySelectorAll("[data-mark]")) button.setAttribute("aria-pressed", String(Boolean(editor?.isActive(button.dataset.mark))));
  }

  textarea.before(box);
  textarea.hidden = true;
  textarea.dataset.editorState = "rich";
  textarea.addEventListener("input", () => {
    if (own) return;
    // A draft taken back by drafts.js.
    editor.commands.setContent(/^\s*</.test(textarea.value) ? textarea.value : paragraphs(textarea.value));
    written.value = "html";
  });
  label.addEventListener("click", (event) => {
    event.preventDefault();
    editor.commands.focus();
  });
  proposals = names(form, editor, box);
  toolbar(form, tools, editor);
  dictation(tools, editor);
  tools.hidden = false;
  if (focused) editor.commands.focus("end");
}

function toolbar(form, tools, editor) {
  const address = form.querySelector("[data-editor-link]");
  const input = address.querySelector("input");
  const act = {
    bold: () => editor.chain().focus().toggleMark("bold").run(),
    italic: () => editor.chain().focus().toggleMark("italic").run(),
    bulletList: () => editor.chain().focus().toggleBulletList().run(),
    orderedList: () => editor.chain().focus().toggleOrderedList().run(),
    blockquote: () => editor.chain().focus().toggleBlockquote().run(),
    link: () => {
      address.hidden = !address.hidden;
      input.value = editor.getAttributes("link").href ?? "";
      if (!address.hidden) input.focus();
    },
  };
  const close = () => {
    address.hidden = true;
  };
  const set = () => {
    const typed = input.value.trim();
    if (!typed) return input.focus();
    const href = /^(https?:|mailto:)/i.test(typed) ? typed : `https://${typed}`;
    const chain = editor.chain().focus();
    if (editor.state.selection.empty && !editor.isActive("link")) chain.insertContent({ type: "text", text: typed, marks: [{ type: "link", attrs: { href } }] }).run();
    else chain.extendMarkRange("link").setMark("link", { href }).run();
    close();
  };
  address.querySelector("[data-link-set]").addEventListener("click", set);
  address.querySelector("[data-link-drop]").addEventListener("click", () => {
    editor.chain().focus().extendMarkRange("link").unsetMark("link").run();
    close();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") (close(), editor.commands.focus());
    if (event.key === "Enter") (event.preventDefault(), event.stopPropagation(), set());
  });
  const buttons = () => [...tools.querySelectorAll("button:not([hidden])")];
  // The text keeps the focus: taken away and given back, it would forget the shape that was just chosen.
  tools.addEventListener("mousedown", (event) => event.target.closest("[data-mark]") && event.preventDefault());
  tools.addEventListener("click", (event) => act[event.target.closest("[data-mark]")?.dataset.mark]?.());
  tools.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = buttons();
    const next = all[(all.indexOf(document.activeElement) + step + all.length) % all.length];
    for (const button of all) button.tabIndex = button === next ? 0 : -1;
    next.focus();
  });
}

// Where the browser itself writes what is said; on the device when it can.
function dictation(tools, editor) {
  const Recognition = window.SpeechRecognition ?? window.webkitSpeechRecognition;
  const button = tools.querySelector("[data-dictate]");
  if (!Recognition || !button) return;
  const recognition = new Recognition();
  recognition.lang = document.documentElement.lang === "en" ? "en-GB" : "fr-FR";
  recognition.continuous = true;
  let on = false;
  recognition.onresult = (event) => {
    const said = event.results[event.resultIndex];
    if (said.isFinal) editor.chain().focus().insertContent(`${said[0].transcript.trim()} `).run();
  };
  recognition.onend = () => {
    on = false;
    button.setAttribute("aria-pressed", "false");
  };
  button.addEventListener("click", () => {
    if (on) return recognition.stop();
    on = true;
    button.setAttribute("aria-pressed", "true");
    recognition.start();
  });
  button.hidden = false;
}
