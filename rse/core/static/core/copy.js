// <button data-copy="#wording">: puts the text of that element on the clipboard and says so.
const words = document.querySelector("template[data-words]")?.dataset ?? {};

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = document.querySelector(button.dataset.copy);
  if (!source) return;
  const text = source.value ?? source.innerText;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const range = document.createRange();
    range.selectNodeContents(source);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    source.select?.();
    return;
  }
  const label = [...button.childNodes];
  button.replaceChildren(words.copied ?? "");
  document.dispatchEvent(new CustomEvent("announce", { detail: words.copied }));
  setTimeout(() => button.replaceChildren(...label), 2000);
});
