// Whisker, spark line and trend. Charts begin where their scale begins, label their lines directly and
// have their table behind them. Meaning never rests on colour.

import { h, svg } from "./dom.js";
import { certainty, clock, count, domain, figure, kFewAnswers, moment } from "./format.js";

const round = (value) => Math.round(value * 10) / 10;

/** Where `value` lies on its kind's scale, in percent. */
function place(kind, value) {
  const { low, high } = domain(kind);
  return round((100 * (Math.min(high, Math.max(low, value)) - low)) / (high - low));
}

/**
 * A score's interval on its whole scale: a hairline for the scale with a tick in its middle, a bar for
 * the 95 % interval, a dot for the score (hollow when there are too few answers to say).
 */
export function whisker(score) {
  const empty = score.n === 0 || score.score === null;
  const label = empty
    ? "No answers yet"
    : `${figure(score.kind, score.score)}. ${certainty(score)}`;
  const picture = svg("svg", { class: "whisker", role: "img", "aria-label": label, height: 16 });
  picture.append(
    svg("line", { class: "whisker-scale", x1: "0%", x2: "100%", y1: 8, y2: 8 }),
    svg("line", { class: "whisker-scale", x1: "50%", x2: "50%", y1: 4, y2: 12 }),
  );
  if (empty) return picture;
  const low = `${place(score.kind, score.low)}%`;
  const high = `${place(score.kind, score.high)}%`;
  picture.append(
    svg("line", { class: "whisker-range", x1: low, x2: high, y1: 8, y2: 8 }),
    svg("line", { class: "whisker-range", x1: low, x2: low, y1: 4.5, y2: 11.5 }),
    svg("line", { class: "whisker-range", x1: high, x2: high, y1: 4.5, y2: 11.5 }),
    svg("circle", {
      class: score.n < kFewAnswers ? "whisker-dot few" : "whisker-dot",
      cx: `${place(score.kind, score.score)}%`,
      cy: 8,
      r: 4,
    }),
  );
  return picture;
}

/** Number, whisker and certainty: the one form in which a score appears. */
export function scoreBlock(score, { large = false } = {}) {
  const few = score.n < kFewAnswers;
  return h(
    "div",
    { class: `score${large ? " score-large" : ""}${few ? " score-few" : ""}` },
    h("span", { class: "score-figure" }, figure(score.kind, score.score)),
    whisker(score),
    h("span", { class: "score-certainty" }, certainty(score)),
  );
}

/** Adds points up into at most `buckets` stretches of equal time, weighted by n; empty ones are null. */
export function stretches(points, buckets = 24) {
  if (points.length === 0) return [];
  const times = points.map((point) => Date.parse(point.at));
  const first = Math.min(...times);
  const span = Math.max(1, Math.max(...times) - first);
  const size = points.length <= buckets ? points.length : buckets;
  const sums = Array.from({ length: size }, () => ({ n: 0, sum: 0, at: 0 }));
  points.forEach((point, index) => {
    if (point.score === null || point.n === 0) return;
    const slot =
      size === 1 ? 0 : Math.min(size - 1, Math.round(((times[index] - first) / span) * (size - 1)));
    sums[slot].n += point.n;
    sums[slot].sum += point.score * point.n;
  });
  return sums.map(({ n, sum }) => (n === 0 ? null : { score: sum / n, n }));
}

/** A row's trend, drawn small between `low` and `high`; a gap where nobody answered. */
export function spark(kind, points, { low, high }, { width = 96, height = 32 } = {}) {
  const values = stretches(points);
  const last = values.findLast((value) => value !== null);
  const known = values.filter((value) => value !== null).length;
  const label = last
    ? `Trend over ${plural(known)}, now ${figure(kind, last.score)}`
    : "No trend yet";
  const picture = svg("svg", { class: "spark", role: "img", "aria-label": label, width, height });
  const part = (score) => (Math.min(high, Math.max(low, score)) - low) / (high - low);
  const y = (score) => round(4 + (height - 8) * (1 - part(score)));
  const x = (index) =>
    round(4 + (values.length < 2 ? 1 : index / (values.length - 1)) * (width - 8));
  if (!last) return picture;
  picture.append(
    svg("path", { class: "spark-line", d: pathOf(values, x, (value) => y(value.score)) }),
  );
  const end = values.findLastIndex((value) => value !== null);
  picture.append(svg("circle", { class: "spark-end", cx: x(end), cy: y(last.score), r: 3 }));
  return picture;
}

const plural = (n) => (n === 1 ? "1 stretch of time" : `${n} stretches of time`);

/** One line through the values that are there; a new beginning after each gap. */
function pathOf(values, x, y) {
  let path = "";
  let pen = "M";
  values.forEach((value, index) => {
    if (value === null) {
      pen = "M";
      return;
    }
    path += `${pen}${x(index)} ${y(value)}`;
    pen = "L";
  });
  return path;
}

/** Fills the hours between the first and the last so that a quiet hour is a gap, not a short cut. */
function everyHour(points) {
  const byHour = new Map(
    points.map((point) => [Math.floor(Date.parse(point.at) / 3_600_000), point]),
  );
  const hours = [...byHour.keys()].sort((a, b) => a - b);
  const all = [];
  for (let hour = hours[0]; hour <= hours.at(-1) && all.length < 24 * 8; hour++) {
    all.push(
      byHour.get(hour) ?? { at: new Date(hour * 3_600_000).toISOString(), score: null, n: 0 },
    );
  }
  return all;
}

