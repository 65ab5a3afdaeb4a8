"""A whole Earshot on this machine for end-to-end tests: a real mosquitto, real programs.

A Fleet owns a folder and everything it started; nothing outlives it. Programs are killed with
SIGKILL and started again by the tests, so every start must find its way back from the disk.
"""

import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ.get("EARSHOT_BIN", ROOT / "build" / "dev" / "bin"))
SHARED = pathlib.Path(os.environ.get("EARSHOT_SHARED", ROOT.parent / "shared"))
MOSQUITTO = shutil.which("mosquitto") or "/usr/sbin/mosquitto"
# How much slower than usual everything is, e.g. 10 with programs under a sanitizer: patience grows.
SLOW = float(os.environ.get("EARSHOT_SLOW", "1"))
# What sanitizers write before they end a program.
REPORTS = re.compile(r"(ERROR|WARNING): \w+Sanitizer|: runtime error: ")


_RESERVED = []  # sockets that hold a port and never listen


def free_port():
    """A loopback port that nobody else gets while this process lives. Programs that set
    SO_REUSEADDR, as brokers and ours do, can listen there, end and come again; a port that was only
    looked up may meanwhile be given to another test's broker or to a connection on its way out."""
    s = socket.socket()
    s.bind(("127.0.0.1", 0))
    # Not before: a bind to "any port" with this option may share one that is already reserved.
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    _RESERVED.append(s)
    return s.getsockname()[1]


def wait_until(condition, seconds, what):
    """Polls until `condition` returns something true, and returns it; fails naming `what`.
    `seconds` on an ordinary machine."""
    deadline = time.monotonic() + seconds * SLOW
    while True:
        try:
            value = condition()
        except (OSError, urllib.error.URLError, json.JSONDecodeError):
            value = None
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds * SLOW:.0f} s for {what}")
        time.sleep(0.05)


def get_json(url):
    with urllib.request.urlopen(url, timeout=10 * SLOW) as answer:
        return json.load(answer)


def post_json(url, body):
    request = urllib.request.Request(
        url, data=json.dumps(body).encode(), headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=10 * SLOW) as answer:
        return json.load(answer)


class Program:
    """One process, its log, and the right to kill it."""

    def __init__(self, name, command, log, env=None):
        self.name, self.command, self.log_path, self.env = name, command, log, env
        self.process = None

    def start(self):
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(
                [str(part) for part in self.command], stdout=log, stderr=log,
                stdin=subprocess.DEVNULL, env={**os.environ, **(self.env or {})})
        return self

    def kill(self):
        """SIGKILL: no goodbye."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(timeout=30 * SLOW)

    def stop(self):
        """SIGTERM, and the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=30 * SLOW)

    def freeze(self):
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self):
        self.process.send_signal(signal.SIGCONT)

    def alive(self):
        return self.process is not None and self.process.poll() is None

    def log(self):
        return pathlib.Path(self.log_path).read_text(errors="replace")

    def sanitizer_report(self):
        """The first lines of what a sanitizer said; empty: nothing."""
        log = self.log() if pathlib.Path(self.log_path).exists() else ""
        found = REPORTS.search(log)
        return log[found.start():found.start() + 3000] if found else ""


def assert_clean(programs):
    """Ends what still runs as an operator would, and lets no sanitizer's report pass unseen."""
    for program in reversed(programs):
        if program.alive():
            program.thaw()
            code = program.stop()
            assert code == 0, f"{program.name} ended with {code}:\n{program.log()[-3000:]}"
    for program in programs:
        report = program.sanitizer_report()
        assert not report, f"{program.name}:\n{report}"


