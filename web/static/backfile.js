// Optional. Every page works without it: "/" goes to the search box, j and k through hits,
// citations are copied by a button, a running crawl renews its figures by itself, and the list of Sources when one was added.
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
