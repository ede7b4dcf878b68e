// Optional. Every page works without it: "/" goes to the search box, j and k through hits,
// suggestions and a facet's values come while somebody types, citations are copied by a button, a running crawl renews its figures by itself, and the list of Sources when one was added.
"use strict";

const typing = (element) => element.matches("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "/") {
    const box = document.querySelector("[data-search]");
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  } else if (event.key === "j" || event.key === "k") {
    const hits = [...document.querySelectorAll(".hit-title a")];
    const at = hits.indexOf(document.activeElement) + (event.key === "j" ? 1 : -1);
    if (hits[at]) hits[at].focus();
  }
});

// A form's empty fields would only make its address longer.
for (const form of document.querySelectorAll("form[role=search]")) {
  form.addEventListener("formdata", (event) => {
    for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
  });
}

// Suggestions while typing: a combobox with a list (WAI-ARIA Authoring Practices). Nothing is chosen by itself: arrows put a
// suggestion's question into the box, Escape brings back what was typed, and Enter always searches for what stands there.
const kinds = { title: "Title", author: "Author", label: "Label", source: "Source" };
for (const [number, box] of document.querySelectorAll("[data-search]").entries()) {
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.id = `suggestions-${number}`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  list.hidden = true;
  box.after(list);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id], ["aria-expanded", "false"]]) {
    box.setAttribute(name, value);
  }
  let typed = box.value;
  let waiting = 0;
  let asking = null;

  const shut = () => {
    clearTimeout(waiting);
    if (asking) asking.abort();
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };
  const chosen = () => list.querySelector("[aria-selected=true]");
  const choose = (option) => {
    if (chosen()) chosen().removeAttribute("aria-selected");
    box.value = option ? option.dataset.query : typed;
    if (option) {
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      box.setAttribute("aria-activedescendant", option.id);
    } else box.removeAttribute("aria-activedescendant");
  };
  const show = (suggestions) => {
    list.replaceChildren(...suggestions.map((one, at) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${at}`;
      option.dataset.query = one.query;
      option.setAttribute("role", "option");
      const text = document.createElement("bdi");
      text.textContent = one.text;
      const kind = document.createElement("span");
      kind.className = "suggestion-kind";
      kind.textContent = one.count > 1 ? `${kinds[one.kind]} · ${one.count.toLocaleString("en")}` : kinds[one.kind];
      option.append(text, " ", kind);
      return option;
    }));
    list.hidden = !suggestions.length;
    box.setAttribute("aria-expanded", String(!list.hidden));
    box.removeAttribute("aria-activedescendant");
  };
  const ask = async () => {
    asking = new AbortController();
    try {
      const answer = await fetch(`/suggest?q=${encodeURIComponent(typed)}`, { signal: asking.signal });
      if (answer.ok && document.activeElement === box) show((await answer.json()).suggestions);
    } catch {
      // Given up for a newer question, or no network: the search itself goes on.
    }
  };

  box.addEventListener("input", (event) => {
    typed = box.value;
    clearTimeout(waiting);
    if (asking) asking.abort();
    if (typed.trim().length < 2 || event.isComposing) shut();
    else waiting = setTimeout(ask, 100);
  });
  box.addEventListener("compositionend", () => box.dispatchEvent(new Event("input")));
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const places = [null, ...list.children];
      const step = event.key === "ArrowDown" ? 1 : places.length - 1;
      choose(places[(places.indexOf(chosen()) + step) % places.length]);
    } else if (event.key === "Escape") {
      event.preventDefault();
      choose(null);
      shut();
    }
  });
  box.addEventListener("blur", shut);
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (!option) return;
    choose(option);
    box.form.requestSubmit();
  });
  // A suggestion has results in the whole archive: filters in use would take them away.
  box.form.addEventListener("formdata", (event) => {
    if (!chosen() || box.value === typed) return;
    for (const name of new Set([...event.formData.keys()])) if (name !== "q") event.formData.delete(name);
  });
  box.form.addEventListener("submit", () => setTimeout(shut));
}

// The list of a facet's values answers while somebody types what to find in it.
const inside = document.querySelector("[data-inside]");
if (inside) {
  let waiting = 0;
  let asking = null;
  const find = async () => {
    if (asking) asking.abort();
    asking = new AbortController();
    const address = `${location.pathname}?${new URLSearchParams(new FormData(inside))}`;
    try {
      const answer = await fetch(address, { signal: asking.signal });
      if (!answer.ok) return;
      const found = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
      for (const place of ["#count [role=status]", ".sorts", "[data-found]"]) {
        document.querySelector(place).replaceChildren(...found.querySelector(place).childNodes);
      }
      history.replaceState(null, "", address);
    } catch {
      // Given up for what was typed since, or no network: the button still asks.
    }
  };
  inside.addEventListener("input", (event) => {
    clearTimeout(waiting);
    if (!event.isComposing) waiting = setTimeout(find, 150);
  });
  inside.addEventListener("compositionend", () => inside.dispatchEvent(new Event("input")));
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
      button.textContent = "Copied";
    } catch {
      button.textContent = "Select it, then copy";
    }
  });
}

const crawl = document.querySelector("[data-crawl]");
if (crawl) {
  const renew = async () => {
    const answer = await fetch(crawl.dataset.crawl, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const state = await answer.json();
    for (const place of crawl.querySelectorAll("[data-count]")) {
      place.textContent = Number(state[place.dataset.count]).toLocaleString("en");
    }
    const pace = crawl.querySelector("[data-pace]");
    if (pace) pace.textContent = state.pace;
    const bar = crawl.querySelector("progress");
    if (bar) {
      bar.max = Math.max(1, state.found);
      bar.value = state.settled;
    }
    if (state.finished || state.state !== crawl.dataset.state) location.reload();
    else setTimeout(renew, 2000);
  };
  setTimeout(renew, 2000);
}

const surveys = document.querySelector("[data-surveys]");
if (surveys) {
  const typed = () => [...document.querySelectorAll("form.add input")].some((field) => field.value !== field.defaultValue);
  const renew = async () => {
    const answer = await fetch(surveys.dataset.surveys, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const changed = (await answer.json()).mark !== surveys.dataset.mark;
    // Not while somebody fills in the form for the next one.
    if (changed && !typed()) location.reload();
    else setTimeout(renew, 2000);
  };
  setTimeout(renew, 2000);
}
