// What one node says beyond its row: the first screenful, its scores with their trend, its alerts,
// touchpoints and recent comments.

import { scoreBlock } from "/kit/charts.js";
import { $, h, reconcile, said, setText, show, svg } from "/kit/dom.js";
import { count, moment, named, plural, questionText } from "/kit/format.js";
import { acknowledgedWords, alertBody, empty, responseItem } from "/kit/parts.js";
import { blank, byQuestion, fillScoreCard, leading, onChange } from "/kit/scores.js";
import { nodeLink } from "/places.js";

const kWindows = {
  day: "the last day",
  week: "the last week",
  month: "the last month",
  all: "all time",
};
const kNamed = 12; // late places named one by one
const kTopics = 8; // what is spoken of most
const kDevicesShown = 8; // of a region: the longest waiting

export function drawPath(tree, id) {
  const path = tree.path(id);
  const here = path.pop();
  $("#path").hidden = path.length === 0;
  $("#place-title").hidden = path.length === 0;
  setText($("#place-title"), here.name);
  const list = $("#path ol");
  onChange(
    list,
    path.map((node) => [node.id, node.name]),
    () =>
      show(
        list,
        path.map((node, at) =>
          h("li", {}, h("a", { href: at === 0 ? "#/" : nodeLink(node) }, said(node.name))),
        ),
      ),
  );
}

/** The three answers: is anything wrong, how are we doing, can I trust the numbers. */
export function drawGlance(tree, id, period) {
  const node = tree.get(id);
  const alerting = tree.locations(id).filter((place) => place.alerts_open > 0).length;
  setText(
    $("#headline"),
    node.alerts_open === 0
      ? "No open alerts"
      : plural(node.alerts_open, "alert is open", "alerts are open"),
  );
  const where =
    tree.children(id).length === 0
      ? "at this location"
      : `in ${plural(alerting, "location", "locations")}`;
  setText(
    $("#headline-more"),
    node.alerts_open === 0
      ? `${named(node.kind)}, ${plural(node.locations, "location", "locations")}`
      : where,
  );
  const score = tree.score(node) ?? leading(node.scores);
  const cell = $("#glance-score");
  onChange(cell, [score, period], () => {
    if (!score)
      return show(cell, h("p", { class: "glance-label" }, "Score"), h("p", {}, "No answers yet"));
    show(
      cell,
      h("p", { class: "glance-label" }, `${named(kWindows[period])}: `, said(questionText(score))),
      scoreBlock(score, { large: true }),
    );
  });
  drawCompleteness(tree, id, node);
}

function drawCompleteness(tree, id, node) {
  const { complete, words } = node.completeness;
  const all =
    node.locations === 0
      ? "No location belongs here yet"
      : node.locations === 1
        ? "Everything has arrived"
        : `Everything has arrived from all ${plural(node.locations, "location", "locations")}`;
  $("#health").dataset.ok = String(complete);
  setText($("#health-words"), complete ? all : words);
  const late = tree.locations(id).filter((place) => !place.completeness.complete);
  const list = $("#health-more");
  onChange(
    list,
    late.map((place) => [place.name, place.completeness]),
    () => {
      const lines = late
        .slice(0, kNamed)
        .map((place) =>
          h(
            "li",
            {},
            h("a", { href: nodeLink(place) }, said(place.name)),
            `: ${place.completeness.words}`,
          ),
        );
      if (late.length > kNamed)
        lines.push(
          h(
            "li",
            { class: "soft" },
            `and ${plural(late.length - kNamed, "more location", "more locations")}`,
          ),
        );
      show(
        list,
        lines.length > 0
          ? lines
          : h("li", { class: "soft" }, "Every device’s answers up to now are in these numbers."),
      );
    },
  );
}

export function drawScores(node, period) {
  const scores = (node.scores ?? []).filter((score) => score.n > 0 || node.scores.length === 1);
  reconcile(
    $("#scores"),
    scores,
    (score) => score.question,
    () => h("article", { class: "card score-card" }),
    (card, score) => {
      const points = (node.trend ?? []).filter((point) => point.question === score.question);
      onChange(card, [score, points, period], () =>
        fillScoreCard(card, [["", score]], `Over ${kWindows[period]}`, points),
      );
    },
  );
  $("#scores-section").hidden = scores.length === 0;
}

/** Alerts, newest first as they come; each says its location when the node has several. */
export function drawAlerts(tree, node, alerts) {
  const make = (alert) => h("li", { class: "card alert", "data-alert": alert.id });
  const key = (alert) => `${alert.location ?? ""} ${alert.id}`;
  reconcile($("#alerts"), alerts, key, make, (card, alert) => {
    onChange(card, alert, () => {
      const place = tree.get(alert.location);
      card.dataset.acknowledged = String(alert.acknowledged);
      const where =
        place && place.id !== node.id
          ? h("p", {}, h("a", { href: nodeLink(place) }, said(place.name)))
          : null;
      show(
        card,
        where,
        alertBody(alert),
        alert.acknowledged
          ? acknowledgedWords(alert)
          : h("p", { class: "soft open" }, "Open: nobody has acknowledged it yet."),
      );
    });
  });
  show(
    $("#alerts-state"),
    alerts.length === 0
      ? empty("No alerts", "What a location’s manager is told appears here too.")
      : null,
  );
}

export function drawTouchpoints(tree, touchpoints) {
  $("#touchpoints-section").hidden = touchpoints.length === 0;
  reconcile(
    $("#touchpoints"),
    touchpoints,
    (each) => each.touchpoint,
    () => h("li", { class: "touchpoint" }),
    (item, each) => {
      const score =
        byQuestion(each.scores, tree.question) ?? leading(each.scores) ?? blank({ kind: "nps" });
      onChange(item, [each.touchpoint, score], () =>
        show(item, h("strong", {}, said(named(each.touchpoint))), scoreBlock(score)),
      );
    },
  );
}

