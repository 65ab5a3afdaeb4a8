// Keeps live changes away from a thumb that is about to press. While somebody touches, scrolls, points
// at a control or works with the keyboard, changes that would move things wait behind a button; they
// enter by themselves when the hands are off.

const kTouchMs = 2_000; // after a touch or a scroll
const kPointMs = 4_000; // after a mouse moved over a control
const kKeyMs = 8_000; // after a key, while the focus is on a control
const kControl = "button, a, summary, input, select";

const hands = { touchedAt: -Infinity, pointedAt: -Infinity, keyAt: -Infinity, down: 0 };

function watchHands() {
  const options = { passive: true, capture: true };
  const touched = () => (hands.touchedAt = performance.now());
  addEventListener("pointerdown", () => (touched(), hands.down++), options);
  for (const end of ["pointerup", "pointercancel"]) {
    addEventListener(end, () => (touched(), (hands.down = Math.max(0, hands.down - 1))), options);
  }
  for (const move of ["touchmove", "wheel"]) addEventListener(move, touched, options);
  addEventListener("keydown", () => (hands.keyAt = performance.now()), options);
  addEventListener(
    "pointermove",
    (event) => {
      if (event.pointerType === "mouse" && event.target.closest?.(`main :is(${kControl})`)) {
        hands.pointedAt = performance.now();
      }
    },
    options,
  );
  addEventListener("blur", () => (hands.down = 0));
}
watchHands();

/** How long until the hands are off; 0 when they are. */
export function handsOffIn(now = performance.now()) {
  if (hands.down > 0) return kTouchMs;
  const keyboard = document.querySelector(`main :is(${kControl}):focus-visible`) !== null;
  return Math.max(
    0,
    hands.touchedAt + kTouchMs - now,
    hands.pointedAt + kPointMs - now,
    keyboard ? hands.keyAt + kKeyMs - now : 0,
  );
}

/** Called when a press has done its work (the control is gone or changed): the hands are off again. */
export function pressDone() {
  hands.touchedAt = hands.pointedAt = hands.keyAt = -Infinity;
  hands.down = 0;
}

/**
 * One list that takes changes calmly. `draw` redraws it; `waiting` shows how many new things wait
 * (0: none). `scrolledPast` says that its top is out of sight, where inserting would shift the rest.
 */
export class Steady {
  #draw;
  #waiting;
  #scrolledPast;
  #held = 0;
  #timer = 0;

  constructor({ draw, waiting, scrolledPast = () => false }) {
    this.#draw = draw;
    this.#waiting = waiting;
    this.#scrolledPast = scrolledPast;
  }

  /** Something changed that moves things; `news` counts the new ones. */
  change(news = 0) {
    this.#held += news;
    this.#try();
  }

  /** The person asked for it (or nothing was on the screen yet). */
  now() {
    clearTimeout(this.#timer);
    this.#held = 0;
    this.#waiting(0);
    this.#draw();
  }

  #try() {
    clearTimeout(this.#timer);
    const wait = handsOffIn();
    if (wait === 0 && !(this.#held > 0 && this.#scrolledPast())) {
      this.now();
      return;
    }
    this.#waiting(this.#held);
    this.#timer = setTimeout(() => this.#try(), Math.max(wait, 500));
  }
}
