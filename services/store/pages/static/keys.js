// The keyboard: / searches, j and k go through rows, ? shows what there is. Never while someone types.
const dialog = document.getElementById("keys");
const help = document.getElementById("help");
help.hidden = false;
help.addEventListener("click", () => dialog.showModal());

const PLACES = { l: "/", f: "/browse", s: "/browse/sums", p: "/browse/projects", a: "/browse/articles" };
const DECISIONS = { r: ".b-right", w: ".b-wrong", c: ".b-correct", u: ".b-undo" };
let going = 0; // when g was pressed

function rows() { return [...document.querySelectorAll(".row")].filter((row) => row.offsetParent !== null); }

function move(step) {
  const all = rows();
  const held = document.activeElement?.closest(".row") || document.querySelector(".row.on, .row:target");
  const next = all[Math.max(0, Math.min(all.length - 1, held ? all.indexOf(held) + step : 0))];
  if (!next) return;
  (next.matches(".card") ? next : next.querySelector(".open") || next).focus();
  next.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || dialog.open) return;
  if (event.target.closest("input, select, textarea, [contenteditable]")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const went = Date.now() - going < 1200;
  going = 0;
  if (went && PLACES[event.key]) { location.href = PLACES[event.key]; return; }
  if (event.key === "/") { event.preventDefault(); document.getElementById("search").select(); document.getElementById("search").focus(); }
  else if (event.key === "?") dialog.showModal();
  else if (event.key === "g") going = Date.now();
  else if (event.key === "j") move(1);
  else if (event.key === "k") move(-1);
  else if (event.key === "n") document.querySelector("[rel=next]")?.click();
  else if (DECISIONS[event.key]) document.activeElement?.closest(".card")?.querySelector(DECISIONS[event.key])?.click();
  else if (event.key === "Enter" && event.target.matches(".card")) event.target.querySelector(".quote")?.click();
});
