// What the pages do beyond HTML. Each part looks for what it works on and leaves pages without it alone.
import "./keys.js";
import "./live.js";
import "./reading.js";
import "./charts.js";

// A menu closes by Escape and by a click beside it; on a phone the conditions start folded.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector(".menu[open]");
  if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
});
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll(".menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});
if (window.matchMedia("(max-width: 900px)").matches) document.querySelector(".narrow")?.removeAttribute("open");
document.querySelector(".sort select")?.addEventListener("change", (event) => event.target.form.requestSubmit());
