// Shows or hides what is typed in a password field; hidden again when the form leaves, so that browsers do not keep it as plain text.
for (const button of document.querySelectorAll("[data-show-password]")) {
  const field = document.getElementById(button.getAttribute("aria-controls"));
  const show = (shown) => {
    field.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
    button.querySelector("[data-when=hidden]").hidden = shown;
    button.querySelector("[data-when=shown]").hidden = !shown;
  };
  button.hidden = false;
  button.addEventListener("click", () => show(field.type === "password"));
  field.form.addEventListener("submit", () => show(false));
}
