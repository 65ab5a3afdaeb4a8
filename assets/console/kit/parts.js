// The parts that both consoles are made of: mood mark, response, alert, connection line, announcer,
// settings dialog, loading and error states.

import { $, h, said, setText, svg } from "./dom.js";
import { clock, moment, named, questionText, ratingOf } from "./format.js";

/**
 * A mood as a face in one of three places: left unhappy, middle neutral, right happy. Place and mouth
 * carry the meaning; colour only repeats it.
 */
export function moodMark(mood) {
  const places = ["unhappy", "neutral", "happy"];
  const at = places.indexOf(mood);
  const words = { unhappy: "Unhappy", neutral: "Neutral", happy: "Happy" }[mood] ?? "No rating";
  const mark = svg("svg", {
    class: `mood mood-${at < 0 ? "none" : mood}`,
    role: "img",
    "aria-label": words,
    width: 52,
    height: 24,
    viewBox: "0 0 52 24",
  });
  // The face takes 24 of 52 units; the two free places lie beside it as dots.
  const free =
    at < 0
      ? [10, 26, 42]
      : [0, 1, 2]
          .filter((index) => index !== at)
          .map((index) => (index < at ? 5 + 12 * index : 23 + 12 * index));
  for (const x of free) mark.append(svg("circle", { class: "mood-place", cx: x, cy: 12, r: 2 }));
  if (at < 0) return mark;
  const center = 12 + 14 * at;
  const mouth = {
    unhappy: "M-4.5 5q4.5-5.5 9 0",
    neutral: "M-4.5 4h9",
    happy: "M-4.5 2.5q4.5 5.5 9 0",
  }[mood];
  mark.append(
    svg(
      "g",
      { class: "mood-face", transform: `translate(${center} 12)` },
      svg("circle", { r: 11 }),
      svg("circle", { class: "mood-line dot", cx: -3.6, cy: -2.5, r: 1.4 }),
      svg("circle", { class: "mood-line dot", cx: 3.6, cy: -2.5, r: 1.4 }),
      svg("path", { class: "mood-line", d: mouth }),
    ),
  );
  return mark;
}

/** Somebody's own words, isolated and in quotes; nothing when they said none. */
export function words(text, language) {
  if (!text) return null;
  return h("blockquote", { class: "words" }, "“", said(text, { lang: language || false }), "”");
}

/** Why a response does not count like others, in words; empty when it does. */
function remarks(response) {
  const all = [];
  if (response.withdrawn) all.push("Taken back by the customer");
  if (response.partial) all.push("Left before the end");
  if (response.misuse?.length > 0)
    all.push(
      `Kept out of the score: ${response.misuse.map((flag) => named(flag).toLowerCase()).join(", ")}`,
    );
  if (response.historical) all.push(`Arrived late, at ${moment(response.received_at)}`);
  if (response.clock === "corrected") all.push("The kiosk’s clock was wrong; the time is corrected");
  if (response.clock === "uncertain")
    all.push("Said no later than this; the kiosk’s clock was not set");
  if (response.erased_at) all.push("The words were erased at the customer’s wish");
  return all;
}

/** The answers of a response as "question: answer", without the comment. */
function answersOf(response) {
  const lines = [];
  for (const answer of response.answers ?? []) {
    let value = null;
    if (answer.rating !== undefined && answer.rating !== null) value = ratingOf(answer);
    else if (Array.isArray(answer.chosen) && answer.chosen.length > 0)
      value = answer.chosen.map(named).join(", ");
    else if (typeof answer.chosen === "string" && answer.chosen !== "")
      value = named(answer.chosen);
    if (value !== null)
      lines.push(h("li", {}, h("strong", {}, said(value)), said(questionText(answer))));
  }
  return lines.length > 0 ? h("ul", { class: "answers" }, lines) : null;
}

/** One response as a list item. `where` says more about the place (HQ: the location). */
export function responseItem(response, where = null) {
  const notes = remarks(response);
  return h(
    "li",
    { class: "response", "data-response": response.id, "data-mood": response.mood },
    moodMark(response.mood),
    h(
      "div",
      { class: "response-body" },
      h(
        "p",
        { class: "meta" },
        h(
          "span",
          { class: "place" },
          where ? [said(where), ", "] : null,
          said(named(response.touchpoint)),
        ),
        h("time", { datetime: response.at }, moment(response.at)),
      ),
      answersOf(response),
      words(response.comment, response.language),
      notes.length > 0 ? h("p", { class: "note" }, notes.join(". "), ".") : null,
    ),
  );
}

const kSeverity = { urgent: "Urgent", warning: "Warning", notice: "Notice" };

/** The unchanging part of an alert's card: its sentence, the customer's words, the next step. */
export function alertBody(alert) {
  return [
    h(
      "p",
      { class: "meta" },
      h(
        "span",
        { class: `severity severity-${alert.severity}` },
        kSeverity[alert.severity] ?? named(alert.severity),
      ),
      h("time", { datetime: alert.raised_at }, moment(alert.raised_at)),
    ),
    h("p", { class: "sentence" }, said(alert.sentence)),
    words(alert.words),
    alert.next_step
      ? h("p", { class: "next-step" }, h("strong", {}, "Next: "), said(alert.next_step))
      : null,
  ];
}

