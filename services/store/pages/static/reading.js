// An article: highlights and cards point at each other; a highlight shows its facts on hover and on focus. Decisions are
// sent in the background, so that the reader stays where they are; without this script the forms do the same.
const text = document.getElementById("text");
const tip = document.getElementById("tip");

function card(id) { return document.getElementById(`c-${id}`); }

function point(ids, scroll) {
  document.querySelectorAll(".on:not(.live)").forEach((e) => e.classList.remove("on"));
  ids.forEach((id, at) => {
    card(id)?.classList.add("on");
    text.querySelectorAll(`[data-facts~="${id}"]`).forEach((e) => e.classList.add("on"));
    if (scroll && at === 0) card(id)?.scrollIntoView({ block: "nearest" });
  });
}

function explain(mark, ids) {
  tip.replaceChildren(...ids.map((id) => {
    const made = document.createElement("div");
    for (const part of [".top", ".what", ".fields"]) {
      const found = card(id)?.querySelector(part);
      if (found) made.append(found.cloneNode(true));
    }
    return made;
  }));
  tip.hidden = false;
  const box = mark.getClientRects()[0];
  const below = box.bottom + tip.offsetHeight + 12 < window.innerHeight;
  tip.style.left = `${Math.max(8, Math.min(box.left, document.documentElement.clientWidth - tip.offsetWidth - 8)) + window.scrollX}px`;
  tip.style.top = `${(below ? box.bottom + 8 : box.top - tip.offsetHeight - 8) + window.scrollY}px`;
  mark.setAttribute("aria-describedby", "tip");
}

function hide() {
  tip.hidden = true;
  text.querySelector("[aria-describedby]")?.removeAttribute("aria-describedby");
}

if (text && tip) {
  const wide = window.matchMedia("(min-width: 901px)");
  const of = (e) => e.target.closest?.("[data-facts]");
  for (const kind of ["mouseover", "focusin"]) {
    text.addEventListener(kind, (e) => {
      const mark = of(e);
      if (!mark) return;
      const ids = mark.dataset.facts.trim().split(" ");
      point(ids, wide.matches);
      explain(mark, ids);
    });
  }
  text.addEventListener("mouseout", hide);
  text.addEventListener("focusout", hide);
  document.addEventListener("keydown", (e) => { if (e.key === "Escape") hide(); });
  document.querySelectorAll(".card").forEach((each) => {
    for (const kind of ["mouseenter", "focusin"]) each.addEventListener(kind, () => point([each.dataset.fact], false));
  });
}

async function send(form, button) {
  const body = new URLSearchParams(new FormData(form, button));
  const answer = await fetch(form.action, { method: "POST", body });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const id = form.closest(".card").dataset.fact;
  const renewed = page.getElementById(`c-${id}`);
  if (!answer.ok || !renewed) { document.body.replaceChildren(...page.body.childNodes); return; }
  // Every card, since the first decision also tells the others who decides.
  for (const fresh of page.querySelectorAll(".card")) {
    const old = card(fresh.dataset.fact);
    if (!old) continue;
    if (old.querySelector(".more")?.open) fresh.querySelector(".more").open = true;
    const { fact } = fresh.dataset;
    for (const kind of ["mouseenter", "focusin"]) fresh.addEventListener(kind, () => point([fact], false));
    old.replaceWith(fresh);
  }
  text.querySelectorAll(`[data-facts~="${id}"]`).forEach((e) => e.classList.toggle("is-wrong", renewed.classList.contains("is-wrong")));
  card(id).querySelector(`[value="${button.value}"], button`)?.focus();
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest(".card .decide");
  if (!form || !event.submitter) return;
  event.preventDefault();
  send(form, event.submitter).catch(() => form.submit());
});
