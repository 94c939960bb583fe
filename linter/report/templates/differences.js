"use strict";
(() => {
  const form = document.getElementById("filter");
  if (!form) return;
  form.hidden = false;
  const rows = [...document.querySelectorAll("tr[data-word]")];
  const count = document.getElementById("count");

  const filter = () => {
    const asked = new FormData(form);
    const words = new Set(asked.getAll("word"));
    const text = asked.get("text").toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const said = text.length ? row.textContent.toLowerCase() : "";
      const wanted = words.has(row.dataset.word) && text.every((word) => said.includes(word));
      row.classList.toggle("out", !wanted);
      shown += wanted;
    }
    count.textContent = `${shown} of ${rows.length} lines shown`;
  };
  form.addEventListener("input", filter);
  form.addEventListener("reset", () => setTimeout(filter));
  form.addEventListener("submit", (event) => event.preventDefault());
  filter();
})();
