// The first screenful's numbers and the column of scores: one question one card, always number,
// whisker and how many answers.

import { scoreBlock } from "/kit/charts.js";
import { $, h, reconcile, said, setText, show } from "/kit/dom.js";
import { ago, moment, named, plural, questionText } from "/kit/format.js";
import { post } from "/kit/live.js";
import { announce, empty } from "/kit/parts.js";
import { blank, byQuestion, fillScoreCard, leading, onChange } from "/kit/scores.js";

export function drawGlance(place) {
  const cell = $("#glance-score");
  const lead = leading(place.scores);
  const today = lead && (byQuestion(place.today, lead.question) ?? blank(lead));
  onChange(cell, today, () => {
    if (!today)
      return show(cell, h("p", { class: "glance-label" }, "Today"), h("p", {}, "No answers yet"));
    show(
      cell,
      h("p", { class: "glance-label" }, "Today: ", said(questionText(today))),
      scoreBlock(today, { large: true }),
    );
  });
  drawHealth(place);
}

function drawHealth(place) {
  const health = $("#health");
  health.dataset.ok = String(place.health?.ok ?? true);
  setText($("#health-words"), healthWords(place));
  const more = $("#health-more");
  const told = [
    place.kiosks,
    place.headquarters,
    place.quarantined,
    place.incidents,
    place.last_incidents,
  ];
  onChange(more, told, () => show(more, healthList(place)));
}

/** How the kiosks are and what headquarters has, in one line. */
function healthWords({ health, headquarters }) {
  const here = health?.words ?? "The edge agent does not say how it is.";
  const there = headquarters?.words ?? "";
  return here.includes(there) ? here : `${here} ${there}`;
}

function healthList(place) {
  const lines = [];
  for (const kiosk of place.kiosks ?? []) {
    const heard = kiosk.last_heard ? `heard ${ago(kiosk.last_heard)}` : "never heard from";
    const since = kiosk.pending_since ? ` since ${moment(kiosk.pending_since)}` : "";
    const pending =
      kiosk.pending > 0 ? `, ${plural(kiosk.pending, "answer", "answers")} on the way${since}` : "";
    lines.push(
      h("dt", {}, said(named(kiosk.touchpoint || kiosk.device))),
      h("dd", {}, said(kiosk.device), `, ${heard}${pending || oldest(kiosk.streams)}`),
    );
    if (kiosk.words) lines.push(h("dd", { class: "trouble" }, sentence(kiosk.words)));
  }
  if (lines.length === 0)
    lines.push(h("dt", {}, "Kiosks"), h("dd", {}, "None has been heard from yet"));
  const headquarters = place.headquarters?.words;
  if (headquarters)
    lines.push(h("dt", {}, "Headquarters"), h("dd", {}, headquarters));
  if (place.quarantined > 0)
    lines.push(h("dt", {}, "Set aside"), h("dd", {}, ...setAside(place.quarantined)));
  const noted = place.last_incidents ?? [];
  if (noted.length > 0)
    lines.push(
      h("dt", {}, place.incidents > noted.length ? `Incidents (${place.incidents})` : "Incidents"),
      ...noted.map((one) => h("dd", {}, `${moment(one.at)}: `, said(incidentWords(one)))),
    );
  return h("dl", {}, lines);
}

const sentence = (words) => `${words[0].toUpperCase()}${words.slice(1)}.`;

/** An incident names its device, once. */
const incidentWords = ({ device, words }) =>
  words.startsWith(device) ? `${words}.` : `${named(device)}: ${words}.`;

/** How long the oldest record without a receipt has waited, when that is worth a word. */
function oldest(streams) {
  const since = (streams ?? [])
    .filter((stream) => stream.oldest_unreceived_seconds >= 60)
    .map((stream) => stream.oldest_unreceived)
    .sort()[0];
  return since ? `, the oldest without a receipt since ${moment(since)}` : "";
}

/** Records that could not be filed, and a way to try again (after an update, for instance). */
function setAside(quarantined) {
  const line = h(
    "span",
    { role: "status" },
    `${plural(quarantined, "record", "records")} could not be filed and ${quarantined === 1 ? "is" : "are"} kept. `,
  );
  const again = h(
    "button",
    {
      type: "button",
      class: "link",
      on: {
        click: async () => {
          again.disabled = true;
          try {
            const { applied, still_quarantined: still } = await post(
              "/api/v1/quarantine/retry",
              {},
            );
            setText(line, `${applied} filed, ${still} still set aside. `);
          } catch (error) {
            setText(line, `That did not work: ${error.message}. `);
          }
          announce(line.textContent);
          again.disabled = false;
        },
      },
    },
    "Try again",
  );
  return [line, again];
}

/** One card per question: today, everything kept, and the last day by the hour. */
export function drawScores(parent, place) {
  const scores = place.scores ?? [];
  const make = () => h("article", { class: "card score-card" });
  reconcile(
    parent,
    scores,
    (score) => score.question,
    make,
    (card, score) => {
      const today = byQuestion(place.today, score.question) ?? blank(score);
      const hours = (place.hours ?? []).filter((hour) => hour.question === score.question);
      onChange(card, [score, today, hours], () => {
        const points = hours.map(({ hour, score: value, n }) => ({ at: hour, score: value, n }));
        fillScoreCard(
          card,
          [
            ["Today", today],
            ["Everything kept", score],
          ],
          "The last 24 hours, by the hour",
          points,
        );
      });
    },
  );
  if (scores.length === 0)
    show(
      $("#scores-state"),
      empty("No scores yet", "The first answer at a kiosk makes the first number here."),
    );
}
