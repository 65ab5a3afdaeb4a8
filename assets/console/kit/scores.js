// Choosing among a place's scores, and the card that shows one question.

import { scoreBlock, trend } from "./charts.js";
import { $, h, said, show } from "./dom.js";
import { measure, questionText } from "./format.js";

export const byQuestion = (scores, question) =>
  scores?.find((score) => score.question === question);

/** The same question with no answers. */
export const blank = (score) => ({ ...score, n: 0, score: null, low: null, high: null });

/** The question that most people answered: a place's headline number. Null without questions. */
export const leading = (scores) =>
  (scores ?? []).reduce((best, score) => (best && best.n >= score.n ? best : score), null);

/** Redraws `element` only when what it tells has changed. */
export function onChange(element, told, draw) {
  const text = JSON.stringify(told);
  if (element.dataset.told === text) return;
  element.dataset.told = text;
  draw();
}

/**
 * Fills a question's card: each period's score in the one form, then its trend. `periods` are
 * [words, score], the first one large. An open table stays open.
 */
export function fillScoreCard(card, periods, trendTitle, points) {
  const [, score] = periods[0];
  const open = $("details", card)?.open ?? false;
  const blocks = periods.flatMap(([words, value], index) => [
    words ? h("p", { class: "period" }, words) : null,
    scoreBlock(value, { large: index === 0 }),
  ]);
  show(
    card,
    h("h3", {}, said(questionText(score))),
    h("p", { class: "kind" }, measure(score.kind)),
    blocks,
    trend(score.kind, trendTitle, points),
  );
  const details = $("details", card);
  if (details) details.open = open;
}
