// The manager's page of one location: what needs me, how are we doing, what did people just say.
// Reads /api/v1/location, /alerts and /responses, then follows /api/v1/events.
// For tests: a card is [data-alert="<id>"] with data-acknowledged "true" or "false", its one button is
// .acknowledge; a response is [data-response="<id>"]; body[data-connection] is the link's state.

import { AlertList } from "/alerts.js";
import { claimForm, HelpCalls, Messages } from "/care.js";
import { drawGlance, drawScores } from "/glance.js";
import { $, h, setText, show } from "/kit/dom.js";
import { setTimezone } from "/kit/format.js";
import { ask, Live } from "/kit/live.js";
import {
  connectionLine,
  loading,
  navigation,
  problem,
  settingsDialog,
  waitingButton,
} from "/kit/parts.js";
import { ResponseList } from "/responses.js";

const kAgainMs = 10_000;

const lists = {};
const waiting = waitingButton(
  $("#news"),
  [
    ["alerts", "alert", "alerts"],
    ["responses", "response", "responses"],
  ],
  (name) => {
    location.hash = name === "alerts" ? "now" : "responses";
    scrollTo({ top: 0 });
    lists[name]?.showNow();
  },
);

let place = null;
const help = new HelpCalls();
const messages = new Messages($("#messages"));
claimForm($("#claim"));
lists.alerts = new AlertList({ waiting: waiting("alerts"), changed: () => drawHeadline(), help });
lists.responses = new ResponseList({ waiting: waiting("responses") });

function drawHeadline() {
  const open = Math.max(lists.alerts.open, lists.alerts.full ? (place?.alerts_open ?? 0) : 0);
  setText(
    $("#headline"),
    open === 0
      ? "Nothing needs you now"
      : open === 1
        ? "1 alert needs you"
        : `${open} alerts need you`,
  );
  setText($("#headline-more"), lists.alerts.summary());
  document.title = `${open > 0 ? `(${open}) ` : ""}${place?.name ?? "Earshot"}`;
  $("#icon").setAttribute("href", open > 0 ? "/kit/icon-alert.svg" : "/kit/icon.svg");
}

function drawPlace(next) {
  place = next;
  setTimezone(place.timezone);
  setText($("#name"), place.name);
  drawGlance(place);
  drawScores($("#scores"), place);
  if (lists.alerts.loaded) drawHeadline();
}

// Many responses a second would redraw the numbers as often: four times a second is live enough.
let placeTimer = 0;
let placeNext = null;
function placeChanged(next) {
  placeNext = next;
  if (placeTimer !== 0) return;
  drawPlace(next);
  placeTimer = setTimeout(() => {
    placeTimer = 0;
    if (placeNext !== next) placeChanged(placeNext);
  }, 250);
}

/** Reads one part of the page; a refusal is shown in that part alone and asked again. */
async function load(where, what, path, use) {
  try {
    const answer = await ask(path);
    show(where);
    use(answer);
  } catch (error) {
    if (!error.status) throw error;
    const again = () => load(where, what, path, use).catch(() => {});
    show(where, problem(what, `The edge agent says: ${error.message}.`, again));
    setTimeout(() => where.querySelector(".problem") && again(), kAgainMs);
  }
}

/** The place comes first: it tells the zone in which all times are written. */
async function refresh() {
  const { alerts, responses } = lists;
  const part = (where, what) => [$(where), `The ${what} cannot be shown now.`];
  await load(...part("#scores-state", "scores"), "/api/v1/location", drawPlace);
  // Names first: a comment is drawn with them. Without them the page makes do with the ids.
  await ask("/api/v1/topics").then(
    (body) => responses.name(body),
    (error) => {
      if (!error.status) throw error;
    },
  );
  await Promise.all([
    load(...part("#help-state", "calls for help"), "/api/v1/help", (body) => help.replace(body)),
    load(...part("#messages-state", "messages"), "/api/v1/messages", (body) =>
      messages.replace(body),
    ),
    load(...part("#alerts-state", "alerts"), "/api/v1/alerts?limit=50&open=1", (body) =>
      alerts.replace(body.alerts),
    ),
    load(...part("#responses-state", "responses"), "/api/v1/responses?limit=50", (body) =>
      responses.replace(body),
    ),
  ]);
}

const sayConnection = connectionLine($("#connection"), "The edge agent");
const live = new Live({
  url: "/api/v1/events",
  refresh,
  events: {
    location: placeChanged,
    help: (body) => help.replace(body),
    response: (response) => lists.responses.add(response),
    alert: (alert) => lists.alerts.add(alert),
  },
  onState: (state) => {
    sayConnection(state);
    if (state.kind === "offline" && !lists.alerts.loaded) {
      setText($("#headline"), "Nothing to show yet");
      setText($("#headline-more"), "The edge agent does not answer");
      show(
        $("#alerts-state"),
        problem(
          "This page cannot reach the edge agent.",
          "Check that the location’s edge box is on and on the network. Customers’ answers are kept meanwhile. The page tries again by itself.",
          () => live.tryNow(),
        ),
      );
    }
  },
});

navigation($("#nav"), (hash) => {
  const view = ["now", "responses", "scores"].includes(hash) ? hash : "now";
  if (document.body.dataset.view !== view) scrollTo({ top: 0 });
  document.body.dataset.view = view;
  return view;
});
$(".skip").addEventListener("click", () => $("#main").focus());
settingsDialog($("#settings-open"), $("#settings"));
show($("#alerts-state"), loading(2));
show($("#responses-state"), loading(5));
show($("#scores-state"), h("div", { class: "bone" }), h("div", { class: "bone" }));
live.start();
