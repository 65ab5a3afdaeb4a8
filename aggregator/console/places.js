// The places below a node: a table that opens and closes on a desk, a list to step down on a phone.
// Numbers change in place; rows change places only when nobody is about to press one.

import { spark, whisker } from "/kit/charts.js";
import { $, h, reconcile, said, setText, show, svg } from "/kit/dom.js";
import { certainty, count, domain, figure, kFewAnswers, plural } from "/kit/format.js";
import { empty } from "/kit/parts.js";
import { blank, onChange } from "/kit/scores.js";

const kColumns = [
  ["name", "Place"],
  ["score", "Score"],
  [null, null], // the whisker: its head is the scale
  ["n", "Answers"],
  ["trend", "Trend"],
  ["complete", "Complete"],
  ["alerts", "Alerts"],
];

export const nodeLink = (node) => `#/node/${encodeURIComponent(node.id)}`;
const unasked = { question: "", kind: "nps", n: 0, score: null, low: null, high: null };
const scoreOf = (tree, node) =>
  tree.score(node) ?? blank(tree.score(tree.get(tree.root)) ?? unasked);
const trendOf = (tree, node) =>
  (node.trend ?? []).filter((point) => point.question === tree.question);
const alertWords = (n) => (n === 0 ? "–" : `${count(n)} open`);

/** The table of everything below `top`. `act` is told {toggle: id} or {sort: column}. */
export function drawTable(parent, tree, top, wanted, act) {
  let table = $("table.tree", parent);
  if (!table) {
    table = h("table", { class: "tree" }, h("thead"), h("tbody"));
    table.addEventListener("keydown", (event) => steer(event, table, act));
    show(parent, h("div", { class: "card table-card" }, table, h("div", { class: "none" })));
  }
  drawHead(table.tHead, tree, act);
  const rows = tree.rows(top, wanted);
  reconcile(
    table.tBodies[0],
    rows,
    ({ node }) => node.id,
    ({ node }) =>
      h(
        "tr",
        { "data-node": node.id },
        h("th", { scope: "row" }),
        kColumns.slice(1).map(() => h("td")),
      ),
    (row, item) => drawRow(row, tree, item, act),
  );
  show(
    $(".none", parent),
    rows.length === 0 ? empty("No place has this name", "Try fewer letters.") : null,
  );
}

/** Brings the numbers of rows that are there up to date, moving nothing. */
export function patchTable(parent, tree, top, wanted, act) {
  const items = new Map(tree.rows(top, wanted).map((item) => [item.node.id, item]));
  for (const row of parent.querySelectorAll("tr[data-node]")) {
    const item = items.get(row.dataset.node);
    if (item) drawRow(row, tree, item, act);
  }
}

function drawHead(head, tree, act) {
  const kind = scoreOf(tree, tree.get(tree.root)).kind;
  onChange(head, [tree.sort, tree.turned, kind, tree.range], () => {
    const { low, middle, high } = domain(kind);
    const cells = kColumns.map(([column, words]) => {
      if (words === null) {
        const marks = [low, middle, high].map((value) => h("span", {}, figure(kind, value)));
        return h(
          "th",
          { scope: "col", class: "scale-cell" },
          h("span", { class: "unseen" }, "Interval, from "),
          h("span", { class: "scale" }, marks),
        );
      }
      if (column === "trend")
        return h(
          "th",
          { scope: "col" },
          words,
          h(
            "span",
            { class: "soft range" },
            `${figure(kind, tree.range.low)} to ${figure(kind, tree.range.high)}`,
          ),
        );
      const sorted = tree.sort === column;
      const falling = ["n", "alerts", "complete"].includes(column) !== tree.turned;
      const arrow = sorted
        ? svg(
            "svg",
            {
              class: `arrow${falling ? " falling" : ""}`,
              width: 10,
              height: 10,
              viewBox: "0 0 10 10",
              "aria-hidden": "true",
            },
            svg("path", { d: "M1 7l4-4.500 4 4.500" }),
          )
        : null;
      const button = h(
        "button",
        {
          type: "button",
          class: "sort",
          "data-sort": column,
          on: { click: () => act({ sort: column }) },
        },
        words,
        arrow,
      );
      return h(
        "th",
        { scope: "col", "aria-sort": sorted ? (falling ? "descending" : "ascending") : "none" },
        button,
      );
    });
    show(head, h("tr", {}, cells));
  });
}