/** "4 bad, 1 in between, 11 good" */
function thought({ negative, neutral, positive }) {
  const parts = [
    [negative, "bad"],
    [neutral, "in between"],
    [positive, "good"],
  ];
  return parts
    .filter(([n]) => n > 0)
    .map(([n, word]) => `${count(n)} ${word}`)
    .join(", ");
}

/** Bad on the left, good on the right, as long as there are comments: place says it, colour repeats. */
function thoughtBar(topic, most) {
  const bar = svg("svg", {
    class: "thought",
    viewBox: "0 0 100 8",
    preserveAspectRatio: "none",
    "aria-hidden": "true",
  });
  let x = 0;
  for (const name of ["negative", "neutral", "positive"]) {
    const width = (100 * topic[name]) / most;
    if (width > 0) bar.append(svg("rect", { class: `thought-${name}`, x, width, height: 8 }));
    x += width;
  }
  return bar;
}

/** Topics of the question that the page shows; the numbers are counted where it was said. */
export function drawTopics(tree, topics) {
  const known = topics.some((topic) => topic.question === tree.question);
  const asked = known ? tree.question : topics[0]?.question;
  const shown = topics
    .filter((topic) => topic.question === asked && topic.comments > 0)
    .slice(0, kTopics);
  $("#topics-section").hidden = shown.length === 0;
  const most = Math.max(...shown.map((topic) => topic.comments), 1);
  reconcile(
    $("#topics"),
    shown,
    (topic) => topic.topic,
    (topic) => h("li", { class: "topic", "data-topic": topic.topic }),
    (item, topic) =>
      onChange(item, [topic, most], () =>
        show(
          item,
          h(
            "p",
            { class: "topic-head" },
            h("strong", {}, said(named(topic.topic))),
            h("span", { class: "soft" }, plural(topic.comments, "comment", "comments")),
          ),
          thoughtBar(topic, most),
          h("p", { class: "soft topic-words" }, thought(topic)),
        ),
      ),
  );
}

const kDevices = { edge: "Edge agent", kiosk: "Kiosk", stranger: "Not in the org file" };

const kStreams = {
  edge: { urgent: "alerts", cells: "numbers", verbatims: "comments" },
  kiosk: { urgent: "urgent answers", responses: "answers" },
};

/** "numbers: all received", "answers: waiting since 10:02"; of a silent device nobody knows. */
function streamWords(kind, { stream, oldest_unreceived, oldest_unreceived_seconds, reason }) {
  const what = kStreams[kind]?.[stream] ?? stream;
  if (oldest_unreceived === null || oldest_unreceived_seconds === 0) return `${what}: all received`;
  const since = moment(oldest_unreceived);
  return reason === "silent" ? `${what}: not known since ${since}` : `${what}: waiting since ${since}`;
}

function deviceItem(tree, node, device) {
  const place = tree.get(device.location);
  const where =
    place && place.id !== node.id && device.kind === "kiosk"
      ? [", ", h("a", { href: nodeLink(place) }, said(place.name))]
      : [];
  const name =
    device.kind === "edge" && place && place.id !== node.id
      ? h("a", { href: nodeLink(place) }, said(place.name))
      : said(device.device);
  const heard =
    device.kind === "stranger"
      ? null
      : device.last_heard === null
        ? "never heard"
        : `heard ${moment(device.last_heard)}`;
  return [
    h(
      "p",
      { class: "device-head" },
      h("strong", {}, name),
      h("span", { class: "soft" }, kDevices[device.kind] ?? device.kind, where),
    ),
    device.words === "" ? null : h("p", { class: "late device-words" }, said(sentence(device.words))),
    device.streams.length === 0 && heard === null
      ? null
      : h(
          "p",
          { class: "soft device-streams" },
          [heard, ...device.streams.map((each) => streamWords(device.kind, each))].filter(Boolean).join(" · "),
        ),
  ];
}

/** Of a location its edge agent and kiosks; of anything larger those that need a look. */
export function drawDevices(tree, node, devices, inTrouble) {
  const leaf = tree.children(node.id).length === 0;
  $("#devices-section").hidden = devices.length === 0;
  setText($("#devices-head"), leaf ? "Devices" : "Devices that need a look");
  const key = (device) => `${device.kind} ${device.location ?? ""} ${device.device}`;
  const shown = leaf ? devices : devices.slice(0, kDevicesShown);
  reconcile(
    $("#devices"),
    shown,
    key,
    (device) => h("li", { class: "device", "data-device": device.device }),
    (item, device) =>
      onChange(item, [device, place(tree, device)], () =>
        show(item, ...deviceItem(tree, node, device)),
      ),
  );
  const more = inTrouble - shown.filter((device) => device.words !== "").length;
  setText($("#devices-more"), more > 0 ? `and ${plural(more, "more device", "more devices")}` : "");
}

const place = (tree, device) => tree.get(device.location)?.name ?? "";
const sentence = (words) => words.charAt(0).toUpperCase() + words.slice(1);

export function drawComments(tree, node, comments) {
  const list = $("#comments");
  list.hidden = comments.length === 0;
  reconcile(
    list,
    comments,
    (response) => response.id,
    (response) => {
      const place = tree.get(response.location);
      return responseItem(response, place && place.id !== node.id ? place.name : null);
    },
  );
  const none = [
    "No comments here",
    "Comments come to headquarters where the location’s policy allows it.",
  ];
  show($("#comments-state"), comments.length === 0 ? empty(...none) : null);
}