/** "Acknowledged 14:07 by Front desk" */
export function acknowledgedWords(alert) {
  const line = h(
    "p",
    { class: "acknowledged", tabindex: "-1" },
    tick(),
    h("span", {}, `Acknowledged ${moment(alert.acknowledged_at)}`),
  );
  if (alert.acknowledged_by) line.lastChild.append(" by ", said(alert.acknowledged_by));
  return line;
}

export function tick() {
  return svg(
    "svg",
    { class: "tick", width: 18, height: 18, viewBox: "0 0 18 18", "aria-hidden": "true" },
    svg("path", { d: "M3.5 9.5l3.8 3.8 7.2-8.3" }),
  );
}

/** Says something politely to a screen reader, once, without moving anything. */
export function announce(text) {
  const region = $("#announcer");
  region.textContent = "";
  setTimeout(() => (region.textContent = text), 50);
}

/** Writes the connection's state into its own line of the header, where nothing else moves. */
export function connectionLine(element, server) {
  const words = ({ kind, last }) => {
    if (kind === "live") return "Live";
    if (kind === "asking") return `Every few seconds, last at ${clock(last)}`;
    if (kind === "connecting") return "Connecting…";
    if (kind === "refused") return `${server} has a problem, trying again`;
    return last
      ? `Last update ${moment(last)}, trying again`
      : `${server} cannot be reached, trying again`;
  };
  return (state) => {
    document.body.dataset.connection = state.kind;
    setText(element, words(state));
    element.title = state.message;
  };
}

/** A list's loading state: quiet bars of the size of what will come. */
export const loading = (rows = 3) =>
  h(
    "div",
    { class: "loading", role: "status" },
    h("span", { class: "unseen" }, "Loading…"),
    Array.from({ length: rows }, () => h("div", { class: "bone" })),
  );

/** What could not be shown, why, and the way out. */
export function problem(what, why, again) {
  return h(
    "div",
    { class: "problem", role: "alert" },
    h("p", {}, h("strong", {}, what)),
    h("p", { class: "soft" }, why),
    h("button", { type: "button", class: "button", on: { click: again } }, "Try again"),
  );
}

/** A kind sentence where there is nothing. */
export const empty = (title, text) =>
  h(
    "div",
    { class: "empty" },
    h("p", { class: "empty-title" }, title),
    h("p", { class: "soft" }, text),
  );

export const setting = {
  get(name) {
    try {
      return localStorage.getItem(`earshot.${name}`) ?? "";
    } catch {
      return "";
    }
  },
  set(name, value) {
    try {
      localStorage.setItem(`earshot.${name}`, value);
    } catch {
      // Storage may be forbidden: the choice then lasts as long as the page.
    }
  },
};

/** Opens the page's settings dialog from its button: appearance and, where the form has it, a name. */
export function settingsDialog(button, dialog) {
  const form = $("form", dialog);
  button.addEventListener("click", () => {
    form.elements.theme.value = setting.get("theme") || "auto";
    if (form.elements.who) form.elements.who.value = setting.get("who");
    dialog.showModal();
  });
  form.addEventListener("change", () => {
    const theme = form.elements.theme.value;
    setting.set("theme", theme);
    if (theme === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    if (form.elements.who) setting.set("who", form.elements.who.value.trim().slice(0, 80));
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
}

/** Follows the address's hash: `onChange` shows what it names and returns the navigation's entry for it. */
export function navigation(nav, onChange) {
  const apply = () => {
    const current = onChange(decodeURIComponent(location.hash.slice(1)));
    for (const link of nav.querySelectorAll("a")) {
      if (link.hash === `#${current}`) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  };
  addEventListener("hashchange", apply);
  apply();
}

/**
 * The button behind which new things wait. It lives in the header, which never moves, and covers
 * nothing. `kinds` are [name, one, many], the most important first; returns a setter per name.
 */
export function waitingButton(button, kinds, onPress) {
  const counts = new Map(kinds.map(([name]) => [name, 0]));
  const draw = () => {
    const [name, one, many] = kinds.find(([kind]) => counts.get(kind) > 0) ?? [];
    const n = counts.get(name) ?? 0;
    button.classList.toggle("waiting-shown", n > 0);
    button.tabIndex = n > 0 ? 0 : -1;
    button.setAttribute("aria-hidden", String(n === 0));
    if (n > 0) setText(button, n === 1 ? `1 new ${one}` : `${n} new ${many}`);
  };
  button.addEventListener("click", () =>
    onPress(kinds.find(([kind]) => counts.get(kind) > 0)?.[0]),
  );
  return (name) => (n) => {
    counts.set(name, n);
    draw();
  };
}
