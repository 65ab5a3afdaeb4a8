// What was read in a comment: its words underlined where topics are spoken of, the topics and the mood
// beside them, and a dialog in which a person says otherwise.
// For tests: underlined words are mark.read with data-topics; chips are .chip with data-topic; the
// button is .correct; the dialog is #correct.

import { $, h, said, setText, show } from "/kit/dom.js";
import { moment, named } from "/kit/format.js";
import { post } from "/kit/live.js";
import { announce, setting } from "/kit/parts.js";

const kMoods = ["negative", "neutral", "positive"];
const kSigns = { negative: "−", neutral: "·", positive: "+" };
const kFive = ["Very negative", "Negative", "Mixed or neutral", "Positive", "Very positive"];

/** The reading of the comment that a response shows; null where it was not read. */
export const readingOf = (response) =>
  (response.answers ?? []).find((answer) => answer.comment && answer.comment === response.comment)
    ?.reading ?? null;

/** What of a reading can change while the words stay. */
export const readingKey = (response) => {
  const reading = readingOf(response);
  if (!reading) return "";
  const topics = reading.topics.map((topic) => topic.id + kSigns[topic.polarity]).join("");
  return [reading.sentiment.label, topics, reading.urgent?.kind, reading.corrected?.at].join("|");
};

/**
 * The comment in pieces, each inside of the same places. Places are in Unicode code points, and a
 * JavaScript string counts UTF-16 units: so it is taken apart into code points first.
 */
export function pieces(text, places) {
  const points = Array.from(text);
  const known = places.filter((place) => place.start !== null && place.start < place.end);
  const cuts = new Set([0, points.length]);
  for (const { start, end } of known)
    for (const at of [start, end]) if (at <= points.length) cuts.add(at);
  const edges = [...cuts].sort((a, b) => a - b);
  return edges.slice(1).map((end, index) => ({
    text: points.slice(edges[index], end).join(""),
    within: known.filter((place) => place.start <= edges[index] && end <= place.end),
  }));
}

export class Readings {
  #names = new Map();
  #topics = [];
  #urgentKinds = [];
  #changed;
  #asked = null;

  /** `changed` hears of a response as it is after a correction. */
  constructor(changed) {
    this.#changed = changed;
    const dialog = $("#correct");
    $("#correct-form").addEventListener("submit", (event) => {
      event.preventDefault();
      if (event.submitter?.value === "cancel") dialog.close();
      else this.#save();
    });
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
  }

  /** The topics there are, with the names that this browser's language has. */
  use({ topics, urgent_kinds: kinds }) {
    const language = navigator.language.split("-")[0];
    this.#topics = topics;
    this.#urgentKinds = kinds;
    for (const { id, names } of topics)
      this.#names.set(id, names[language] ?? names.en ?? Object.values(names)[0] ?? named(id));
  }

