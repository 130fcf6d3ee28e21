// <button data-copy-text="#wording">: puts the text of that element on the clipboard and says so.
const words = document.querySelector("template[data-desk-words]")?.dataset ?? {};

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy-text]");
  const source = button && document.querySelector(button.dataset.copyText);
  if (!source || button.dataset.copying) return;
  const text = source.value ?? source.innerText;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without the right to write on the clipboard (plain http), the text is selected: Ctrl+C does the rest.
    if (source.select) source.select();
    else getSelection().selectAllChildren(source);
    return;
  }
  const label = [...button.childNodes];
  button.dataset.copying = "yes";
  button.replaceChildren(words.copied ?? "");
  document.dispatchEvent(new CustomEvent("announce", { detail: words.copied }));
  setTimeout(() => {
    button.replaceChildren(...label);
    delete button.dataset.copying;
  }, 2000);
});
