// Headquarters' page: the organisation's tree, live, and one node at a time in depth.
// Reads /api/v1/tree and /api/v1/nodes/<id>, then follows /api/v1/events.
// Addresses: #/ the whole, #/node/<id> one node, #/alerts, #/find (a phone's search).
// For tests: a place is [data-node="<id>"], an alert [data-alert="<id>"]; body[data-connection] is the
// link's state.

import {
  drawAlerts,
  drawComments,
  drawDevices,
  drawGlance,
  drawPath,
  drawScores,
  drawTopics,
  drawTouchpoints,
} from "/detail.js";
import { $, h, setText, show } from "/kit/dom.js";
import { ask, Live } from "/kit/live.js";
import {
  announce,
  connectionLine,
  loading,
  navigation,
  problem,
  settingsDialog,
} from "/kit/parts.js";
import { questionText } from "/kit/format.js";
import { Steady } from "/kit/steady.js";
import { drawList, drawTable, patchList, patchTable } from "/places.js";
import { Tree } from "/tree.js";

const kReadAgainMs = 5_000; // how often live news may make the page read a node or a window again
const kAlertMs = 300;

const tree = new Tree();
const phone = matchMedia("(max-width: 767px)");
const state = { view: "node", id: null, wanted: "", period: "all", detail: null, loaded: false };

const shownId = () => state.id ?? tree.root;
const places = $("#places");
const steady = new Steady({ draw: () => drawPlaces(), waiting: () => {} });

function act({ toggle, sort }) {
  if (toggle !== undefined) tree.toggle(toggle);
  if (sort !== undefined) chooseSort(sort);
  steady.now();
}

/** A column's head: its own order, then turned round, then the organisation's again. */
function chooseSort(column) {
  if (tree.sort !== column) Object.assign(tree, { sort: column, turned: false });
  else if (!tree.turned) tree.turned = true;
  else Object.assign(tree, { sort: "", turned: false });
  $("#sort").value = tree.sort;
}

function drawPlaces() {
  const id = shownId();
  if (!tree.get(id)) return;
  if (state.view === "find") {
    const none =
      state.wanted.trim() === ""
        ? ["Find a place", "Type a part of its name."]
        : ["No place has this name", "Try fewer letters."];
    drawList(places, tree, tree.find(state.wanted), none);
  } else if (phone.matches) {
    drawList(places, tree, tree.list(id), null);
  } else if (tree.children(id).length > 0) {
    drawTable(places, tree, id, state.wanted, act);
  } else {
    show(places);
  }
}

/** Everything that the tree alone tells; numbers in place at once, rows when the hands are off. */
function drawTree() {
  const node = tree.get(shownId());
  const root = tree.get(tree.root);
  if (!root || !node) return; // below the levels that the tree holds: its own answer is on its way
  setText($("#name"), root.name);
  document.title = `${node.alerts_open > 0 ? `(${node.alerts_open}) ` : ""}${node.name} · Earshot`;
  $("#icon").setAttribute("href", node.alerts_open > 0 ? "/kit/icon-alert.svg" : "/kit/icon.svg");
  document.body.dataset.leaf = String(tree.children(node.id).length === 0);
  drawQuestions();
  drawPath(tree, node.id);
  drawGlance(tree, node.id, state.period);
  drawScores(node, state.period);
  if (phone.matches || state.view === "find") patchList(places, tree);
  else patchTable(places, tree, node.id, state.wanted, act);
}

function drawQuestions() {
  const select = $("#question");
  const scores = tree.get(tree.root).scores ?? [];
  $("#tool-question").hidden = scores.length < 2;
  const told = JSON.stringify(scores.map((score) => [score.question, score.text]));
  if (select.dataset.told !== told) {
    select.dataset.told = told;
    show(
      select,
      scores.map((score) => h("option", { value: score.question }, questionText(score))),
    );
  }
  select.value = tree.question ?? "";
}

function drawDetail() {
  const node = tree.get(shownId());
  if (!node || !state.detail) return;
  drawAlerts(tree, node, state.detail.alerts ?? []);
  drawTouchpoints(tree, state.detail.touchpoints ?? []);
  drawTopics(tree, state.detail.topics ?? []);
  drawDevices(tree, node, state.detail.devices ?? [], state.detail.devices_in_trouble ?? 0);
  drawComments(tree, node, state.detail.comments ?? []);
}

function takeTree(body) {
  if (body.window !== state.period) return;
  tree.take(body.nodes);
  const first = !state.loaded;
  state.loaded = true;
  show(
    $("#page-state"),
    body.nodes.length === 0
      ? problem(
          "The organisation is empty.",
          "The aggregator has no org file with a node in it.",
          refresh,
        )
      : null,
  );
  drawTree();
  if (first) steady.now();
  else steady.change();
}

