// Photos and files of the composer: sent as soon as they are chosen, dropped or pasted, described, put in order, taken away.
export function attach(form, box) {
  const list = box.querySelector("[data-file-list]");
  const error = box.querySelector("[data-upload-error]");
  const changed = () => form.dispatchEvent(new CustomEvent("files-changed"));

  function line(item) {
    const up = item.querySelector("[data-file-up]");
    up.hidden = false;
    up.addEventListener("click", () => {
      const before = item.previousElementSibling;
      if (before) before.before(item);
      up.focus();
      changed();
    });
    item.querySelector("[data-file-drop] input").addEventListener("change", () => {
      item.remove();
      changed();
      box.querySelector("[data-upload-input]").focus();
    });
  }

  async function send(file) {
    const data = new FormData();
    data.append("upload", file, file.name);
    data.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    const answer = await fetch(form.dataset.upload, { method: "POST", body: data, redirect: "manual" });
    if (answer.status === 422) {
      error.textContent = `${file.name} : ${(await answer.json()).error}`;
      return;
    }
    if (!answer.ok) throw new Error(String(answer.status));
    const holder = document.createElement("template");
    holder.innerHTML = await answer.text();
    const item = holder.content.querySelector("[data-file]");
    list.append(item);
    line(item);
    item.querySelector("input[type=text]")?.focus();
    changed();
  }

  async function sendAll(files) {
    error.textContent = "";
    for (const file of files) {
      try {
        await send(file);
      } catch {
        error.textContent = file.name;
      }
    }
  }

  for (const item of list.querySelectorAll("[data-file]")) line(item);
  for (const input of box.querySelectorAll("[data-upload-input]")) {
    input.addEventListener("change", async () => {
      const files = [...input.files];
      input.value = "";
      await sendAll(files);
    });
  }
  form.addEventListener("dragover", (event) => event.dataTransfer?.types.includes("Files") && event.preventDefault());
  form.addEventListener("drop", (event) => {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    sendAll([...event.dataTransfer.files]);
  });
  form.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    sendAll(files);
  }, { capture: true });
  box.querySelector("[data-without-script]").hidden = true;
  box.querySelector("[data-camera]").hidden = !matchMedia("(pointer: coarse)").matches;
}
