// Formats items of CSL-JSON with citeproc-js: reads {processor, locales, british, styles: {name: path}, items} on standard input,
// writes {style: [entry as HTML, …]} on standard output.
"use strict";
const fs = require("fs");
const asked = JSON.parse(fs.readFileSync(0, "utf8"));
const CSL = require(asked.processor);
const byId = Object.fromEntries(asked.items.map((item) => [item.id, item]));
const locale = (lang) => fs.readFileSync(`${asked.locales}/locales-${lang === "en-GB" ? lang : "en-US"}.xml`, "utf8");
const system = { retrieveLocale: locale, retrieveItem: (id) => structuredClone(byId[id]) };
const written = {};
for (const [name, path] of Object.entries(asked.styles)) {
  const engine = new CSL.Engine(system, fs.readFileSync(path, "utf8"), asked.british.includes(name) ? "en-GB" : "en-US");
  written[name] = asked.items.map((item) => {
    engine.updateItems([item.id]);
    return engine.makeBibliography()[1][0];
  });
}
process.stdout.write(JSON.stringify(written));
