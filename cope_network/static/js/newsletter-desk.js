// The newsletter's desk: changes without loading the whole page anew, and dragging.
// Without this script every button works as a form; nothing can be done by dragging only.
"use strict";
(() => {
  const desk = () => document.getElementById("desk");
  const say = (text) => {
    const place = document.getElementById("desk-say");
    place.textContent = "";
    // a live region speaks when its text changes, also to the same words
    requestAnimationFrame(() => {
      place.textContent = text;
    });
  };

  // -- changes -------------------------------------------------------------------------------
  const focusOn = (id, key) => {
    const pressed = document.getElementById(id);
    const other = { up: "down", down: "up" }[(id || "").split("-", 1)[0]];
    const sibling = other && document.getElementById(id.replace(/^[a-z]+/, other));
    const target = [
      pressed,
      sibling,
      key && document.getElementById(`block-${key}`),
      document.getElementById("desk-issue"),
    ].find((element) => element && !element.disabled);
    if (target) {
      target.focus({ preventScroll: true });
      target.scrollIntoView({ block: "nearest" });
    }
  };

  const show = (html, id, key) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    const fresh = page.getElementById("desk");
    if (!fresh) return false;
    const scrolled = document.getElementById("desk-issue").scrollTop;
    const opened = [...desk().querySelectorAll("details[open]")].map((each) => each.className);
    desk().replaceWith(fresh);
    document.getElementById("desk-issue").scrollTop = scrolled;
    for (const name of opened) {
      const details = fresh.querySelector(`details.${name}`);
      if (details) details.open = true;
    }
    const shown = document.querySelector(".messages > ul");
    const messages = page.querySelector(".messages > ul");
    if (shown && messages) shown.innerHTML = messages.innerHTML;
    say(
      [...page.querySelectorAll(".messages > ul > li")]
        .map((each) => each.textContent.trim())
        .join(" "),
    );
    addGrips();
    focusOn(id, key);
    return true;
  };

  // one after the other: what the server says belongs to the change that was made last
  let last = Promise.resolve();
  const send = (form, data, id, key) => {
    last = last.then(() => exchange(form, data, id, key));
  };

  const exchange = async (form, data, id, key) => {
    desk().classList.add("desk-busy");
    try {
      const response = await fetch(form.action, {
        method: "POST",
        body: data,
        credentials: "same-origin",
      });
      if (response.ok && show(await response.text(), id, key)) return;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // no connection: the form says so itself
    }
    desk().classList.remove("desk-busy");
    HTMLFormElement.prototype.submit.call(filled(form, data));
  };

  const filled = (form, data) => {
    const whole = document.createElement("form");
    whole.method = "post";
    whole.action = form.action;
    for (const [name, value] of data) {
      const input = document.createElement("input");
      input.type = "hidden";
      input.name = name;
      input.value = value;
      whole.append(input);
    }
    document.body.append(whole);
    return whole;
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-desk]")) return;
    event.preventDefault();
    const data = new FormData(form);
    if (event.submitter) data.set(event.submitter.name, event.submitter.value);
    send(form, data, event.submitter?.id, data.get("key"));
  });

  // -- dragging ------------------------------------------------------------------------------
  let dragged = null; // {item, form, mark}

  const addGrips = () => {
    for (const item of desk().querySelectorAll("[data-draggable]")) {
      if (item.querySelector(":scope > .desk-grip")) continue;
      const grip = document.createElement("span");
      grip.className = "desk-grip";
      grip.setAttribute("aria-hidden", "true");
      item.prepend(grip);
    }
  };

  const placeAt = (x, y) => {
    const under = document.elementFromPoint(x, y);
    const section = under?.closest(".desk-section");
    if (!section) return null;
    const blocks = [...section.querySelectorAll(".desk-block[data-key]")].filter(
      (each) => each !== dragged.item,
    );
    const next = blocks.find((each) => {
      const box = each.getBoundingClientRect();
      return y < box.top + box.height / 2;
    });
    return { section, next };
  };

  const mark = (place) => {
    dragged.mark.remove();
    if (!place) return;
    const list = place.section.querySelector(".desk-blocks");
    list.insertBefore(dragged.mark, place.next || null);
  };

  const end = () => {
    if (!dragged) return;
    dragged.mark.remove();
    dragged.item.classList.remove("desk-dragged");
    document.body.classList.remove("desk-dragging");
    dragged = null;
  };

  document.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest?.(".desk-grip");
    if (!grip || event.button !== 0) return;
    event.preventDefault();
    const item = grip.parentElement;
    const line = document.createElement("li");
    line.className = "desk-drop";
    line.setAttribute("aria-hidden", "true");
    dragged = {
      item,
      form: item.querySelector("form[data-desk]"),
      mark: line,
      pointer: event.pointerId,
    };
    item.classList.add("desk-dragged");
    document.body.classList.add("desk-dragging");
  });

  document.addEventListener("pointermove", (event) => {
    if (dragged && event.pointerId === dragged.pointer) mark(placeAt(event.clientX, event.clientY));
  });

  document.addEventListener("pointerup", (event) => {
    if (!dragged || event.pointerId !== dragged.pointer) return;
    const { item, form } = dragged;
    const place = placeAt(event.clientX, event.clientY);
    end();
    if (!place) return;
    const data = new FormData(form);
    data.set("section", place.section.dataset.section);
    data.set("before", place.next ? place.next.dataset.key : "");
    data.set("do", item.dataset.key ? "place" : "add");
    send(form, data, null, item.dataset.key);
  });

  document.addEventListener("pointercancel", end);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") end();
  });

  addGrips();
})();
