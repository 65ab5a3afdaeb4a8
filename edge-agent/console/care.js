// What the manager does for one customer: who comes to a kiosk that called for help, the answer that
// is read with the claim code, contact details that are opened on purpose, and messages on the kiosks.

import { $, h, setText, show } from "/kit/dom.js";
import { moment } from "/kit/format.js";
import { ask, post } from "/kit/live.js";
import { announce, setting } from "/kit/parts.js";
import { pressDone } from "/kit/steady.js";

const id = encodeURIComponent;
const why = (error) => (error.status ? error.message : "the edge agent did not answer");

/** A form whose button says what became of it. `send` gets the form's data and returns a sentence. */
function form(children, label, send, attributes = {}) {
  const line = h("p", { class: "soft form-line", role: "status" });
  const button = h("button", { class: "button" }, label);
  const element = h(
    "form",
    {
      ...attributes,
      class: `care-form ${attributes.class ?? ""}`,
      on: {
        submit: async (event) => {
          event.preventDefault();
          button.disabled = true;
          try {
            setText(line, await send(new FormData(element), element));
          } catch (error) {
            setText(line, `Not done: ${why(error)}.`);
          }
          announce(line.textContent);
          button.disabled = false;
          pressDone();
        },
      },
    },
    children,
    button,
    line,
  );
  return element;
}

const field = (label, input) => h("label", { class: "care-field" }, h("span", {}, label), input);

/** Under an open call for help: the kiosk shows both at once. */
export class HelpCalls {
  #calls = new Map();

  replace({ calls }) {
    this.#calls = new Map(calls.map((call) => [call.alert, call]));
    for (const foot of document.querySelectorAll("[data-help]")) this.#say(foot);
  }

  /** The foot of a card: who is coming, or only that it was seen. */
  foot(alert, onComing) {
    const who = h("input", {
      type: "text",
      name: "who",
      maxlength: "80",
      autocomplete: "off",
      placeholder: "Who is coming?",
      "aria-label": "Who is coming",
    });
    who.value = setting.get("who") ?? "";
    const seen = h(
      "button",
      {
        type: "button",
        class: "quiet seen",
        on: {
          click: async () => {
            seen.disabled = true;
            try {
              const call = await post(`/api/v1/help/${id(alert.id)}/seen`, {});
              this.#calls.set(alert.id, call);
              announce("The kiosk shows that the call was seen");
            } catch (error) {
              setText($(".help-state", element), `Not told yet: ${why(error)}.`);
              seen.disabled = false;
              return;
            }
            this.#say(element);
            pressDone();
          },
        },
      },
      "Seen",
    );
    const coming = h("button", { class: "button acknowledge" }, "I’m coming");
    const element = h(
      "form",
      {
        class: "help-foot",
        "data-help": alert.id,
        on: {
          submit: (event) => {
            event.preventDefault();
            onComing(who.value.trim());
          },
        },
      },
      h("p", { class: "soft help-state", role: "status" }),
      who,
      h("div", { class: "help-buttons" }, seen, coming),
    );
    this.#say(element);
    return element;
  }

  #say(element) {
    const call = this.#calls.get(element.dataset.help);
    if (!call) return;
    const seen = $(".seen", element);
    if (seen) seen.disabled = call.seen_at !== null;
    setText(
      $(".help-state", element),
      call.seen_at === null
        ? "The kiosk says: somebody has been called."
        : `Seen ${moment(call.seen_at)}. The kiosk says so.`,
    );
  }
}

const summaryOf = (response, contact) => {
  const also = [contact && "contact", response.misuse?.length > 0 && "score"].filter(Boolean);
  return ["Answer", ...also].join(", ");
};

/** What can be done about one response. */
export function careFor(response) {
  const contact = response.answers?.some((answer) => answer.contact_left);
  const path = `/api/v1/responses/${id(response.id)}/reply`;
  const words = h("textarea", { name: "words", maxlength: "600", rows: "3" });
  const given = h("p", { class: "soft reply-state" });
  const say = (reply) => {
    const signed = reply.by ? ` by ${reply.by}` : "";
    setText(
      given,
      reply.words
        ? `Answered ${moment(reply.at)}${signed}. The code ${reply.code} reads it.`
        : `Not answered yet. The customer reads the answer with the code ${reply.code}.`,
    );
  };
  const reply = form(
    [given, field("Your answer", words)],
    "Answer",
    async () => {
      const by = setting.get("who") || null;
      const said = await post(path, { words: words.value.trim(), by });
      say(said);
      return said.words ? "Kept." : "There is no answer any more.";
    },
    { class: "reply" },
  );
  const element = h(
    "details",
    { class: "care" },
    h("summary", {}, summaryOf(response, contact)),
    response.misuse?.length > 0 ? countAfterAll(response) : null,
    reply,
    contact ? contactOf(response) : null,
  );
  element.addEventListener("toggle", async () => {
    if (!element.open || given.textContent) return;
    try {
      const current = await ask(path);
      say(current);
      if (!words.value) words.value = current.words;
    } catch (error) {
      setText(given, `The answer so far cannot be shown: ${why(error)}.`);
    }
  });
  return element;
}

