// Charts by uPlot, drawn from the figures of the table beside each; the table stays for those who do not see the chart.
import { short } from "./words.js";

function colours() {
  const style = getComputedStyle(document.documentElement);
  return (name) => style.getPropertyValue(name).trim();
}

function draw(place) {
  const points = JSON.parse(place.dataset.points);
  if (points.length < 2 || !window.uPlot) return;
  place.replaceChildren();
  const colour = colours();
  const bars = place.dataset.chart === "bars";
  const seconds = (at) => (typeof at === "number" ? at : Date.parse(at) / 1000);
  const axis = { stroke: colour("--soft"), grid: { stroke: colour("--line"), width: 1 }, ticks: { stroke: colour("--line"), width: 1 }, font: "12px Inter, sans-serif" };
  const unit = place.dataset.unit ? ` ${place.dataset.unit}` : "";
  const said = (_, value) => (value == null ? "–" : short(value) + unit);
  const day = (_, at) => (at == null ? "–" : new Date(at * 1000).toLocaleDateString("en", { timeZone: "UTC", year: "numeric", month: "short", ...(bars ? {} : { day: "numeric" }) }));
  const series = bars
    ? [{ label: "at least", stroke: colour("--volume"), fill: colour("--volume"), paths: window.uPlot.paths.bars({ size: [0.6, 36, 3] }), points: { show: false }, value: said }]
    : [{ label: place.dataset.label, stroke: colour("--accent"), width: 2, paths: window.uPlot.paths.stepped({ align: 1 }), points: { show: true, size: 8, fill: colour("--sheet") }, value: said }];
  const times = points.map((p) => seconds(p[0]));
  const space = (times.at(-1) - times[0]) * 0.04 || 86400 * 15;
  new window.uPlot({
    width: Math.max(260, place.clientWidth - 20), height: bars ? 230 : 180,
    tzDate: (at) => window.uPlot.tzDate(new Date(at * 1000), "UTC"),
    scales: { x: { time: true, range: [times[0] - space, times.at(-1) + space] }, y: { range: (_, low, high) => [bars ? 0 : Math.min(0, low), (high || 1) * 1.08] } },
    axes: [axis, { ...axis, size: 62, values: (_, all) => all.map(short) }],
    series: [{ label: bars ? "month" : "told", value: day }, ...series],
    cursor: { y: false },
  }, [times, points.map((p) => p[1])], place);
}

const places = [...document.querySelectorAll(".chart")];
if (places.length) {
  const all = () => places.forEach(draw);
  if (document.readyState === "complete") all(); else window.addEventListener("load", all);
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", all);
  let later;
  window.addEventListener("resize", () => { clearTimeout(later); later = setTimeout(all, 150); });
}
