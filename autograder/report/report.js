"use strict";
// Convenience only: sorting, finding, pointing out a kind, and print. Everything can be read without it.
for (const part of document.querySelectorAll(".script-only")) part.hidden = false;

const table = document.getElementById("students-table");
const body = table && table.tBodies[0];

function value(row, column, numeric) {
  const words = row.cells[column].textContent.trim();
  const number = parseFloat(words);
  return numeric ? (Number.isNaN(number) ? -Infinity : number) : words.toLowerCase();
}

function sort(head) {
  const numeric = head.dataset.sort === "number";
  const column = head.cellIndex;
  const rising = head.getAttribute("aria-sort") !== "ascending";
  for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", rising ? "ascending" : "descending");
  const rows = Array.from(body.rows, (row) => [value(row, column, numeric), row]);
  rows.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0) * (rising ? 1 : -1));
  body.append(...rows.map(([, row]) => row));
}

if (table) {
  for (const head of table.querySelectorAll("th[data-sort]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => sort(head));
  }
  const find = document.getElementById("find");
  const found = document.getElementById("found");
  const filter = () => {
    const wanted = find.value.trim().toLowerCase();
    let count = 0;
    for (const row of body.rows) {
      row.hidden = wanted !== "" && !row.textContent.toLowerCase().includes(wanted);
      if (!row.hidden) count += 1;
    }
    found.textContent = wanted === "" ? "" : `${count} of ${body.rows.length}`;
  };
  find.addEventListener("input", filter);
  for (const button of document.querySelectorAll("button[data-find]")) {
    button.addEventListener("click", () => {
      find.value = button.dataset.find;
      filter();
      document.getElementById("students").scrollIntoView();
      find.focus({ preventScroll: true });
    });
  }
}

for (const training of document.querySelectorAll("#training, .training")) {
  const buttons = Array.from(training.querySelectorAll(".legend button"));
  const point = (key) => {
    training.classList.toggle("pointed", key !== null);
    for (const run of training.querySelectorAll(".pair .run")) {
      run.classList.toggle("here", key !== null && run.classList.contains(`k-${key}`));
    }
  };
  const pressed = () => {
    const button = buttons.find((one) => one.getAttribute("aria-pressed") === "true");
    return button ? button.dataset.kind : null;
  };
  for (const button of buttons) {
    button.addEventListener("mouseenter", () => point(button.dataset.kind));
    button.addEventListener("mouseleave", () => point(pressed()));
    button.addEventListener("click", () => {
      const now = button.getAttribute("aria-pressed") !== "true";
      for (const one of buttons) one.setAttribute("aria-pressed", String(now && one === button));
      point(pressed());
    });
  }
}

let opened = [];
addEventListener("beforeprint", () => {
  opened = Array.from(document.querySelectorAll("details:not([open])"));
  for (const details of opened) details.open = true;
});
addEventListener("afterprint", () => {
  for (const details of opened) details.open = false;
});