/** What was left out of the score as misuse: a person who knows better may count it. */
function countAfterAll(response) {
  return form(
    [],
    "It was a customer: count it",
    async () => {
      await post(`/api/v1/responses/${id(response.id)}/misuse`, { flags: [] });
      return "It counts again.";
    },
    { class: "count-after-all" },
  );
}

/** Closed until somebody opens it, who is written down. */
function contactOf(response) {
  const place = h("div", { class: "contact" });
  show(
    place,
    form(
      h("p", { class: "soft" }, "Contact details are sealed. Who opens them is written down."),
      "Open contact details",
      async () => {
        const by = setting.get("who");
        const left = await post(`/api/v1/responses/${id(response.id)}/contact`, by ? { by } : {});
        const line = (name, value) => (value ? [h("dt", {}, name), h("dd", {}, value)] : []);
        const list = h(
          "dl",
          { class: "contact-list" },
          ...line("Name", left.name),
          ...line("Phone", left.phone),
          ...line("Email", left.email),
          ...line("Agreed to", left.purpose),
          ...line(
            "Opened",
            left.views.map(({ at, by: who }) => `${moment(at)} ${who}`.trim()).join(", "),
          ),
        );
        show(place, list);
        return "Opened.";
      },
    ),
  );
  return place;
}

/** It ends with its last day, at midnight: the minute before is still that day. */
const lastMoment = ({ until }) => moment(new Date(Date.parse(until) - 1).toISOString());

/** "You said, we did": a short list, and a form for one more. */
export class Messages {
  #list = h("ul", { class: "message-list" });
  #state = h("p", { class: "soft form-line" });

  constructor(place) {
    const text = h("textarea", { name: "text", maxlength: "160", rows: "2", required: true });
    const until = h("input", { type: "date", name: "until", required: true });
    const kind = h(
      "select",
      { name: "kind" },
      h("option", { value: "said_did" }, "You said, we did"),
      h("option", { value: "kind_words" }, "Kind words"),
      h("option", { value: "notice" }, "Notice"),
    );
    const language = h("input", {
      type: "text",
      name: "language",
      value: "en",
      maxlength: "12",
      required: true,
    });
    const add = form(
      [
        field("What", kind),
        field("Text, at most 160 characters", text),
        field("Language", language),
        field("Last day", until),
      ],
      "Show on the kiosks",
      async (data, element) => {
        const tag = data.get("language").trim().toLowerCase();
        this.#draw(
          await post("/api/v1/messages", {
            kind: data.get("kind"),
            texts: { [tag]: data.get("text") },
            day: null,
            until: data.get("until"),
          }),
        );
        element.reset();
        return "The kiosks show it now.";
      },
    );
    show(place, this.#state, this.#list, add);
  }

  replace(body) {
    this.#draw(body);
  }

  #draw({ messages }) {
    setText(this.#state, messages.length === 0 ? "None now." : "");
    const names = { said_did: "You said, we did", kind_words: "Kind words", notice: "Notice" };
    show(
      this.#list,
      ...messages.map((message) =>
        h(
          "li",
          { "data-message": message.id },
          h("p", { class: "meta" }, names[message.kind], ", until ", lastMoment(message)),
          ...Object.entries(message.texts).map(([lang, text]) => h("p", { lang }, text)),
          h(
            "button",
            {
              type: "button",
              class: "link",
              on: {
                click: async () => {
                  try {
                    this.#draw(await post(`/api/v1/messages/${id(message.id)}/remove`, {}));
                    announce("The kiosks show it no more");
                  } catch (error) {
                    announce(`Not removed: ${why(error)}`);
                  }
                },
              },
            },
            "Remove",
          ),
        ),
      ),
    );
  }
}

/** A customer came back with a code. */
export function claimForm(place) {
  const answer = h("div", { class: "claim-answer" });
  const code = h("input", {
    type: "text",
    name: "code",
    maxlength: "12",
    required: true,
    autocomplete: "off",
    placeholder: "7KQM-2R9D",
  });
  show(
    place,
    form(field("The code that the customer was given", code), "Read the answer", async (data) => {
      show(answer);
      const { said_at: at, reply } = await post("/api/v1/claims", { code: data.get("code") });
      if (reply) show(answer, h("blockquote", {}, reply.words), h("p", { class: "meta" }, reply.by));
      return `Said ${moment(at)}. ${reply ? `Answered ${moment(reply.at)}.` : "Not answered yet."}`;
    }),
    answer,
  );
}
