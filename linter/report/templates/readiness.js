"use strict";
(() => {
  const form = document.getElementById("filter");
  const closed = () => document.querySelectorAll("details:not([open])");

  // Paper shows everything, whatever is open or filtered on the screen.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...closed()];
    for (const details of opened) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
    opened = [];
  });
  if (!form) return;

  const groups = [...document.querySelectorAll(".group")].map((element) => ({
    element,
    severity: element.dataset.severity,
    rule: element.dataset.rule,
    head: element.querySelector("h4").textContent.toLowerCase(),
    rows: [...element.querySelectorAll(".row")].map((row) => ({
      element: row,
      waived: row.classList.contains("waived"),
      text: null,
    })),
  }));
  const sections = [...document.querySelectorAll(".severity")];
  const all = groups.reduce((sum, group) => sum + group.rows.length, 0);
  const count = document.getElementById("count");

  const holds = (row, words) => {
    row.text ??= row.element.textContent.toLowerCase();
    return words.every((word) => row.text.includes(word));
  };

  const filter = () => {
    const asked = new FormData(form);
    const severities = new Set(asked.getAll("severity"));
    const words = asked.get("text").toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const group of groups) {
      const wanted = severities.has(group.severity) &&
        (!asked.get("rule") || asked.get("rule") === group.rule);
      const named = words.every((word) => group.head.includes(word));
      let here = 0;
      for (const row of group.rows) {
        const state = row.waived ? "waived" : "open";
        const isShown = wanted && (!asked.get("state") || asked.get("state") === state) &&
          (named || holds(row, words));
        row.element.classList.toggle("out", !isShown);
        here += isShown;
      }
      group.element.classList.toggle("out", !here);
      shown += here;
    }
    for (const section of sections) {
      section.classList.toggle("out", !section.querySelector(".group:not(.out)"));
    }
    count.textContent = `${shown} of ${all} findings shown`;
  };

  const fold = (open) => {
    for (const { element, rows } of groups) {
      if (element.classList.contains("out")) continue;
      for (const row of rows) {
        const details = row.element.querySelector("details");
        if (details && !row.element.classList.contains("out")) details.open = open;
      }
    }
  };

  let waiting = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, 80);
  });
  form.addEventListener("reset", () => setTimeout(filter));
  form.addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("expand").addEventListener("click", () => fold(true));
  document.getElementById("collapse").addEventListener("click", () => fold(false));
  // A link leads to what it names, even where the filter has put that out.
  addEventListener("hashchange", () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target?.classList.contains("out")) return;
    form.reset();
    filter();
    target.scrollIntoView();
  });
  form.hidden = false;
  filter();
})();
