"""What the programs would say: one location's day and one organisation, as JSON of the contract."""

import random
import time

import played_care
from pages_server import iso, nps, smiley

COMMENTS = [
    ("unhappy", "Waited twenty minutes and only one checkout was open."),
    ("unhappy", "The washroom was dirty, again."),
    ("neutral", "Found what I needed, but nobody could say where the sizes are."),
    ("happy", "Very kind at the fitting room. Thank you!"),
    ("happy", ""),
    ("neutral", ""),
    ("happy", "الموظفون لطفاء جداً"),
    ("happy", "พนักงานดีมาก"),
    ("unhappy", "Kassalla oli pitkä jono, ja itsepalvelukassat olivat epäkunnossa."),
]
DIRTY = "Washroom: three people in ten minutes said it is dirty."
TOUCHPOINTS = ["checkout", "fitting-room", "washroom", "entrance"]
LIKELY, CARE = "How likely are you to recommend us?", "How was it today?"


TOPICS = {
    "taxonomy": "built-in-1", "model": "", "urgent_kinds": ["illness", "fire", "theft"],
    "topics": [{"id": "waiting", "names": {"en": "Waiting", "fi": "Odotus"}},
               {"id": "staff", "names": {"en": "Staff"}},
               {"id": "cleanliness", "names": {"en": "Cleanliness"}}]}


def reading(five, topics=(), urgent=None, **more):
    """`topics` are (id, polarity, start, end)."""
    label = "negative" if five < 3 else "positive" if five > 3 else "neutral"
    return {"language": "en",
            "sentiment": {"label": label, "five": five, "score": (five - 3) / 2,
                          "confidence": 0.8, "unsure": False},
            "topics": [{"id": name, "polarity": polarity, "confidence": 0.7, "start": start,
                        "end": end} for name, polarity, start, end in topics],
            "emotions": [], "urgent": urgent, "personal": [], "usable": True, "profanity": False,
            "corrected": None, "analyser": "1", "model": "", "taxonomy": "built-in-1"} | more


READ = {
    COMMENTS[0][1]: reading(2, [("waiting", "negative", 0, 21)]),
    COMMENTS[1][1]: reading(1, [("cleanliness", "negative", 4, 22)]),
    COMMENTS[3][1]: reading(5, [("staff", "positive", 0, 9)]),
}


def response(number, mood, comment, at, touchpoint="checkout", **more):
    rating = {"unhappy": 2, "neutral": 7, "happy": 10}[mood]
    answers = [{"question": "recommend", "kind": "nps", "text": LIKELY, "rating": rating}]
    if more.pop("contact", False):
        answers.append({"question": "reply", "kind": "contact", "text": "May we get back to you?",
                        "contact_left": True})
    if comment:
        answers.append({"question": "why", "kind": "comment", "text": "What made it so?",
                        "comment": comment, "reading": READ.get(comment)})
    return {"id": f"r{number}", "at": iso(at), "received_at": iso(at + 0.2),
            "touchpoint": touchpoint, "language": "en", "channel": "kiosk", "mood": mood,
            "answers": answers, "comment": comment, "partial": False, "withdrawn": False,
            "misuse": [], "historical": False} | more


def alert(number, at, sentence, words="", severity="warning", **more):
    return {"id": f"a{number}", "severity": severity, "rule": "detractor", "response": f"r{number}",
            "touchpoint": "washroom", "at": iso(at), "raised_at": iso(at), "sentence": sentence,
            "words": words,
            "next_step": "Go there now, put it right, and say sorry if they are still here.",
            "acknowledged": False, "acknowledged_at": None, "acknowledged_by": None} | more