class Fleet:
    """A broker, headquarters, and edge agents for {location: [kiosks]}."""

    def __init__(self, folder, locations, nodes=None, verbatims=True, timezone="Etc/UTC"):
        self.folder = pathlib.Path(folder)
        self.locations = locations
        self.verbatims = verbatims
        self.timezone = timezone
        self.programs = []
        self.broker_port = free_port()
        self.hq_port = free_port()
        self.edge_ports = {location: free_port() for location in locations}
        self._write_broker()
        self.write_org(nodes or [("all", "All shops", "organisation", None)] + [
            (location, location.title(), "location", "all") for location in locations])
        self._write_hq()
        for location in locations:
            self._write_edge(location)
        self.broker = self._program(
            "broker", [MOSQUITTO, "-c", self.folder / "broker" / "mosquitto.conf"])
        self.hq = self._program(
            "hq", [BIN / "earshot-aggregator", "--config", self.folder / "aggregator.toml"])
        self.edges = {
            location: self._program(
                f"edge-{location}",
                [BIN / "earshot-edge-agent", "--config", self.folder / location / "edge.toml"])
            for location in locations}

    # Configuration -------------------------------------------------------------------------------

    def _write_broker(self):
        """The same script that an installer uses."""
        self.folder.mkdir(parents=True, exist_ok=True)
        devices = ["hq hq"]
        for location, kiosks in self.locations.items():
            devices += [f"location {location}"] + [f"kiosk {kiosk} {location}" for kiosk in kiosks]
        subprocess.run([ROOT / "deploy" / "broker" / "prepare", self.folder / "broker",
                        str(self.broker_port)], input="\n".join(devices), text=True, check=True)
        kiosks = [kiosk for kiosks in self.locations.values() for kiosk in kiosks]
        self.credentials = self.folder / "credentials"
        self.credentials.write_text("".join(f"{k} {self.password(k)}\n" for k in kiosks))

    def _password_file(self, device):
        return self.folder / "broker" / "secrets" / device

    def password(self, device):
        return self._password_file(device).read_text().strip()

    def write_org(self, nodes):
        text = ""
        for node, name, kind, parent in nodes:
            text += f'[[node]]\nid = "{node}"\nname = "{name}"\nkind = "{kind}"\n'
            text += f'parent = "{parent}"\n\n' if parent else "\n"
        target = self.folder / "org.toml"
        target.with_suffix(".new").write_text(text)
        target.with_suffix(".new").rename(target)

    def _broker_section(self, name, device):
        return (f'[{name}]\nhost = "127.0.0.1"\nport = {self.broker_port}\n'
                f'password_file = "{self._password_file(device)}"\n')

    def _write_hq(self):
        (self.folder / "aggregator.toml").write_text(
            'device = "hq"\ndata = "hq-data"\norg = "org.toml"\n'
            + self._broker_section("broker", "hq")
            + f'[http]\nhost = "127.0.0.1"\nport = {self.hq_port}\n')

    def _write_edge(self, location):
        folder = self.folder / location
        folder.mkdir(exist_ok=True)
        kiosks = ", ".join(f'"{kiosk}"' for kiosk in self.locations[location])
        survey = ROOT / "firmware-config" / "surveys" / "shop.toml"
        (folder / "edge.toml").write_text(
            f'location = "{location}"\nname = "{location.title()}"\ntimezone = "{self.timezone}"\n'
            f'data = "data"\nverbatims = {str(self.verbatims).lower()}\nsurveys = ["{survey}"]\n'
            f"kiosks = [{kiosks}]\n" + self._broker_section("site_broker", location)
            + self._broker_section("hq_broker", location)
            + f'[http]\nhost = "127.0.0.1"\nport = {self.edge_ports[location]}\n')

    def write_kiosk(self, location, kiosk, touchpoint="checkout", survey="shop.toml", screen=""):
        """The location's edge agent has made the key by now: it answers."""
        key = self.folder / location / "data" / "location-key.public"
        folder = self.folder / kiosk
        folder.mkdir(exist_ok=True)
        (folder / "kiosk.toml").write_text(
            f'device = "{kiosk}"\nlocation = "{location}"\ntouchpoint = "{touchpoint}"\n'
            f'survey = "{ROOT / "firmware-config" / "surveys" / survey}"\ndata = "data"\n'
            f'location_key = "{key}"\n'
            + self._broker_section("broker", kiosk) + screen)
        return folder / "kiosk.toml"

    # Processes -----------------------------------------------------------------------------------

    def _program(self, name, command, env=None):
        program = Program(name, command, self.folder / f"{name}.log", env)
        self.programs.append(program)
        return program

    def program(self, name, command, env=None):
        """Another program of the test's, ended with the fleet."""
        return self._program(name, command, env)

    def start(self):
        self.start_broker()
        self.hq.start()
        for edge in self.edges.values():
            edge.start()
        self.wait_ready()
        return self

    def start_broker(self):
        self.broker.start()
        address = ("127.0.0.1", self.broker_port)
        wait_until(lambda: socket.create_connection(address, 1).close() is None, 10,
                   "the broker to listen")

    def wait_ready(self):
        wait_until(lambda: get_json(f"{self.hq_url}/healthz"), 30, "headquarters to answer")
        for location in self.locations:
            wait_until(lambda: get_json(f"{self.edge_url(location)}/healthz"), 30,
                       f"the edge agent of {location} to answer")

    @property
    def hq_url(self):
        return f"http://127.0.0.1:{self.hq_port}"

    def edge_url(self, location):
        return f"http://127.0.0.1:{self.edge_ports[location]}"

    def tree(self):
        return {node["id"]: node for node in get_json(f"{self.hq_url}/api/v1/tree")["nodes"]}

    def node(self, node):
        return get_json(f"{self.hq_url}/api/v1/nodes/{node}")

    def close(self):
        for program in reversed(self.programs):
            if program.alive():
                program.thaw()
                program.kill()

    def __enter__(self):
        return self

    def __exit__(self, failure, *_):
        try:
            if failure is None:
                assert_clean(self.programs)
        finally:
            self.close()