  #name(id) {
    return this.#names.get(id) ?? named(id);
  }

  /** Underlines the words of an item of the list, and adds what was read below them. */
  add(item, response) {
    const reading = readingOf(response);
    const quote = $(".words", item);
    if (!reading || !quote) return;
    show(quote, "“", said(this.#marked(response.comment, reading), { lang: reading.language }), "”");
    quote.after(this.#chips(response, reading));
  }

  #marked(comment, reading) {
    const places = reading.topics.map((topic) => ({ ...topic, name: this.#name(topic.id) }));
    if (reading.urgent) {
      const kind = named(reading.urgent.kind).toLowerCase();
      places.push({ ...reading.urgent, id: "urgent", polarity: "urgent", name: `Urgent: ${kind}` });
    }
    const parts = pieces(comment, places).map(({ text, within }) => {
      if (within.length === 0) return document.createTextNode(text);
      const words = within.map(({ name, polarity }) =>
        polarity === "urgent" ? name : `${name}: ${polarity}`,
      );
      return h(
        "mark",
        {
          class: `read read-${within.at(-1).polarity}`,
          "data-topics": within.map(({ id }) => id).join(" "),
          title: words.join(", "),
        },
        text,
      );
    });
    const all = document.createDocumentFragment();
    all.append(...parts);
    return all;
  }

  #chips(response, reading) {
    const { sentiment, topics, urgent, corrected } = reading;
    const chips = topics.map(({ id, polarity }) =>
      h(
        "li",
        { class: `chip chip-${polarity}`, "data-topic": id },
        h("span", { "aria-hidden": "true" }, kSigns[polarity]),
        said(this.#name(id)),
        h("span", { class: "unseen" }, `: ${polarity}`),
      ),
    );
    if (urgent)
      chips.unshift(
        h(
          "li",
          { class: "chip chip-urgent", "data-topic": "urgent" },
          `Urgent: ${named(urgent.kind).toLowerCase()}`,
        ),
      );
    const mood = sentiment.unsure ? "Mood unclear" : kFive[sentiment.five - 1];
    const felt = reading.emotions.filter((emotion) => !emotion.weak).map(({ id }) => id);
    const line = [mood, ...felt].join(", ");
    const person = corrected?.by ? [" by ", said(corrected.by)] : [];
    return h(
      "div",
      { class: "reading" },
      h("ul", { class: "chips", "aria-label": "What the comment is about" }, chips),
      h(
        "p",
        { class: "soft read-line" },
        h("span", { class: "read-mood" }, corrected ? kFive[sentiment.five - 1] : line),
        corrected ? h("span", {}, `, corrected ${moment(corrected.at)}`, ...person) : null,
        h(
          "button",
          {
            type: "button",
            class: "link correct",
            "aria-label": "Correct what was read in this comment",
            on: { click: () => this.#open(response) },
          },
          "Correct",
        ),
      ),
    );
  }

  #open(response) {
    const reading = readingOf(response);
    this.#asked = response;
    const form = $("#correct-form");
    show($("#correct-words"), "“", said(response.comment), "”");
    setText($("#correct-problem"), "");
    for (const input of form.elements.mood)
      input.checked = !reading.sentiment.unsure && input.value === reading.sentiment.label;
    const of = new Map(reading.topics.map((topic) => [topic.id, topic.polarity]));
    const rows = this.#topics.map(({ id }) => {
      const choice = (value, words) =>
        h("option", { value, selected: (of.get(id) ?? "") === value }, words);
      return h(
        "label",
        { class: "correct-topic" },
        said(this.#name(id)),
        h(
          "select",
          { name: `topic ${id}` },
          choice("", "Not about it"),
          kMoods.map((mood) => choice(mood, named(mood))),
        ),
      );
    });
    show($("#correct-topics"), ...rows);
    const kinds = ["", ...this.#urgentKinds].map((kind) =>
      h(
        "option",
        { value: kind, selected: (reading.urgent?.kind ?? "") === kind },
        kind === "" ? "Nothing urgent" : named(kind),
      ),
    );
    show($("#correct-urgent"), ...kinds);
    $("#correct").showModal();
  }

  async #save() {
    const form = $("#correct-form");
    const mood = form.elements.mood.value;
    if (!mood) return setText($("#correct-problem"), "Say first how the comment is meant.");
    const topics = [...$("#correct-topics").querySelectorAll("select")]
      .filter((select) => select.value !== "")
      .map((select) => ({ id: select.name.slice("topic ".length), polarity: select.value }));
    const asked = this.#asked;
    const answered = asked.answers.find((answer) => answer.comment === asked.comment);
    try {
      const response = await post(`/api/v1/responses/${asked.id}/reading`, {
        question: answered.question,
        sentiment: mood,
        topics,
        urgent: $("#correct-urgent").value || null,
        by: setting.get("who"),
      });
      $("#correct").close();
      this.#changed(response);
      announce("Corrected. Thank you.");
    } catch (error) {
      setText($("#correct-problem"), `Not saved yet: ${error.message}. Try again.`);
    }
  }
}
