// The page's link to its server: one stream of events, read with fetch so that the page sees every
// byte of it (heartbeats too) and notices a link that is up but silent. When the server has no stream
// to spare, the page asks every few seconds instead. The page always knows which of these it is.

const kSilenceMs = 25_000; // the server writes at least every 10 s
const kAskMs = 5_000;
const kAsleepMs = 30_000;
const kStreamAgainMs = 60_000;
const kWaitMs = [500, 1_000, 2_000, 4_000, 8_000];
const kAnswerMs = 8_000;
const kUnseenMs = 10 * 60_000; // a page that nobody looks at gives its stream back

/** A failed request, in words; `status` is 0 when nobody answered. */
export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** GET or POST of JSON. Throws Refused. */
export async function ask(path, options = {}) {
  let response;
  try {
    response = await fetch(path, {
      cache: "no-store",
      signal: AbortSignal.timeout(kAnswerMs),
      ...options,
    });
  } catch {
    throw new Refused(0, "nobody answered");
  }
  let body = null;
  try {
    body = await response.json();
  } catch {
    if (response.ok) throw new Refused(response.status, "the answer could not be read");
  }
  if (!response.ok)
    throw new Refused(
      response.status,
      body?.error?.message ?? `the server answered ${response.status}`,
    );
  return body;
}

export const post = (path, body) =>
  ask(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });

/** Cuts a byte stream into server-sent events. `heard` is called for every chunk, comments included. */
async function readEvents(response, heard, dispatch) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  let name = "message";
  let data = [];
  for (;;) {
    const { value, done } = await reader.read().catch(() => ({ done: true }));
    if (done) return; // ended or broken off: the same to us
    heard();
    const lines = (rest + value).split("\n");
    rest = lines.pop();
    for (const line of lines.map((text) => text.replace(/\r$/, ""))) {
      if (line === "") {
        if (data.length > 0) dispatch(name, data.join("\n"));
        name = "message";
        data = [];
      } else if (line.startsWith("event:")) {
        name = line.slice(6).trim();
      } else if (line.startsWith("data:")) {
        data.push(line.slice(line[5] === " " ? 6 : 5));
      }
    }
  }
}

/**
 * Keeps a page up to date. `refresh` reads everything again (after each new connection: what was
 * missed is in there); `events` maps an event's name to what to do with its object; `onState` hears
 * {kind: "connecting" | "live" | "asking" | "offline" | "refused", last: Date | null, message}.
 */
export class Live {
  #url;
  #refresh;
  #events;
  #onState;
  #last = null;
  #kind = "connecting";
  #failures = 0;
  #wake = () => {};
  #stream = null;
  #unseen = 0;
  #asleep = false;

  constructor({ url, refresh, events, onState }) {
    this.#url = url;
    this.#refresh = refresh;
    this.#events = events;
    this.#onState = onState;
  }

  start() {
    addEventListener("online", () => this.tryNow());
    addEventListener("offline", () => this.#stream?.abort());
    document.addEventListener("visibilitychange", () => {
      clearTimeout(this.#unseen);
      if (document.hidden) {
        this.#unseen = setTimeout(() => this.#sleep(true), kUnseenMs);
      } else {
        this.#sleep(false);
      }
    });
    this.#run();
  }

  /** Ends the present pause, if there is one. */
  tryNow() {
    this.#wake();
  }

  #sleep(asleep) {
    if (this.#asleep !== asleep) this.#stream?.abort();
    this.#asleep = asleep;
    this.tryNow();
  }

  async #run() {
    for (;;) {
      try {
        await this.#listen();
        this.#failures = 0;
      } catch (error) {
        if (!(error instanceof Refused)) console.error(error); // a defect of the page: never hidden
        const kind = error instanceof Refused && error.status > 0 ? "refused" : "offline";
        if (!document.hidden || this.#kind === "connecting") this.#say(kind, error.message);
        const wait = kWaitMs[Math.min(this.#failures++, kWaitMs.length - 1)];
        await this.#pause(document.hidden ? kAskMs : wait * (0.5 + Math.random() / 2));
      }
    }
  }

  async #listen() {
    if (this.#asleep) return this.#askInstead(kAsleepMs);
    this.#stream = new AbortController();
    const { signal } = this.#stream;
    const watch = { timer: setTimeout(() => this.#stream.abort(), kAnswerMs) };
    const heard = () => {
      this.#last = new Date();
      clearTimeout(watch.timer);
      watch.timer = setTimeout(() => this.#stream.abort(), kSilenceMs);
    };
    try {
      const response = await fetch(this.#url, {
        cache: "no-store",
        signal,
        headers: { Accept: "text/event-stream" },
      }).catch(() => {
        throw new Refused(0, "nobody answered");
      });
      if (response.status === 503) {
        return await this.#askInstead(kAskMs);
      }
      if (!response.ok)
        throw new Refused(response.status, `the server answered ${response.status}`);
      heard();
      await this.#refresh();
      this.#failures = 0;
      this.#say("live");
      await readEvents(response, heard, (name, data) => this.#dispatch(name, data));
      throw new Refused(0, "the connection ended");
    } finally {
      clearTimeout(watch.timer);
      this.#stream.abort();
    }
  }

  async #askInstead(every) {
    const asleep = this.#asleep;
    const until = Date.now() + kStreamAgainMs;
    while (Date.now() < until && asleep === this.#asleep) {
      await this.#refresh();
      this.#last = new Date();
      this.#say("asking");
      await this.#pause(every);
    }
  }

  #dispatch(name, data) {
    let object;
    try {
      object = JSON.parse(data);
    } catch {
      return; // half an event: the next refresh has the whole
    }
    this.#events[name]?.(object);
  }

  #pause(ms) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #say(kind, message = "") {
    this.#kind = kind;
    this.#onState({ kind, last: this.#last, message });
  }
}
