// Numbers, times and scores as words. One place, so that both consoles say the same thing the same way.

/** Fewer answers than this say too little to act on: the number steps back and the page says so. */
export const kFewAnswers = 10;

const kThin = "\u202f"; // narrow no-break space
const kMinus = "\u2212";

export const count = (n) => new Intl.NumberFormat("en").format(n).replaceAll(",", kThin);
export const plural = (n, one, many) => `${count(n)} ${n === 1 ? one : many}`;

/** How each kind of score is written and where its scale begins and ends. */
function scale(kind) {
  if (kind === "nps" || kind === "enps")
    return { low: -100, high: 100, middle: 0, digits: 0, signed: true, unit: "" };
  if (kind === "ces") return { low: 1, high: 7, middle: 4, digits: 1, signed: false, unit: "" };
  return { low: 0, high: 100, middle: 50, digits: 0, signed: false, unit: "%" };
}

export const domain = (kind) => {
  const { low, high, middle } = scale(kind);
  return { low, high, middle };
};

/** "+42", "−8", "0", "87 %", "5.6"; a dash when there is no score. */
export function figure(kind, value) {
  if (value === null || value === undefined) return "–";
  const { digits, signed, unit } = scale(kind);
  const text = Math.abs(value).toFixed(digits);
  const zero = Number(text) === 0;
  const sign = zero ? "" : value < 0 ? kMinus : signed ? "+" : "";
  return `${sign}${text}${unit ? kThin + unit : ""}`;
}

/** What a kind's number is called, for people. */
export function measure(kind) {
  if (kind === "nps") return "Net promoter score";
  if (kind === "enps") return "Employee net promoter score";
  if (kind === "ces") return "Mean effort, 1 to 7";
  return "Satisfied, 4 or 5 of 5";
}

/** "likely +31 to +52" — the 95 % interval. */
export const likely = (score) =>
  score.n === 0
    ? "no answers yet"
    : `likely ${figure(score.kind, score.low)} to ${figure(score.kind, score.high)}`;

/** The sentence under a score: its interval and its n, and plainly when n is small. */
export function certainty(score) {
  if (score.n === 0) return "No answers yet";
  const few = score.n < kFewAnswers ? "Too few to say: " : "";
  const range = likely(score);
  return `${few}${few ? range : range[0].toUpperCase() + range.slice(1)}, from ${plural(score.n, "answer", "answers")}`;
}

/** An answer's rating on its scale: "2 of 5", "7 of 10". */
export function ratingOf(answer) {
  const top = { nps: 10, enps: 10, ces: 7, csat: 5, smiley: 5 }[answer.kind];
  return top ? `${answer.rating} of ${top}` : `${answer.rating}`;
}

let zone;
/** The zone that times are written in; the browser's own when the name is unknown to it. */
export function setTimezone(name) {
  try {
    new Intl.DateTimeFormat("en-GB", { timeZone: name });
    zone = name;
  } catch {
    zone = undefined;
  }
}

/** The zone in use: part of what a drawn time says, so that it is drawn again when the zone is told. */
export const timezone = () => zone ?? "";

const part = (date, options) =>
  new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options }).format(date);
const dayOf = (date) => part(date, { year: "numeric", month: "2-digit", day: "2-digit" });

/** "14:02" */
export const clock = (when) => part(new Date(when), { hour: "2-digit", minute: "2-digit" });

/** "14:02" today, "Tue 14:02" within a week, "12 Nov 14:02" before that. */
export function moment(when, now = new Date()) {
  const date = new Date(when);
  if (Number.isNaN(date.getTime())) return "at an unknown time";
  if (dayOf(date) === dayOf(now)) return clock(date);
  const days = Math.abs(now - date) / 86_400_000;
  const day =
    days < 6 ? part(date, { weekday: "short" }) : part(date, { day: "numeric", month: "short" });
  return `${day} ${clock(date)}`;
}

/** "just now", "3 minutes ago", "2 hours ago", then the moment itself. */
export function ago(when, now = new Date()) {
  const minutes = Math.floor((now - new Date(when)) / 60_000);
  if (Number.isNaN(minutes)) return "at an unknown time";
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${plural(minutes, "minute", "minutes")} ago`;
  const hours = Math.floor(minutes / 60);
  if (hours < 12) return `${plural(hours, "hour", "hours")} ago`;
  return moment(when, now);
}

/** An id for people: "fitting-room" reads "Fitting room". */
export function named(id) {
  const words = String(id ?? "")
    .replaceAll(/[-_.]+/g, " ")
    .trim();
  return words === "" ? "Unknown" : words[0].toUpperCase() + words.slice(1);
}

/** The question's own words, or its id when nobody gave them. */
export const questionText = (score) =>
  score.text && score.text !== score.question ? score.text : named(score.question);
