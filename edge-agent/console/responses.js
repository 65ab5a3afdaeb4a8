// The last responses, newest first, live, with three ways to look at them.

import { careFor } from "/care.js";
import { $, reconcile, show } from "/kit/dom.js";
import { timezone } from "/kit/format.js";
import { ask } from "/kit/live.js";
import { empty, responseItem } from "/kit/parts.js";
import { Steady } from "/kit/steady.js";
import { readingKey, Readings } from "/reading.js";

const kKept = 400; // beyond this the page starts again with the newest
const kPage = 50;

const kWays = {
  all: {
    keep: () => true,
    none: ["No responses yet", "They appear here the moment somebody answers."],
  },
  unhappy: {
    keep: (response) => response.mood === "unhappy",
    none: ["Nobody unhappy among these", "Look at earlier responses, or at all of them."],
  },
  words: {
    keep: (response) => Boolean(response.comment),
    none: ["No comments among these", "Look at earlier responses, or at all of them."],
  },
};

export class ResponseList {
  #responses = [];
  #next = null;
  #way = "all";
  #steady;
  #loaded = false;
  #readings = new Readings((response) => {
    this.add(response);
    this.#steady.now();
  });

  constructor({ waiting }) {
    this.#steady = new Steady({
      draw: () => this.#draw(),
      waiting,
      scrolledPast: () => $("#responses").getBoundingClientRect().top < -40,
    });
    $("#responses-filter").addEventListener("change", (event) => {
      this.#way = event.target.value;
      this.#steady.now();
    });
    $("#responses-more").addEventListener("click", () => this.#more());
  }

  /** The topics' names. */
  name(topics) {
    this.#readings.use(topics);
    if (this.#loaded) this.#steady.change();
  }

  /** The newest page, after each new connection. Keeps what was read further down when they meet. */
  replace({ responses, next }) {
    const known = new Set(this.#responses.map((response) => response.id));
    const meets = this.#loaded && responses.some((response) => known.has(response.id));
    const newest = new Set(responses.map((response) => response.id));
    const older = meets ? this.#responses.filter((response) => !newest.has(response.id)) : [];
    this.#responses = [...responses, ...older];
    if (!meets) this.#next = next;
    if (this.#loaded) this.#steady.change();
    else this.#steady.now();
    this.#loaded = true;
  }

  /** A response arrived, or one changed (taken back, flagged). */
  add(response) {
    const at = this.#responses.findIndex((known) => known.id === response.id);
    if (at >= 0) this.#responses[at] = response;
    else this.#responses.unshift(response);
    if (this.#responses.length > kKept) this.#startAgain();
    this.#steady.change(at < 0 && kWays[this.#way].keep(response) ? 1 : 0);
  }

  showNow() {
    this.#steady.now();
  }

  async #startAgain() {
    this.#responses.length = kPage;
    this.#next = null;
    try {
      const { responses, next } = await ask(`/api/v1/responses?limit=${kPage}`);
      this.#responses = responses;
      this.#next = next;
      this.#steady.change();
    } catch {
      // The link's own state says so; the next connection reads the page again.
    }
  }

  async #more() {
    const button = $("#responses-more");
    button.disabled = true;
    try {
      const { responses, next } = await ask(
        `/api/v1/responses?limit=${kPage}&before=${encodeURIComponent(this.#next)}`,
      );
      const known = new Set(this.#responses.map((response) => response.id));
      this.#responses.push(...responses.filter((response) => !known.has(response.id)));
      this.#next = next;
      button.textContent = "Earlier responses";
    } catch {
      button.textContent = "That did not work. Try again";
    }
    button.disabled = false;
    this.#steady.now();
  }

  #draw() {
    const way = kWays[this.#way];
    const shown = this.#responses.filter(way.keep);
    const list = $("#responses");
    const fresh = list.childElementCount > 0;
    // A response that changed is drawn anew: its key carries what can change.
    const key = (response) => {
      const { id, withdrawn, partial, misuse } = response;
      const flags = misuse?.length ?? 0;
      return [id, withdrawn, partial, flags, timezone(), readingKey(response)].join(" ");
    };
    reconcile(list, shown, key, (response) => {
      const item = responseItem(response);
      this.#readings.add(item, response);
      $(".response-body", item).append(careFor(response));
      if (fresh && response === this.#responses[0]) item.classList.add("fresh");
      return item;
    });
    list.hidden = shown.length === 0;
    if (!$("#responses-state .problem"))
      show($("#responses-state"), shown.length === 0 ? empty(...way.none) : null);
    $("#responses-more").hidden = this.#next === null;
  }
}
