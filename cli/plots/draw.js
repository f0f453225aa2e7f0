/* global document, plots, uPlot */
// Runs in the browser, with the plots that are written above it and uPlot.

const COLOURS = ["#3274d9", "#e0752d", "#299c46", "#a352cc", "#d44a3a", "#1f9bb0", "#b8860b", "#6b7280"];
const PREFIXES = ["", " Ki", " Mi", " Gi"];

/** A value with its unit, by Grafana's ids. */
function shown(value, unit) {
  if (value === null || value === undefined) return "–";
  const digits = (number) => Number(number.toPrecision(3)).toString();
  switch (unit) {
    case "percentunit":
      return `${digits(value * 100)} %`;
    case "percent":
      return `${digits(value)} %`;
    case "s":
      return Math.abs(value) < 1 ? `${digits(value * 1000)} ms` : `${digits(value)} s`;
    case "ms":
      return `${digits(value)} ms`;
    case "reqps":
      return `${digits(value)} req/s`;
    case "cps":
      return `${digits(value)} /s`;
    case "bytes": {
      const power = Math.min(PREFIXES.length - 1, Math.max(0, Math.floor(Math.log2(Math.abs(value) || 1) / 10)));
      return `${digits(value / 1024 ** power)}${PREFIXES[power]}B`;
    }
    default:
      return digits(value);
  }
}

function element(name, parent, properties = {}) {
  return parent.appendChild(Object.assign(document.createElement(name), properties));
}

/** Grafana counts from 0, a CSS grid from 1. */
function place({ style }, { x, y, w, h }) {
  style.gridArea = `${y + 1} / ${x + 1} / span ${h} / span ${w}`;
}

/** The time of day, with seconds where minutes are too coarse. */
function clock(seconds, times) {
  const text = new Date(seconds * 1000).toTimeString();
  return text.slice(0, times.at(-1) - times[0] < 600 ? 8 : 5);
}

function latest(values) {
  return values.findLast((value) => value !== null);
}

function drawNumbers(box, { series, fieldConfig }) {
  for (const { name, values } of series) {
    const number = element("span", box, { className: "number" });
    number.textContent = shown(latest(values), fieldConfig.defaults.unit);
    element("small", number, { textContent: name });
  }
}

function drawCurves(box, { series, fieldConfig }, times) {
  const { unit } = fieldConfig.defaults;
  const legend = 22 * Math.ceil(series.length / Math.max(1, Math.floor(box.clientWidth / 160)));
  const options = {
    width: box.clientWidth - 16,
    height: Math.max(80, box.clientHeight - 40 - legend),
    scales: { y: { range: (_, least, most) => [Math.min(0, least ?? 0), (most ?? 1) * 1.1 || 1] } },
    legend: { live: false },
    axes: [
      { values: (_, ticks) => ticks.map((tick) => clock(tick, times)) },
      { size: 85, values: (_, ticks) => ticks.map((tick) => shown(tick, unit)) },
    ],
    series: [
      {},
      ...series.map(({ name }, index) => ({ label: name, stroke: COLOURS[index % COLOURS.length], width: 1.5 })),
    ],
  };
  new uPlot(options, [times, ...series.map(({ values }) => values)], box);
}

for (const { title, description, times, panels } of plots) {
  const section = element("section", document.querySelector("main"));
  element("h1", section, { textContent: title });
  element("p", section, { textContent: description });
  const grid = element("div", section, { className: "grid" });
  for (const panel of panels) {
    if (panel.type === "row") {
      place(element("h2", grid, { textContent: panel.title }), panel.gridPos);
      continue;
    }
    const box = element("div", grid, { className: "panel", title: panel.description ?? "" });
    place(box, panel.gridPos);
    element("h3", box, { textContent: panel.title });
    if (panel.series.length === 0) {
      element("p", box, { className: "none", textContent: "no data" });
    } else if (panel.type === "stat") {
      drawNumbers(box, panel);
    } else {
      drawCurves(box, panel, times);
    }
  }
}
