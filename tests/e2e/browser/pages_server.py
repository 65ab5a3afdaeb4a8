"""Serves the consoles' files and plays the JSON of both programs, for tests of the pages alone.

The pages are served exactly as the programs serve them (assets/console/embed.cmake has the rule)
and under the same content security policy. By hand, to look at a page while working on it:
    /usr/bin/python3 pages_server.py edge --port 25000 [--state busy|quiet|empty] [--lively]
"""

import argparse
import http.server
import json
import math
import pathlib
import queue
import random
import threading
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[3]
TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript",
         ".svg": "image/svg+xml"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; media-src 'self'; connect-src 'self'; manifest-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)


def iso(seconds):
    whole = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds))
    return f"{whole}.{int(seconds % 1 * 1000):03d}Z"


def page_files(console):
    """{path: file} of "edge" or "hq"."""
    own = ROOT / {"edge": "edge-agent", "hq": "aggregator"}[console] / "console"
    files = {}
    for prefix, folder in (("/", own), ("/kit/", ROOT / "assets/console/kit")):
        for file in sorted(folder.iterdir()):
            if file.suffix in TYPES:
                files[prefix + ("" if file.name == "index.html" else file.name)] = file
    return files


def nps(question, text, promoters, passives, detractors):
    """A net promoter score with its adjusted Wald interval."""
    n = promoters + passives + detractors
    score = {"question": question, "kind": "nps", "text": text, "n": n, "promoters": promoters,
             "passives": passives, "detractors": detractors}
    if n == 0:
        return score | {"score": None, "low": None, "high": None}
    p, d, m = (promoters + 0.75) / (n + 3), (detractors + 0.75) / (n + 3), n + 3
    half = 1.96 * math.sqrt((p + d - (p - d) ** 2) / m)
    low, high = max(-1.0, p - d - half), min(1.0, p - d + half)
    return score | {"score": 100 * (promoters - detractors) / n,
                    "low": 100 * low, "high": 100 * high}


def smiley(question, text, histogram):
    n, satisfied = sum(histogram), histogram[3] + histogram[4]
    score = {"question": question, "kind": "smiley", "text": text, "n": n, "satisfied": satisfied,
             "histogram": histogram}
    if n == 0:
        return score | {"score": None, "low": None, "high": None, "mean": None, "mean_low": None,
                        "mean_high": None}
    p = (satisfied + 2) / (n + 4)
    half = 1.96 * math.sqrt(p * (1 - p) / (n + 4))
    mean = sum((i + 1) * k for i, k in enumerate(histogram)) / n
    return score | {"score": 100 * satisfied / n, "low": 100 * max(0, p - half),
                    "high": 100 * min(1, p + half), "mean": mean, "mean_low": mean - 0.2,
                    "mean_high": mean + 0.2}


class Pages:
    """One console on one port. `answers` maps (method, path) to a function of the request; tests
    change it, publish events, and stop and start the server again on the same port."""

    def __init__(self, console, port=0):
        self.files = page_files(console)
        self.answers = {}
        self.failing = {}  # path → status
        self.clients = []
        self.lock = threading.Lock()
        self.port = port
        self.requests = []
        self.server = None

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def start(self):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", self.port), self._handler())
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def stop(self):
        with self.lock:
            for client in self.clients:
                client.put(None)
        self.server.shutdown()
        self.server.server_close()

    def publish(self, event, thing):
        with self.lock:
            for client in self.clients:
                client.put(f"event: {event}\ndata: {json.dumps(thing)}\n\n".encode())

    def _handler(pages):
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def reply(self, status, body, content_type="application/json"):
                self.send_response(status)
                self.send_header("Content-Type", content_type)
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Content-Security-Policy", POLICY)
                self.send_header("X-Content-Type-Options", "nosniff")
                self.end_headers()
                self.wfile.write(body)

            def do_GET(self):
                self.answer("GET", {})

            def do_POST(self):
                length = int(self.headers.get("Content-Length", 0))
                self.answer("POST", json.loads(self.rfile.read(length) or b"{}"))

            def answer(self, method, body):
                path, _, query = self.path.partition("?")
                query = dict(urllib.parse.parse_qsl(query))
                pages.requests.append((method, self.path))
                if path in pages.failing:
                    message = json.dumps({"error": {"message": "the store is being checked"}})
                    return self.reply(pages.failing[path], message.encode())
                if path == "/api/v1/events":
                    return self.events()
                if path in pages.files:
                    file = pages.files[path]
                    kind = TYPES[file.suffix] + "; charset=utf-8"
                    return self.reply(200, file.read_bytes(), kind)
                for (wanted, prefix), make in pages.answers.items():
                    if wanted == method and (path == prefix or
                                             prefix.endswith("/") and path.startswith(prefix)):
                        status, thing = make(urllib.parse.unquote(path[len(prefix):]), query, body)
                        return self.reply(status, json.dumps(thing).encode())
                self.reply(404, b'{"error": {"message": "no such page"}}')

            def events(self):
                mine = queue.Queue()
                with pages.lock:
                    pages.clients.append(mine)
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.send_header("Connection", "close")
                self.end_headers()
                self.close_connection = True
                try:
                    self.wfile.write(b": hello\n\n")
                    self.wfile.flush()
                    while True:
                        try:
                            event = mine.get(timeout=10)
                        except queue.Empty:
                            event = b": still here\n\n"
                        if event is None:
                            return
                        self.wfile.write(event)
                        self.wfile.flush()
                except OSError:
                    pass
                finally:
                    with pages.lock:
                        pages.clients.remove(mine)

        return Handler


def main():
    import played  # the stories that the tests tell, for looking at by hand

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("console", choices=["edge", "hq"])
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--state", choices=["busy", "quiet", "empty"], default="busy")
    parser.add_argument("--lively", action="store_true", help="something happens every few seconds")
    args = parser.parse_args()
    pages = Pages(args.console, args.port)
    story = (played.Location if args.console == "edge" else played.Headquarters)(pages, args.state)
    pages.start()
    print(pages.url, flush=True)
    while True:
        time.sleep(random.uniform(1, 4))
        if args.lively:
            story.happen()


if __name__ == "__main__":
    main()
