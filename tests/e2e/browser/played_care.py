"""What a location does for single customers, played: calls for help, answers by code, contact
details, and messages on the kiosks."""

import time

from pages_server import iso

NOT_KNOWN = (404, {"error": {"message": "nothing was said here with this code"}})


class Care:
    def __init__(self, location):
        self.location = location
        self.calls, self.replies, self.messages = [], {}, []
        self.opened, self.judged = [], []
        location.pages.answers |= {
            ("GET", "/api/v1/help"): lambda *_: (200, {"calls": self.calls}),
            ("POST", "/api/v1/help/"): self.seen,
            ("GET", "/api/v1/responses/"): self.get_reply,
            ("POST", "/api/v1/responses/"): self.post_for_response,
            ("POST", "/api/v1/claims"): self.claim,
            ("GET", "/api/v1/messages"): lambda *_: (200, {"messages": self.messages}),
            ("POST", "/api/v1/messages"): self.add_message,
            ("POST", "/api/v1/messages/"): self.remove_message,
        }

    def help(self, call):
        """An alert of a call for help is there: this is the call itself."""
        self.calls.insert(0, {"alert": call["id"], "response": call["response"],
                              "device": "harbour-street-1", "touchpoint": call["touchpoint"],
                              "language": "en", "called_at": call["at"], "arrived_at": call["at"],
                              "seen_at": None, "coming_at": None, "who": "", "late": False,
                              "state": "arrived"})
        self.location.pages.publish("help", {"calls": self.calls})

    def seen(self, rest, _, __):
        call = next(c for c in self.calls if c["alert"] == rest.removesuffix("/seen"))
        call |= {"seen_at": iso(time.time()), "state": "seen"}
        self.location.pages.publish("help", {"calls": self.calls})
        return 200, call

    def reply_of(self, name):
        words, by, at = self.replies.get(name, ("", "", None))
        return {"response": name, "code": "7KQM-2R9D", "at": at, "words": words, "by": by}

    def get_reply(self, rest, _, __):
        return 200, self.reply_of(rest.removesuffix("/reply"))

    def post_for_response(self, rest, query, body):
        name, _, what = rest.partition("/")
        if what == "reading":
            return self.location.correct(rest, query, body)
        if what == "reply":
            self.replies[name] = (body["words"], body.get("by") or "", iso(time.time()))
            return 200, self.reply_of(name)
        if what == "misuse":
            self.judged.append((name, body["flags"]))
            return 200, {}
        self.opened.insert(0, {"at": iso(time.time()), "by": body.get("by") or ""})
        return 200, {"response": name, "name": "", "phone": "+44 20 7946 0123", "email": "",
                     "purpose": "Only to answer you about today’s visit.", "language": "en",
                     "at": iso(time.time()), "views": self.opened}

    def claim(self, _, __, body):
        if body["code"].upper().replace("-", "") != "7KQM2R9D":
            return NOT_KNOWN
        name, (words, by, at) = next(iter(self.replies.items()), ("", ("", "", None)))
        reply = {"at": at, "words": words, "by": by} if words else None
        return 200, {"response": name, "said_at": iso(time.time() - 3600), "reply": reply}

    def add_message(self, _, __, body):
        made = {"id": str(len(self.messages) + 1), "made_at": iso(time.time())}
        until = f"{body['until']}T22:00:00.000Z"
        self.messages.insert(0, body | made | {"until": until})
        return 200, {"messages": self.messages}

    def remove_message(self, rest, _, __):
        gone = rest.removesuffix("/remove")
        self.messages = [m for m in self.messages if m["id"] != gone]
        return 200, {"messages": self.messages}
