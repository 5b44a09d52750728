// What the pages do beyond HTML: the live feed, highlights and cards that point at each other, charts.
"use strict";

const kinds = { event: (f) => f.event };

function short(amount) {
  const value = Number(amount);
  for (const [scale, word] of [[1e12, " tn"], [1e9, " bn"], [1e6, " m"]]) {
    if (Math.abs(value) >= scale) return `${Number((value / scale).toPrecision(4))}${word}`;
  }
  return value.toLocaleString("en");
}

function claim(fact) {
  if (fact.kind === "event") return fact.event;
  if (fact.kind === "role") return `${fact.title}${fact.organization ? `, ${fact.organization.text}` : ""}`;
  const v = fact.value;
  // The item of money is what is paid for, that of a measure what it consists of.
  const unit = v.unit === "1" ? (v.item ? ` ${v.item}` : "") : v.unit === "%" ? "%"
    : ` ${v.unit}${v.item && !/^[A-Z]{3}$/.test(v.unit) ? ` of ${v.item}` : ""}`;
  const hedge = { at_least: "≥ ", at_most: "≤ ", approximate: "≈ " }[v.bound] || "";
  return `${hedge}${short(v.amount)}${v.upper ? `–${short(v.upper)}` : ""}${unit}${v.per ? ` / ${v.per}` : ""}`;
}

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function headline(article) {
  return article.title || (article.source.door === "http" ? `posted by ${article.source.name}` : article.source.name);
}

function line(message, fact) {
  const item = element("li", "new");
  const link = element("a");
  link.href = `/browse/articles/${message.article.id}#f-${fact.id}`;
  const name = fact.kind === "role" ? fact.person : fact.subject ? fact.subject.text : "";
  link.append(element("span", `kind k-${fact.kind}`, (kinds[fact.kind] || ((f) => f.kind))(fact)), " ",
    element("strong", "", name), ` ${claim(fact)}`);
  item.append(link, element("small", "", headline(message.article)));
  return item;
}

function count(id, more) {
  const shown = document.getElementById(id);
  shown.textContent = (Number(shown.textContent.replaceAll(",", "")) + more).toLocaleString("en");
}

const feed = document.getElementById("feed");
if (feed && window.EventSource) {
  const live = document.getElementById("live");
  const seen = new Set();
  const source = new EventSource("/facts/stream");
  source.onopen = () => { live.textContent = "live"; live.classList.add("on"); };
  source.onerror = () => { live.textContent = "connecting again"; live.classList.remove("on"); };
  source.addEventListener("facts", (event) => {
    const message = JSON.parse(event.data);
    if (!seen.has(message.article.id)) { seen.add(message.article.id); count("count-articles", 1); count("count-facts", message.facts.length); }
    feed.querySelector(".none")?.remove();
    for (const fact of message.facts) feed.prepend(line(message, fact));
    while (feed.children.length > 60) feed.lastElementChild.remove();
  });
  window.addEventListener("pagehide", () => source.close());
}

const text = document.getElementById("text");
if (text) {
  const show = (ids, scroll) => {
    document.querySelectorAll(".on").forEach((e) => e.classList.remove("on"));
    for (const id of ids) {
      const card = document.getElementById(`c-${id}`);
      card?.classList.add("on");
      text.querySelectorAll(`[data-facts~="${id}"]`).forEach((e) => e.classList.add("on"));
      if (scroll && card && ids[0] === id) card.scrollIntoView({ block: "nearest" });
    }
  };
  const of = (e) => e.target.closest?.("[data-facts]")?.dataset.facts.trim().split(" ");
  const wide = window.matchMedia("(min-width: 901px)");
  for (const kind of ["mouseover", "focusin"]) text.addEventListener(kind, (e) => { const ids = of(e); if (ids) show(ids, wide.matches); });
  document.querySelectorAll(".card").forEach((card) => {
    for (const kind of ["mouseenter", "focusin"]) card.addEventListener(kind, () => show([card.dataset.fact], false));
  });
}

document.querySelectorAll(".chart").forEach((figure) => {
  const points = JSON.parse(figure.dataset.points);
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  const axis = { stroke: colour("--soft"), grid: { stroke: colour("--line") } };
  new uPlot({
    width: figure.clientWidth - 32, height: 220, legend: { show: false },
    scales: { x: { time: true } },
    axes: [axis, { ...axis, size: 70, values: (_, all) => all.map(short) }],
    series: [{}, { label: figure.dataset.label, stroke: colour("--accent"), width: 2, points: { size: 8 } }],
  }, [points.map((p) => Date.parse(p[0]) / 1000), points.map((p) => p[1])], figure);
});
