/* In the editor: beside the credit of a picture stands what the picture's file says about who made
   it. It names a person and would be online with the page: only a button takes it over. */
(() => {
  "use strict";

  const { words: given, address } = document.currentScript.dataset;
  const words = JSON.parse(given);
  const PICTURE = /^images-\d+-image$/;

  function offer(field, credit) {
    let note = field.parentElement.querySelector("[data-credit-found]");
    if (!note) {
      note = document.createElement("p");
      note.dataset.creditFound = "";
      note.setAttribute("role", "status");
      field.after(note);
    }
    note.textContent = `${words.found} ${credit} `;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-small button-secondary";
    button.textContent = words.take;
    button.addEventListener("click", () => take(field, credit));
    note.append(button);
  }

  function take(field, credit) {
    field.value = credit;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  async function ask(input) {
    const field = document.querySelector(`[name="${input.name.replace(/image$/, "credit")}"]`);
    const picture = input.getAttribute("value") || input.value;
    if (!field || !picture) return;
    const response = await fetch(address.replace("/0/", `/${picture}/`));
    if (!response.ok) return;
    const { credit } = await response.json();
    if (!credit || field.value === credit) return;
    offer(field, credit);
  }

  function begin() {
    for (const input of document.querySelectorAll("input[name^='images-'][name$='-image']")) {
      if (PICTURE.test(input.name)) ask(input);
    }
    // Wagtail's chooser writes the key of what was chosen into the attribute, without an event.
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        if (target.name && PICTURE.test(target.name)) ask(target);
      }
    }).observe(document.body, { subtree: true, attributeFilter: ["value"] });
  }

  document.addEventListener("DOMContentLoaded", begin);
})();