/**
 * The score over time with the number of answers under it. `points` are {at, score, n}, any order.
 * Keeps itself as wide as its place. Returns a figure with the table behind it.
 */
export function trend(kind, title, points) {
  const sorted = [...points]
    .filter((point) => point.n > 0)
    .sort((a, b) => a.at.localeCompare(b.at));
  const figureElement = h("figure", { class: "trend" }, h("figcaption", {}, title));
  if (sorted.length === 0) {
    figureElement.append(h("p", { class: "soft" }, "No answers in this time."));
    return figureElement;
  }
  const spanDays = (Date.parse(sorted.at(-1).at) - Date.parse(sorted[0].at)) / 86_400_000;
  const values = spanDays <= 8 ? everyHour(sorted) : sorted;
  const place = h("div", { class: "trend-picture" });
  const draw = () => {
    const width = Math.floor(place.clientWidth);
    if (width > 0) place.replaceChildren(trendPicture(kind, title, values, width, spanDays));
  };
  new ResizeObserver(draw).observe(place);
  figureElement.append(place, trendTable(kind, sorted));
  return figureElement;
}

function trendPicture(kind, title, values, width, spanDays) {
  const height = 172;
  const left = 36;
  const right = 60;
  const top = 10;
  const base = 112;
  const barBase = 148;
  const { low, middle, high } = domain(kind);
  const room = width - left - right;
  const step = room / Math.max(1, values.length - 1);
  const x = (index) => round(left + (values.length === 1 ? room : index * step));
  const y = (score) => round(top + (base - top) * (1 - (score - low) / (high - low)));
  const most = Math.max(...values.map((value) => value.n));
  const end = values.findLastIndex((value) => value.n > 0);
  const picture = svg("svg", {
    class: "trend-svg",
    width,
    height,
    role: "img",
    "aria-label": `${title}. The numbers are in the table below.`,
  });
  for (const tick of [low, middle, high]) {
    picture.append(
      svg("line", {
        class: tick === middle ? "grid middle" : "grid",
        x1: left,
        x2: left + room,
        y1: y(tick),
        y2: y(tick),
      }),
      svg("text", { x: left - 6, y: y(tick) + 4, "text-anchor": "end" }, figure(kind, tick)),
    );
  }
  const bar = Math.max(1, Math.min(14, step * 0.6));
  values.forEach((value, index) => {
    if (value.n === 0) return;
    const tall = Math.max(1.5, (26 * value.n) / most);
    picture.append(
      svg("rect", {
        class: "bar",
        x: round(x(index) - bar / 2),
        width: round(bar),
        y: round(barBase - tall),
        height: round(tall),
        rx: 1,
      }),
    );
  });
  const line = values.map((value) => (value.n === 0 ? null : value));
  picture.append(
    svg("path", { class: "trend-line", d: pathOf(line, x, (value) => y(value.score)) }),
  );
  if (values.length <= 48) {
    values.forEach((value, index) => {
      if (value.n === 0) return;
      const few = value.n < kFewAnswers ? " few" : "";
      picture.append(
        svg("circle", {
          class: `trend-dot${few}`,
          cx: x(index),
          cy: y(value.score),
          r: index === end ? 4 : 2.5,
        }),
      );
    });
  }
  picture.append(
    svg(
      "text",
      { class: "strong", x: x(end) + 9, y: y(values[end].score) + 4 },
      figure(kind, values[end].score),
    ),
    svg("text", { x: left + room + 9, y: barBase }, "answers"),
    svg("text", { x: left - 6, y: barBase, "text-anchor": "end" }, count(most)),
    ...timeLabels(values, x, height - 6, room, spanDays),
  );
  return picture;
}

/** Times under the chart, as many as fit without touching. */
function timeLabels(values, x, y, room, spanDays) {
  const label = spanDays <= 1.5 ? clock : moment;
  const apart = spanDays <= 1.5 ? 56 : 96;
  const every = Math.max(1, Math.ceil(values.length / Math.max(1, Math.floor(room / apart))));
  return values
    .map((value, index) => ({ value, index }))
    .filter(({ index }) => (values.length - 1 - index) % every === 0)
    .map(({ value, index }) =>
      svg("text", { x: x(index), y, "text-anchor": "middle" }, label(value.at)),
    );
}

function trendTable(kind, values) {
  const rows = values
    .toReversed()
    .map((value) =>
      h(
        "tr",
        {},
        h("th", { scope: "row" }, moment(value.at)),
        h("td", {}, figure(kind, value.score)),
        h("td", {}, count(value.n)),
      ),
    );
  return h(
    "details",
    { class: "behind" },
    h("summary", {}, "The numbers"),
    h(
      "div",
      {
        class: "scroll",
        tabindex: "0",
        role: "group",
        "aria-label": "The numbers behind the chart",
      },
      h(
        "table",
        { class: "plain" },
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            h("th", { scope: "col" }, "Hour"),
            h("th", { scope: "col" }, "Score"),
            h("th", { scope: "col" }, "Answers"),
          ),
        ),
        h("tbody", {}, rows),
      ),
    ),
  );
}
