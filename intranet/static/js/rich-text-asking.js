/** A question that the server drew, asked in a dialog of its own, outside the form that one is writing. */

/** The fields and the `action` of the button pressed; null when it was left. `check(fields)` may answer [name, complaint]. */
export function ask(host, name, given = {}, { without = [], check = () => null } = {}) {
  const dialog = host.part(`[data-ask=${name}]`);
  const form = dialog.querySelector("form");
  for (const part of without) dialog.querySelector(`[data-part=${part}]`)?.remove();
  for (const [field, value] of Object.entries(given)) if (form.elements[field]) form.elements[field].value = value;
  form.addEventListener("submit", (event) => {
    const [field, complaint] = (event.submitter?.value === "set" && check(fieldsOf(form))) || [];
    if (!complaint) return;
    event.preventDefault();
    const input = form.elements[field];
    input.setCustomValidity(complaint);
    input.reportValidity();
    input.addEventListener("input", () => input.setCustomValidity(""), { once: true });
  });
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((answer) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      answer(dialog.returnValue ? { ...fieldsOf(form), action: dialog.returnValue } : null);
    });
  });
}

function fieldsOf(form) {
  return Object.fromEntries(new FormData(form));
}