/** Reads something for the page; a refusal is shown above it, silence is the link's business. */
async function read(what, path, use) {
  try {
    use(await ask(path));
    return true;
  } catch (error) {
    if (!error.status) throw error;
    show(
      $("#page-state"),
      problem(what, `Headquarters says: ${error.message}.`, () => refresh().catch(() => {})),
    );
    return false;
  }
}

async function readDetail() {
  const id = shownId();
  if (id === null) return;
  await read(
    "This place cannot be shown now.",
    `/api/v1/nodes/${encodeURIComponent(id)}?window=${state.period}`,
    (detail) => {
      if (id !== shownId()) return; // the person has gone on meanwhile
      state.detail = detail;
      if (tree.graft(detail)) {
        drawTree();
        steady.change();
      }
      drawDetail();
    },
  );
}

const readTree = () =>
  read("The organisation cannot be shown now.", `/api/v1/tree?window=${state.period}`, takeTree);

async function refresh() {
  if (await readTree()) await readDetail();
}

/** Runs `what` soon, at most once in `every`, however often news asks for it. */
function atMost(every, what) {
  let timer = 0;
  let last = -Infinity;
  return () => {
    if (timer !== 0) return;
    timer = setTimeout(
      () => {
        timer = 0;
        last = performance.now();
        what().catch(() => {}); // silence is the link's business
      },
      Math.max(0, last + every - performance.now()),
    );
  };
}
const readAgain = atMost(kReadAgainMs, () => (state.period === "all" ? readDetail() : refresh()));
const readAlerts = atMost(kAlertMs, readDetail);

function turn(hash) {
  const [, where = "", id = ""] = hash.match(/^\/(?:(node|alerts|find)(?:\/(.*))?)?$/) ?? [];
  const view = where === "alerts" || where === "find" ? where : "node";
  const next = where === "node" ? id : null;
  const moved = view !== state.view || next !== state.id;
  Object.assign(state, { view, id: next });
  document.body.dataset.view = view;
  if (moved) {
    state.detail = null;
    state.wanted = "";
    $("#find").value = "";
    show($("#page-state"));
    scrollTo({ top: 0 });
    for (const part of ["#alerts", "#comments", "#touchpoints", "#devices"]) show($(part));
    $("#devices-section").hidden = true;
    show($("#alerts-state"), loading(1));
    show($("#comments-state"), loading(2));
    $("#comments").hidden = true;
    if (state.loaded) {
      drawTree();
      show(places);
      steady.now();
      readDetail().catch(() => {});
      announce(tree.get(shownId())?.name ?? "");
    }
    if (view === "find") $("#find").focus();
  }
  return view === "node" ? "/" : `/${view}`;
}

$("#find").addEventListener("input", (event) => {
  state.wanted = event.target.value;
  steady.now();
});
$("#tools").addEventListener("submit", (event) => event.preventDefault());
$("#tools").addEventListener("change", (event) => {
  const { name, value } = event.target;
  if (name === "window") {
    state.period = value;
    refresh().catch(() => {});
  } else if (name === "question") {
    tree.ask(value);
    drawTree();
    drawDetail();
    steady.now();
  } else if (name === "sort") {
    Object.assign(tree, { sort: value, turned: false });
    steady.now();
  }
});
phone.addEventListener("change", () => {
  show(places);
  drawPlaces();
});

const sayConnection = connectionLine($("#connection"), "Headquarters");
const live = new Live({
  url: "/api/v1/events",
  refresh,
  events: {
    tree: (body) => {
      if (state.period === "all") takeTree(body);
      readAgain();
    },
    alert: (alert) => {
      readAlerts();
      if (!alert.acknowledged)
        announce(
          `New alert at ${tree.get(alert.location)?.name ?? "a location"}. ${alert.sentence}`,
        );
    },
  },
  onState: (link) => {
    sayConnection(link);
    if (link.kind === "offline" && !state.loaded) {
      setText($("#headline"), "Nothing to show yet");
      setText($("#headline-more"), "Headquarters does not answer");
      show(
        places,
        problem(
          "This page cannot reach headquarters.",
          "Check that the aggregator is running and on the network. Locations keep their answers meanwhile. The page tries again by itself.",
          () => live.tryNow(),
        ),
      );
    }
  },
});

show(places, loading(6));
show($("#alerts-state"), loading(1));
show($("#comments-state"), loading(2));
navigation($("#nav"), turn);
$(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  $("#main").focus();
});
settingsDialog($("#settings-open"), $("#settings"));
live.start();
