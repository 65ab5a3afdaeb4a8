// The list of alerts: open ones as cards with one button, acknowledged ones folded away below.
// An acknowledged card stays where it is until the hands are off, so that no other card slides under a
// thumb that is about to press.

import { $, h, reconcile, setText, show } from "/kit/dom.js";
import { count, moment, timezone } from "/kit/format.js";
import { post } from "/kit/live.js";
import { acknowledgedWords, alertBody, announce, empty, setting } from "/kit/parts.js";
import { pressDone, Steady } from "/kit/steady.js";

const kStayMs = 4_000; // an acknowledged card stays in its place at least this long
const kKept = 100; // acknowledged alerts kept on the page
const kPage = 50; // open alerts the server hands out at once

/** When it was raised; a clock that was not set yet leaves the moment of the response. */
const raised = (alert) => alert.raised_at ?? alert.at ?? "";

export class AlertList {
  #alerts = new Map();
  #stay = new Map(); // id → when an acknowledged card may leave its place
  #changed;
  #steady;
  loaded = false;

  #help;

  constructor({ waiting, changed, help }) {
    this.#changed = changed;
    this.#help = help;
    this.#steady = new Steady({
      draw: () => this.#draw(),
      waiting,
      scrolledPast: () => $("#alerts-open").getBoundingClientRect().top < 0,
    });
  }

  /** How many of the known alerts are open, and whether there may be more than the page knows. */
  get open() {
    return [...this.#alerts.values()].filter((alert) => !alert.acknowledged).length;
  }
  get full() {
    return this.open >= kPage;
  }

  /** The line under the headline. */
  summary() {
    const alerts = [...this.#alerts.values()];
    const open = alerts.filter((alert) => !alert.acknowledged);
    if (open.length > 0) {
      const oldest = open.reduce((a, b) => (raised(a) < raised(b) ? a : b));
      return `The oldest since ${moment(raised(oldest))}`;
    }
    const last = alerts.reduce(
      (a, b) => (a && a.acknowledged_at > b.acknowledged_at ? a : b),
      null,
    );
    return last ? `Last alert acknowledged ${moment(last.acknowledged_at)}` : "No alerts so far";
  }

  /** Everything the server knows, after each new connection. */
  replace(alerts) {
    const first = !this.loaded;
    this.loaded = true;
    for (const alert of alerts) this.#merge(alert);
    if (first) this.#steady.now();
    else this.#steady.change();
    this.#changed();
  }

  /** An alert was raised or has changed. */
  add(alert) {
    const news = !this.#alerts.has(alert.id) && !alert.acknowledged;
    this.#merge(alert);
    this.#changed();
    this.#steady.change(news ? 1 : 0);
    if (news) announce(`New alert. ${alert.sentence}`);
  }

  showNow() {
    this.#steady.now();
    $("#alerts-open .acknowledge")?.focus({ preventScroll: true });
  }

  /** Takes what is newer; an acknowledgement never goes back. */
  #merge(alert) {
    const known = this.#alerts.get(alert.id);
    if (known?.acknowledged && !alert.acknowledged) return;
    this.#alerts.set(alert.id, alert);
    if (!alert.acknowledged || known?.acknowledged) return;
    const card = $(`#alerts-open [data-alert="${CSS.escape(alert.id)}"]`);
    if (!card) return;
    this.#stay.set(alert.id, performance.now() + kStayMs);
    setTimeout(() => this.#steady.change(), kStayMs + 50);
    drawFoot(card, alert, () => {});
    announce("Alert acknowledged");
  }

  #draw() {
    const newest = [...this.#alerts.values()].sort((a, b) => raised(b).localeCompare(raised(a)));
    const now = performance.now();
    const stays = (alert) => !alert.acknowledged || (this.#stay.get(alert.id) ?? 0) > now;
    const open = newest.filter(stays);
    const done = newest.filter((alert) => !stays(alert));
    for (const alert of done.splice(kKept)) this.#alerts.delete(alert.id);
    for (const alert of done) this.#stay.delete(alert.id);
    const fresh = $("#alerts-open").childElementCount > 0 || this.#drawn;
    const create = (alert) => this.#card(alert, fresh && !alert.acknowledged);
    reconcile(
      $("#alerts-open"),
      open,
      (alert) => alert.id,
      create,
      (card, alert) => this.#update(card, alert),
    );
    reconcile(
      $("#alerts-done"),
      done,
      (alert) => alert.id,
      create,
      (card, alert) => this.#update(card, alert),
    );
    this.#drawn = true;
    $("#done").hidden = done.length === 0;
    setText($("#done-head"), `Acknowledged (${count(done.length)})`);
    if (!$("#alerts-state .problem")) {
      show(
        $("#alerts-state"),
        open.length === 0
          ? empty("All quiet", "An alert appears here the moment an unhappy customer answers.")
          : null,
      );
    }
  }
  #drawn = false;

  #card(alert, fresh) {
    const card = h(
      "li",
      { class: `card alert${fresh ? " fresh" : ""}`, "data-alert": alert.id },
      h("div", { class: "alert-body stack" }),
      alert.rule === "burst" ? countAgain(alert) : null,
      h("div", { class: "alert-foot" }),
    );
    this.#update(card, alert);
    return card;
  }

  #update(card, alert) {
    const { severity, sentence, words, next_step: next } = alert;
    const told = JSON.stringify([severity, sentence, words, next, timezone()]);
    if (card.dataset.told !== told) {
      card.dataset.told = told;
      show(card.firstChild, alertBody(alert));
    }
    if (card.dataset.acknowledged !== String(alert.acknowledged))
      drawFoot(card, alert, (who) => this.#acknowledge(card, alert.id, who), this.#help);
  }

  async #acknowledge(card, id, coming = "") {
    const button = $(".acknowledge", card);
    if (button.getAttribute("aria-disabled") === "true") return;
    button.setAttribute("aria-disabled", "true");
    setText(button, "Acknowledging…");
    const who = coming || setting.get("who");
    try {
      const alert = await post(
        `/api/v1/alerts/${encodeURIComponent(id)}/acknowledge`,
        who ? { by: who } : {},
      );
      this.#merge(alert);
      this.#changed();
    } catch (error) {
      const why = error.status ? error.message : "the edge agent did not answer";
      button.removeAttribute("aria-disabled");
      setText(button, "Try again");
      setText($(".alert-problem", card), `Not acknowledged yet: ${why}.`);
      announce(`Not acknowledged yet: ${why}.`);
    }
    pressDone();
  }
}