function drawRow(row, tree, { node, level, open, parts }, act) {
  const score = scoreOf(tree, node);
  const trend = trendOf(tree, node);
  const [name, number, range, n, line, complete, alerts] = row.cells;
  onChange(name, [node.name, node.locations, level, parts], () => {
    name.style.setProperty("--level", level);
    const button = h("button", {
      type: "button",
      class: "fold",
      "aria-label": `Parts of ${node.name}`,
      on: { click: () => act({ toggle: node.id }) },
    });
    const kind =
      parts > 0
        ? h("span", { class: "soft kind" }, plural(node.locations, "location", "locations"))
        : null;
    show(
      name,
      h(
        "div",
        { class: "name" },
        parts > 0 && level > 0 ? button : h("span", { class: "fold-room" }),
        h("a", { href: nodeLink(node) }, said(node.name)),
        kind,
      ),
    );
  });
  $(".fold", name)?.setAttribute("aria-expanded", String(open));
  onChange(number, [score.score, score.n], () => {
    number.className = score.n < kFewAnswers ? "number few" : "number";
    setText(number, figure(score.kind, score.score));
  });
  onChange(range, score, () => show(range, whisker(score)));
  onChange(n, [score.n], () => {
    n.className = "number n";
    show(
      n,
      count(score.n),
      score.n < kFewAnswers
        ? h("span", { class: "soft few-words" }, score.n === 0 ? "none yet" : "too few to say")
        : null,
    );
  });
  onChange(line, [score.kind, tree.range, trend], () =>
    show(line, spark(score.kind, trend, tree.range)),
  );
  onChange(complete, node.completeness, () => {
    complete.className = node.completeness.complete ? "complete soft" : "complete late";
    setText(complete, node.completeness.words);
  });
  onChange(alerts, [node.alerts_open], () => {
    alerts.className = node.alerts_open > 0 ? "alerts-cell some" : "alerts-cell soft";
    setText(alerts, alertWords(node.alerts_open));
  });
}

/** Arrow keys in the table: up and down between rows, left and right close and open. */
function steer(event, table, act) {
  const row = event.target.closest("tbody tr");
  if (!row || event.altKey || event.ctrlKey || event.metaKey) return;
  const fold = $(".fold", row);
  const open = fold?.getAttribute("aria-expanded") === "true";
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const next = event.key === "ArrowDown" ? row.nextElementSibling : row.previousElementSibling;
    $("a", next ?? row).focus();
  } else if (
    (event.key === "ArrowRight" && fold && !open) ||
    (event.key === "ArrowLeft" && fold && open)
  ) {
    act({ toggle: row.dataset.node });
  } else {
    return;
  }
  event.preventDefault();
}

/** The list of `nodes`, each a link one step down. */
export function drawList(parent, tree, nodes, none) {
  let list = $("ul.places", parent);
  if (!list) {
    list = h("ul", { class: "places card list" });
    show(parent, list, h("div", { class: "none" }));
  }
  list.hidden = nodes.length === 0;
  reconcile(
    list,
    nodes,
    (node) => node.id,
    (node) =>
      h("li", { "data-node": node.id }, h("a", { class: "place-row", href: nodeLink(node) })),
    (item, node) => fillItem(item, tree, node),
  );
  show($(".none", parent), nodes.length === 0 && none ? empty(...none) : null);
}

export function patchList(parent, tree) {
  for (const item of parent.querySelectorAll("li[data-node]")) {
    const node = tree.get(item.dataset.node);
    if (node) fillItem(item, tree, node);
  }
}

function fillItem(item, tree, node) {
  const score = scoreOf(tree, node);
  const few = score.n < kFewAnswers ? " score-few" : "";
  onChange(item, [node.name, node.locations, score, node.completeness, node.alerts_open], () => {
    const where =
      tree.children(node.id).length > 0
        ? plural(node.locations, "location", "locations")
        : tree.get(node.parent)?.name;
    show(
      item.firstChild,
      h(
        "span",
        { class: "place-name" },
        h("strong", {}, said(node.name)),
        h("span", { class: "soft" }, said(where ?? node.kind)),
      ),
      node.alerts_open > 0
        ? h("span", { class: "place-alerts" }, alertWords(node.alerts_open))
        : null,
      h(
        "span",
        { class: `score${few}` },
        h("span", { class: "score-figure" }, figure(score.kind, score.score)),
        whisker(score),
        h("span", { class: "score-certainty" }, certainty(score)),
      ),
      node.completeness.complete ? null : h("span", { class: "late" }, node.completeness.words),
    );
  });
}
