/* In the editor: beside the field "place" stands a button that lists towns of that name. Choosing
   one fills in latitude, longitude and what the point shows; nothing is filled in unseen. */
(() => {
  "use strict";

  const { words, addresses } = Object.fromEntries(
    Object.entries(document.currentScript.dataset).map(([name, text]) => [name, JSON.parse(text)]),
  );

  function field(name) {
    return document.querySelector(`form[data-edit-form] [name="${name}"], form [name="${name}"]`);
  }

  function country() {
    const input = field("country") || field("countries");
    if (!input) return "";
    const chosen = input.selectedOptions
      ? [...input.selectedOptions].map((option) => option.value)
      : [input.value];
    return chosen.filter(Boolean).length === 1 ? chosen.filter(Boolean)[0] : "";
  }

  function set(name, value) {
    const input = field(name);
    if (!input) return;
    input.value = value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function choose(candidate, status) {
    // Something that shows its town only stays so, whatever is chosen.
    const precision = field("precision");
    const townOnly = precision && precision.value === "town";
    // An exact point becomes its town's when the form is saved.
    set("latitude", candidate.latitude);
    set("longitude", candidate.longitude);
    if (!townOnly) set("precision", candidate.precision);
    set("point_source", candidate.source);
    status.textContent = `${words.chosen} ${candidate.name}`;
  }

  function show(candidates, list, status) {
    list.replaceChildren();
    status.textContent = candidates.length ? "" : words.nothing;
    for (const candidate of candidates) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button button-small button-secondary";
      const note = candidate.close ? ` (${words.close})` : "";
      button.textContent = `${candidate.name}${note} · ${candidate.latitude}, ${candidate.longitude}`;
      button.addEventListener("click", () => choose(candidate, status));
      const item = document.createElement("li");
      item.append(button);
      list.append(item);
    }
  }

  function parameters(input) {
    return new URLSearchParams({ q: input.value, country: country() });
  }

  async function ask(input, list, status) {
    status.textContent = words.searching;
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    const started = await fetch(addresses.ask, {
      method: "POST",
      headers: { "X-CSRFToken": token },
      body: parameters(input),
    });
    const { task } = await started.json();
    const address = addresses.answer.replace("00000000-0000-0000-0000-000000000000", task);
    for (let round = 0; round < 15; round += 1) {
      await new Promise((done) => window.setTimeout(done, 1000));
      const found = await (await fetch(address)).json();
      if (found.done) return show(found.candidates, list, status);
    }
    status.textContent = words.nothing;
  }

  async function find(input, list, status) {
    status.textContent = words.searching;
    const response = await fetch(`${addresses.towns}?${parameters(input)}`);
    const found = await response.json();
    show(found.candidates, list, status);
    if (!found.addresses) return;
    const more = document.createElement("button");
    more.type = "button";
    more.className = "button button-small";
    more.textContent = words.ask;
    more.addEventListener("click", () => ask(input, list, status));
    const item = document.createElement("li");
    item.append(more);
    list.append(item);
  }

  function begin() {
    const input = field("place");
    if (!input || !field("latitude")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-small";
    button.textContent = words.find;
    const status = document.createElement("p");
    status.setAttribute("role", "status");
    const list = document.createElement("ul");
    input.after(button, status, list);
    button.addEventListener("click", () => find(input, list, status));
  }

  document.addEventListener("DOMContentLoaded", begin);
})();
