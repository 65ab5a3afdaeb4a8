// The first screenful's numbers and the column of scores: one question one card, always number,
// whisker and how many answers.

import { scoreBlock } from "/kit/charts.js";
import { $, h, reconcile, said, setText, show } from "/kit/dom.js";
import { ago, moment, named, plural, questionText } from "/kit/format.js";
import { empty } from "/kit/parts.js";
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
  onChange(more, [place.kiosks, place.headquarters, place.quarantined, place.incidents], () =>
    show(more, healthList(place)),
  );
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
      h("dd", {}, said(kiosk.device), `, ${heard}${pending}`),
    );
  }
  if (lines.length === 0)
    lines.push(h("dt", {}, "Kiosks"), h("dd", {}, "None has been heard from yet"));
  const headquarters = place.headquarters?.words;
  if (headquarters) lines.push(h("dt", {}, "Headquarters"), h("dd", {}, headquarters));
  if (place.quarantined > 0)
    lines.push(
      h("dt", {}, "Set aside"),
      h(
        "dd",
        {},
        `${plural(place.quarantined, "record", "records")} could not be read; the log says why`,
      ),
    );
  if (place.incidents > 0)
    lines.push(
      h("dt", {}, "Incidents"),
      h(
        "dd",
        {},
        `${plural(place.incidents, "incident", "incidents")} with a device’s store; the log says which`,
      ),
    );
  return h("dl", {}, lines);
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