/** Under a burst of taps: a person who knows better may count them after all. */
function countAgain(alert) {
  const line = h("p", { class: "count-again", role: "status" });
  const button = h(
    "button",
    {
      type: "button",
      class: "link",
      on: {
        click: async () => {
          button.disabled = true;
          try {
            const path = `/api/v1/bursts/${encodeURIComponent(alert.response)}/misuse`;
            const { changed } = await post(path, { flags: [] });
            setText(line, `${count(changed)} responses count again.`);
          } catch (error) {
            setText(line, `They are still left out: ${error.message}. `);
            line.append(button);
          }
          button.disabled = false;
          announce(line.textContent);
          pressDone();
        },
      },
    },
    "They were customers: count them",
  );
  line.append(button);
  return line;
}

/** The card's last line: the button, or who acknowledged. The same height, so that nothing moves. */
function drawFoot(card, alert, onPress, help = null) {
  const foot = card.lastChild;
  const focused = foot.contains(document.activeElement);
  card.dataset.acknowledged = String(alert.acknowledged);
  if (alert.acknowledged) {
    const line = acknowledgedWords(alert);
    show(foot, line);
    if (focused) line.focus({ preventScroll: true });
    return;
  }
  if (alert.rule === "help" && help) {
    show(foot, h("p", { class: "alert-problem" }), help.foot(alert, onPress));
    return;
  }
  show(
    foot,
    h("p", { class: "alert-problem" }),
    h(
      "button",
      {
        type: "button",
        class: "button acknowledge",
        "aria-label": `Acknowledge: ${alert.sentence}`,
        on: { click: () => onPress() },
      },
      "Acknowledge",
    ),
  );
}
