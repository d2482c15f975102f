/* Suggestions below a search box: an ARIA combobox with a list box. Comfort only: without this file,
   or when an answer fails, the box is an ordinary search form. */

const WAIT = 180; // milliseconds without a key before asking
const LEAST = 2; // characters

class Suggestions {
  constructor(form, input) {
    this.input = input;
    this.address = new URL("suggestions/", form.action);
    this.active = -1;
    this.items = [];
    this.list = document.createElement("ul");
    this.list.id = `${input.id}-suggestions`;
    this.list.className = "suggestions";
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", form.querySelector("label").textContent);
    form.append(this.list);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", this.list.id);
    input.addEventListener("input", () => this.later());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // keep the focus
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.go(Number(option.dataset.number));
    });
  }

  later() {
    clearTimeout(this.timer);
    this.request?.abort();
    if (this.input.value.trim().length < LEAST) {
      this.close();
      return;
    }
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  async ask() {
    this.request = new AbortController();
    this.address.search = new URLSearchParams({ q: this.input.value }).toString();
    try {
      const answer = await fetch(this.address, { signal: this.request.signal });
      if (!answer.ok) throw new Error(answer.statusText);
      this.show((await answer.json()).suggestions);
    } catch {
      this.close();
    }
  }

  show(items) {
    this.items = items;
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.list.replaceChildren(...items.map((item, number) => this.option(item, number)));
    this.open(items.length > 0 && document.activeElement === this.input);
  }

  option(item, number) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${number}`;
    option.dataset.number = number;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    const label = document.createElement("span");
    label.textContent = item.label;
    label.lang = item.language;
    const note = document.createElement("span");
    note.className = "suggestions__note";
    note.textContent = item.note;
    option.append(label, " ", note);
    return option;
  }

  open(isOpen) {
    this.list.hidden = !isOpen;
    this.input.setAttribute("aria-expanded", String(isOpen));
  }

  close() {
    this.open(false);
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
  }

  key(event) {
    if (event.key === "Escape" && !this.list.hidden) {
      this.close();
      event.preventDefault();
    } else if (["ArrowDown", "ArrowUp"].includes(event.key) && this.items.length) {
      this.open(true);
      this.move(event.key === "ArrowDown" ? 1 : -1);
      event.preventDefault();
    } else if (event.key === "Enter" && this.active >= 0) {
      event.preventDefault();
      this.go(this.active);
    }
  }

  move(step) {
    const count = this.items.length;
    this.list.children[this.active]?.setAttribute("aria-selected", "false");
    this.active = this.active < 0 && step < 0 ? count - 1 : (this.active + step + count) % count;
    const option = this.list.children[this.active];
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  go(number) {
    location.assign(this.items[number].url);
  }
}

for (const input of document.querySelectorAll("form.search-box input[name=q]")) {
  new Suggestions(input.form, input);
}
