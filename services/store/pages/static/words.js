// How facts are said, as services/store/pages/wording.py says them.
const HEDGES = { at_least: "at least", at_most: "up to", approximate: "about" };
const ITS_HEDGE = /^\s*([A-Za-z][A-Za-z -]{1,22}?)\s+(?=[\d$€£₸]|US\$|KZT|half |one |two )/;
const TIGHT = { "%": "%", x: "", pp: " pp" };
const EVENTS = {
  opening: "opened", construction: "being built", agreement: "agreed", founding: "founded", expansion: "expanded",
  closure: "closed", acquisition: "acquired",
};

export function short(amount) {
  const value = Number(amount);
  for (const [scale, word] of [[1e12, " tn"], [1e9, " bn"], [1e6, " m"]]) {
    if (Math.abs(value) >= scale) return `${Number((value / scale).toPrecision(4)).toLocaleString("en")}${word}`;
  }
  return value.toLocaleString("en", { maximumFractionDigits: 20 });
}

export function element(tag, className, ...content) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...content);
  return made;
}

export function amount(fact) {
  if (!fact.value) {
    if (fact.kind === "role") return element("span", "said", fact.title + (fact.organization ? `, ${fact.organization.text}` : ""));
    const verb = EVENTS[fact.event] || fact.event;
    return element("span", "said", fact.status === "planned" ? `to be ${verb.replace(/^being /, "")}` : verb);
  }
  const v = fact.value;
  let shown = short(v.amount);
  if (v.upper) {
    const [low, scale] = shown.split(" ");
    const high = short(v.upper);
    shown = scale && high.endsWith(` ${scale}`) ? `${low}–${high}` : `${shown}–${high}`;
  }
  // "Doubled" is ×2, not +2.
  const sign = v.unit === "x" ? { increase: "×", decrease: "÷" }[fact.direction] || "×" : { increase: "+", decrease: "−" }[fact.direction] || "";
  shown = sign + shown + (TIGHT[v.unit] || "");
  const money = /^[A-Z]{3}$/.test(v.unit);
  let unit = v.unit in TIGHT ? "" : v.unit === "1" ? v.item || "" : v.item && !money ? `${v.unit} of ${v.item}` : v.unit;
  if (v.per) unit = `${unit} / ${v.per}`.trim();
  const made = element("span", "amount");
  if (HEDGES[v.bound]) {
    const own = ITS_HEDGE.exec(fact.evidence.text);
    made.append(element("span", "hedge", own ? own[1].toLowerCase() : HEDGES[v.bound]), " ");
  }
  const data = element("data", "", shown);
  data.value = v.amount;
  made.append(data);
  if (unit) made.append(" ", element("span", "unit", unit));
  return made;
}

export function headline(article) {
  return article.title || (article.source.door === "http" ? `posted by ${article.source.name}` : article.source.name);
}
