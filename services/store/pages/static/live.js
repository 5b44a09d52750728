// The overview as it happens: articles with their facts by server-sent events, figures asked for every few seconds.
import { amount, element, headline } from "./words.js";

const SHOWN = 5; // facts of an article
const KEPT = 30; // articles
const PAUSE = 4000; // ms between two looks at the figures

function arrival(message) {
  const { article, facts } = message;
  const item = element("li", "arrival row new");
  item.dataset.article = article.id;
  const link = element("a", "open", headline(article));
  link.href = `/browse/articles/${article.id}`;
  item.append(element("p", "top", link, " ", element("small", "", [article.publisher, article.published_on].filter(Boolean).join(", "))));
  if (!facts.length) item.append(element("p", "none", "No fact was found in it."));
  const list = element("ul");
  for (const fact of facts.slice(0, SHOWN)) {
    const line = element("a");
    line.href = `/browse/articles/${article.id}#c-${fact.id}`;
    const about = fact.kind === "role" ? fact.person : fact.subject ? fact.subject.text : "";
    line.append(element("span", `kind k-${fact.kind}`, fact.event || fact.kind), " ", element("span", "about", about), " ", amount(fact));
    const row = element("li", "", line);
    if (fact.status === "planned") row.append(" ", element("span", "planned", "planned"));
    list.append(row);
  }
  if (facts.length) item.append(list);
  if (facts.length > SHOWN) {
    const rest = element("a", "", `and ${facts.length - SHOWN} further fact${facts.length - SHOWN === 1 ? "" : "s"}`);
    rest.href = `/browse/articles/${article.id}`;
    item.append(element("p", "rest", rest));
  }
  return item;
}

const feed = document.getElementById("feed");
if (feed && window.EventSource) {
  const live = document.getElementById("live");
  const tell = (text, on) => { live.hidden = false; live.textContent = text; live.classList.toggle("on", on); };
  const source = new EventSource("/facts/stream");
  source.onopen = () => tell("live", true);
  source.onerror = () => tell("connecting again", false);
  source.addEventListener("facts", (event) => {
    const message = JSON.parse(event.data);
    feed.querySelector(":scope > .empty")?.remove();
    feed.querySelector(`[data-article="${CSS.escape(message.article.id)}"]`)?.remove();
    feed.prepend(arrival(message));
    while (feed.children.length > KEPT) feed.lastElementChild.remove();
    look();
  });

  let asking = false;
  async function look() {
    if (asking || document.hidden) return;
    asking = true;
    try {
      const answer = await fetch("/live/state");
      if (answer.ok) show(await answer.json());
    } catch {
      const pulse = document.getElementById("pulse");
      pulse.className = "pulse is-bad";
      document.getElementById("note").textContent = "Factwire does not answer";
    } finally { asking = false; }
  }
  function show(state) {
    const put = (where, name, value) => { const cell = where?.querySelector(`[data-figure="${name}"]`); if (cell) cell.textContent = value.toLocaleString("en"); };
    const tiles = document.getElementById("tiles");
    for (const name of ["articles", "facts", "waiting", "dead", "reviewed"]) put(tiles, name, state[name]);
    put(tiles, "oldest", Math.round(state.oldest));
    document.getElementById("given-up").classList.toggle("bad", state.dead > 0);
    document.getElementById("pulse").className = `pulse is-${state.level}`;
    document.getElementById("note").textContent = state.note;
    for (const stream of state.streams) {
      const row = document.querySelector(`[data-stream="${CSS.escape(stream.name)}"]`);
      for (const name of ["length", "waiting", "dead"]) put(row, name, stream[name]);
    }
  }
  const timer = setInterval(look, PAUSE);
  window.addEventListener("pagehide", () => { clearInterval(timer); source.close(); });
}
