// A chosen photo is shown at once, with its words; without this file the plain file field does the work.
for (const field of document.querySelectorAll("[data-photo-field]")) {
  const input = field.querySelector("input[type=file]");
  const tools = field.querySelector("[data-photo-tools]");
  const label = field.querySelector("[data-photo-label]");
  const remove = field.querySelector("[data-photo-remove]");
  const preview = field.querySelector("[data-photo-preview]");
  const words = field.querySelector("[data-photo-alt]");
  const first = label.textContent;
  let address = "";

  const show = () => {
    const [file] = input.files;
    if (address) URL.revokeObjectURL(address);
    address = file ? URL.createObjectURL(file) : "";
    preview.hidden = remove.hidden = words.hidden = !file;
    label.textContent = file ? label.dataset.change : first;
    if (file) preview.src = address;
    else preview.removeAttribute("src");
  };

  field.classList.add("ready");
  tools.hidden = false;
  input.addEventListener("change", show);
  preview.addEventListener("error", () => (preview.hidden = true));
  remove.addEventListener("click", () => {
    input.value = "";
    show();
    input.focus();
  });
  show();
  if (words.querySelector(".invalid")) words.hidden = false;
}