class Location:
    def __init__(self, pages, state="busy", now=None):
        self.pages, self.now = pages, now or time.time()
        self.random = random.Random(7)
        self.number = 100
        self.responses, self.alerts = [], []
        self.today = [0, 0, 0]
        self.kept = [0, 0, 0] if state == "empty" else [1402, 611, 398]
        self.state = state
        if state != "empty":
            self.fill(busy=state == "busy")
        pages.answers |= {
            ("GET", "/api/v1/location"): lambda *_: (200, self.location()),
            ("GET", "/api/v1/responses"): self.get_responses,
            ("GET", "/api/v1/alerts"): self.get_alerts,
            ("POST", "/api/v1/alerts/"): self.acknowledge,
            ("GET", "/api/v1/topics"): lambda *_: (200, TOPICS),
        }
        self.care = played_care.Care(self)

    def fill(self, busy):
        for i in range(60):
            mood, comment = self.random.choice(COMMENTS if busy else COMMENTS[2:6])
            at = self.now - 240 * (60 - i)
            more = {55: {"misuse": ["too_fast"]}, 52: {"historical": True}}.get(i, {})
            self.responses.insert(0, response(i, mood, comment, at, TOUCHPOINTS[i % 4], **more))
        self.today = [112, 61, 41]
        self.alerts.append(alert(1, self.now - 9000, "Checkout: a customer waited too long.",
                                 acknowledged=True, acknowledged_at=iso(self.now - 8800),
                                 acknowledged_by="Front desk"))
        if busy:
            self.alerts.append(alert(2, self.now - 1500, DIRTY,
                                     "The washroom was dirty, again.", "urgent"))
            self.alerts.append(alert(3, self.now - 240, "Checkout: an unhappy customer, 2 of 10.",
                                     COMMENTS[0][1]))

    def location(self):
        here = random.Random(3)
        empty = self.state == "empty"
        hours = []
        for back in range(0 if empty else 24):
            at = (self.now // 3600 - back) * 3600
            n = here.randint(3, 40)
            if 9 < back < 17:
                continue
            hours.append({"hour": iso(at), "question": "recommend",
                          "score": here.uniform(10, 60), "n": n})
            hours.append({"hour": iso(at), "question": "today",
                          "score": here.uniform(60, 95), "n": n // 2 + 1})
        pending = 37 if self.state == "busy" else 0
        since = iso(self.now - 900)
        words = "Headquarters has everything."
        if pending:
            words = f"{pending} responses on their way to headquarters since {since[11:16]}."
        return {
            "id": "harbour-street", "name": "Harbour Street", "timezone": "Europe/Helsinki",
            "now": iso(time.time()),
            "scores": [] if empty else [nps("recommend", LIKELY, *self.kept),
                                        smiley("today", CARE, [40, 61, 102, 388, 402])],
            "today": [] if empty else [nps("recommend", LIKELY, *self.today),
                                       smiley("today", CARE, [0, 1, 0, 3, 2])],
            "hours": hours, "alerts_open": sum(not a["acknowledged"] for a in self.alerts),
            "responses": len(self.responses),
            "kiosks": [] if empty else [
                {"device": f"harbour-street-{t}", "touchpoint": t, "pending": 0,
                 "pending_since": None, "last_heard": iso(time.time() - 20)} for t in TOUCHPOINTS],
            "headquarters": {"connected": not pending, "pending": pending,
                             "pending_since": since if pending else None, "words": words},
            "quarantined": 0, "incidents": 0,
            "health": {"ok": not pending, "words": f"All kiosks heard from. {words}"},
        }

    def get_responses(self, _, query, __):
        first = int(query.get("before", 0))
        last = first + int(query.get("limit", 50))
        after = str(last) if last < len(self.responses) else None
        return 200, {"responses": self.responses[first:last], "next": after}

    def get_alerts(self, _, query, __):
        newest = sorted(self.alerts, key=lambda a: a["raised_at"], reverse=True)
        if query.get("open") == "1":
            newest.sort(key=lambda a: a["acknowledged"])
        return 200, {"alerts": newest[:int(query.get("limit", 50))]}

    def acknowledge(self, rest, _, body):
        name = rest.removesuffix("/acknowledge")
        found = next((a for a in self.alerts if a["id"] == name), None)
        if found is None:
            return 404, {"error": {"message": "this alert is not known here"}}
        if not found["acknowledged"]:
            found |= {"acknowledged": True, "acknowledged_at": iso(time.time()),
                      "acknowledged_by": body.get("by")}
            self.pages.publish("alert", found)
            self.pages.publish("location", self.location())
        return 200, found

    def correct(self, rest, _, body):
        name = rest.removesuffix("/reading")
        found = next((r for r in self.responses if r["id"] == name), None)
        if found is None:
            return 404, {"error": {"message": "there is no response with this id"}}
        old = found["answers"][1]["reading"]
        five = {"negative": 2, "neutral": 3, "positive": 4}[body["sentiment"]]
        known = {topic["id"]: topic for topic in old["topics"]}
        topics = [(t["id"], t["polarity"], known.get(t["id"], {}).get("start"),
                   known.get(t["id"], {}).get("end")) for t in body["topics"]]
        urgent = body["urgent"] and {"kind": body["urgent"], "start": None, "end": None}
        found["answers"][1]["reading"] = reading(
            five, topics, urgent, corrected={"at": iso(time.time()), "by": body["by"]})
        self.pages.publish("response", found)
        return 200, found

    def say(self, mood, comment, **more):
        """A customer answers; an unhappy one raises an alert. Returns the response's number."""
        self.number += 1
        said = response(self.number, mood, comment, time.time(),
                        **{"touchpoint": self.random.choice(TOUCHPOINTS)} | more)
        self.responses.insert(0, said)
        self.today[{"happy": 0, "neutral": 1, "unhappy": 2}[mood]] += 1
        self.pages.publish("response", said)
        if mood == "unhappy":
            sentence = f"{said['touchpoint'].capitalize()}: an unhappy customer, 2 of 10."
            raised = alert(self.number, time.time(), sentence, comment)
            self.alerts.append(raised)
            self.pages.publish("alert", raised)
        self.pages.publish("location", self.location())
        return self.number

    def call_for_help(self):
        """A customer at the fitting room presses the button. Returns the alert's id."""
        self.number += 1
        sentence = "Fitting room: a customer asks for help now."
        next_step = "Go to the fitting room, or say here who is coming: the kiosk shows it."
        raised = alert(self.number, time.time(), sentence, "", "urgent", rule="help",
                       touchpoint="fitting-room", next_step=next_step)
        self.alerts.append(raised)
        self.pages.publish("alert", raised)
        self.care.help(raised)
        return raised["id"]

    def happen(self):
        self.say(*self.random.choice(COMMENTS))


SPOKEN = [("waiting", 31, 4, 6), ("staff", 5, 2, 24), ("cleanliness", 9, 0, 3), ("price", 0, 2, 1)]


def topic(name, negative, neutral, positive, question="recommend"):
    comments = negative + neutral + positive
    return {"question": question, "kind": "nps", "text": LIKELY, "topic": name,
            "responses": comments + 3, "comments": comments, "negative": negative,
            "neutral": neutral, "positive": positive,
            "net": 100 * (positive - negative) / comments, "low": -100, "high": 100}


def stream(name, now, age=0, reason="", words=""):
    return {"stream": name, "oldest_unreceived": iso(now - age) if age else None,
            "oldest_unreceived_seconds": age, "reason": reason, "words": words}


def device(location, name, kind, now, streams, words="", heard=4):
    return {"location": location, "device": name, "kind": kind,
            "last_heard": None if heard is None else iso(now - heard), "words": words,
            "streams": streams}


class Headquarters:
    REGIONS = {"North": ["Coast", "Hills"], "South": ["River", "Plain"], "Islands": []}

    def __init__(self, pages, state="busy"):
        self.pages, self.state = pages, state
        self.random = random.Random(11)
        self.now = time.time()
        self.leaves, self.nodes = {}, []
        self.build(small=state == "empty")
        pages.answers |= {
            ("GET", "/api/v1/tree"):
                lambda _, query, __: (200, self.tree(query.get("window", "all"))),
            ("GET", "/api/v1/nodes/"): self.node,
        }

    def build(self, small):
        self.nodes.append(("org", "Market Halls", "organisation", None))
        for region, districts in ({} if small else self.REGIONS).items():
            self.nodes.append((region.lower(), region, "region", "org"))
            for district in districts or [None]:
                parent = region.lower() if district is None else district.lower()
                if district:
                    self.nodes.append((parent, district, "district", region.lower()))
                for i in range(1, 9):
                    name = f"{district or region} Hall {i}"
                    ident = name.lower().replace(" ", "-")
                    self.nodes.append((ident, name, "location", parent))
                    size = self.random.choice([4, 60, 150, 400])
                    bad = self.random.uniform(0.05, 0.4)
                    self.leaves[ident] = [round(size * (1 - bad) * 0.7),
                                          round(size * (1 - bad) * 0.3), round(size * bad)]
        if not small:
            self.leaves["plain-hall-8"] = [0, 0, 0]

    def below(self, ident):
        if ident in self.leaves:
            return [ident]
        return [leaf for node in self.nodes if node[3] == ident for leaf in self.below(node[0])]

    def describe(self, node, window):
        ident, name, kind, parent = node
        leaves = self.below(ident)
        share = {"day": 0.05, "week": 0.3, "month": 0.7}.get(window, 1)
        counts = [round(share * sum(self.leaves[leaf][i] for leaf in leaves)) for i in range(3)]
        late = {"coast-hall-3": 37} if self.state == "busy" else {}
        silent = [leaf for leaf in leaves if leaf == "hills-hall-5" and self.state == "busy"]
        pending = sum(late.get(leaf, 0) for leaf in leaves)
        since = iso(self.now - 4000)
        words = "Complete"
        if pending:
            words = f"{pending} on their way since {since[11:16]}"
        if silent:
            who = "1 location not" if len(leaves) > 1 else "Not"
            words = f"{who} heard from since {since[11:16]}"
        wave = random.Random(ident)
        trend = [{"at": iso(self.now - 3600 * 6 * back), "question": "recommend",
                  "score": wave.uniform(15, 65), "n": wave.randint(1, 30)}
                 for back in range(40, 0, -1)] if sum(counts) else []
        trend += [point | {"question": "today", "score": 50 + point["score"] / 2}
                  for point in trend]
        alerts = sum(leaf in ("coast-hall-3", "river-hall-2") for leaf in leaves)
        scores = [nps("recommend", LIKELY, *counts),
                  smiley("today", CARE, [counts[2] // 2, counts[2] // 2, 3, counts[1], counts[0]])]
        return {"id": ident, "name": name, "kind": kind, "parent": parent,
                "locations": len(leaves), "scores": scores if leaves else [], "trend": trend,
                "alerts_open": alerts if self.state == "busy" else 0,
                "completeness": {
                    "complete": not pending and not silent, "pending": pending,
                    "since": since if pending or silent else None,
                    "last_heard": None if silent else iso(self.now), "silent": silent,
                    "words": words}}

    def devices(self, ident):
        """Of a location all of them, of anything larger those in trouble and their number."""
        now, waits = self.now, "answers wait without a receipt since "
        newer = ("what it sends is refused since 09:14, and it keeps all of it: it cannot be read, "
                 "because its software and this location’s are of different versions; update the "
                 "older one")
        silent = f"not heard from since {iso(now - 4000)[11:16]}"
        of = {leaf: [device(leaf, leaf, "edge", now, [stream("urgent", now), stream("cells", now)]),
                     device(leaf, "till-1", "kiosk", now,
                            [stream("urgent", now), stream("responses", now)])]
              for leaf in self.below(ident)}
        if self.state == "busy" and "coast-hall-3" in of:
            of["coast-hall-3"] += [
                device("coast-hall-3", "till-2", "kiosk", now,
                       [stream("urgent", now),
                        stream("responses", now, 900, "waiting", waits + "09:45")],
                       waits + "09:45"),
                device("coast-hall-3", "washroom-1", "kiosk", now,
                       [stream("urgent", now), stream("responses", now, 2700, "refused", newer)],
                       newer)]
        if self.state == "busy" and "hills-hall-5" in of:
            of["hills-hall-5"][0] = device(
                "hills-hall-5", "hills-hall-5", "edge", now,
                [stream(each, now, 4000, "silent", silent) for each in ("urgent", "cells")],
                silent, heard=4000)
        everyone = [each for leaf in of.values() for each in leaf]
        trouble = [each for each in everyone if each["words"]]
        if ident == "org" and self.state == "busy":
            trouble.append(device(None, "coast-hall-33", "stranger", now, [], (
                "'coast-hall-33' is refused (212 frames since 09:02): headquarters has no location "
                "'coast-hall-33' in its org file; add it there, or correct this location's id"),
                heard=None))
        return {"devices": everyone if ident in self.leaves else trouble,
                "devices_in_trouble": len(trouble)}

    def tree(self, window="all"):
        return {"now": iso(time.time()), "window": window,
                "nodes": [self.describe(node, window) for node in self.nodes]}

    def node(self, ident, query, _):
        known = {node[0]: node for node in self.nodes}
        if ident not in known:
            return 404, {"error": {"message": "no such node in the org tree"}}
        window = query.get("window", "all")
        path, at = [], ident
        while at is not None:
            path.insert(0, {"id": at, "name": known[at][1]})
            at = known[at][3]
        leaf = ident in self.leaves
        said = [response(i, *COMMENTS[i % 4], self.now - 400 * i, TOUCHPOINTS[i % 4])
                for i in range(12)]
        alerts = [alert(1, self.now - 600, DIRTY, "The washroom was dirty, again.", "urgent",
                        location="coast-hall-3"),
                  alert(2, self.now - 9600, "Checkout: a customer waited too long.",
                        acknowledged=True, acknowledged_at=iso(self.now - 9000),
                        acknowledged_by="Front desk", location="river-hall-2")]
        points = [{"touchpoint": t, "scores": [nps("recommend", LIKELY, 30 - 5 * i, 12, 3 * i)]}
                  for i, t in enumerate(TOUCHPOINTS)]
        below = self.below(ident)
        return 200, self.describe(known[ident], window) | self.devices(ident) | {
            "path": path,
            "children": [self.describe(n, window) for n in self.nodes if n[3] == ident],
            "touchpoints": points if leaf else [],
            "topics": [topic(*each) for each in SPOKEN] if self.state != "empty" else [],
            "comments": said if leaf and self.state != "empty" else [],
            "alerts": [a for a in alerts if a["location"] in below]}

    def happen(self):
        leaf = self.random.choice(list(self.leaves))
        self.leaves[leaf][self.random.randrange(3)] += 1
        self.pages.publish("tree", self.tree())
