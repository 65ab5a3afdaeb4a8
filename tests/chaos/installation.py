"""A whole organisation as it stands in the world: headquarters with its broker, and shops with a
broker, an edge agent and kiosks each, on machines of their own with cables between them.

    kiosks-N ──cable k-N──  shop-N (broker, edge agent)  ──cable s-N──  hq (broker, aggregator)

Kiosks are played by earshot-traffic, which writes down whom it thanked.
"""

import datetime
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))
from fleet import (BIN, MOSQUITTO, ROOT, SLOW, Program, assert_clean, free_port,  # noqa: E402
                   get_json, wait_until)

SURVEY = ROOT / "firmware-config" / "surveys" / "shop.toml"
CONNECTED = re.compile(r"New client connected from \S+ as (\S+) ")
DAY_OPENS = datetime.datetime(2026, 3, 2, 8)


def broker_section(name, address, password_file):
    return (f'[{name}]\nhost = "{address[0]}"\nport = {address[1]}\n'
            f'password_file = "{password_file}"\n')


class Broker:
    """A mosquitto as deploy/broker makes it, with what a test adds to its configuration."""

    def __init__(self, name, folder, listen, devices, prefix, more=""):
        self.folder, self.port = pathlib.Path(folder), listen[1]
        subprocess.run([ROOT / "deploy" / "broker" / "prepare", self.folder, str(listen[1]),
                        listen[0]], input="\n".join(devices), text=True, check=True)
        configuration = self.folder / "mosquitto.conf"
        lines = configuration.read_text().splitlines()
        ours = {line.split()[0] for line in more.splitlines() if line}
        kept = [line for line in lines if not line or line.split()[0] not in ours]
        configuration.write_text("\n".join(kept) + "\n" + more)
        self.program = Program(name, [*prefix, MOSQUITTO, "-c", configuration],
                               self.folder.parent / f"{name}.log")

    def secret(self, device):
        return self.folder / "secrets" / device


class WatchedBroker:
    """A broker, who must be connected to it, and how often they came."""

    def __init__(self, broker, clients):
        self.program, self.clients = broker.program, set(clients)
        self.came, self._read = 0, 0
        self.present = set()

    def read_log(self):
        with open(self.program.log_path, errors="replace") as log:
            log.seek(self._read)
            lines = log.read()
            whole = lines.rfind("\n") + 1
            self._read += len(lines[:whole].encode(errors="replace"))
        found = CONNECTED.findall(lines[:whole])
        self.came += len(found)
        self.present |= set(found)
        return self.clients <= self.present

    def kill(self):
        self.read_log()
        self.program.kill()
        self.read_log()
        self.present = set()


class Shop:
    """One location: what stands in it, and what its kiosks are playing."""

    def __init__(self, org, number, kiosks, broker_more):
        self.org, self.number, self.id = org, number, f"shop-{number:03d}"
        self.machine, self.kiosk_machine = f"s{number}", f"k{number}"
        self.kiosk_cable, self.hq_cable = f"k-{number}", f"s-{number}"
        self.kiosks = [f"{self.id}-k{k}" for k in kiosks]
        self.folder = org.folder / self.id
        self.data, self.state = self.folder / "data", self.folder / "kiosks"
        self.http_port = free_port()
        self._days = 0
        for folder in (self.data, self.state):
            folder.mkdir(parents=True)
        network = org.network
        devices = [f"location {self.id}"] + [f"kiosk {k} {self.id}" for k in self.kiosks]
        self.broker = Broker(f"broker-{number}", self.folder / "broker",
                             network.listen(self.machine), devices,
                             network.prefix(self.machine), broker_more)
        self.credentials = self.folder / "credentials"
        self.credentials.write_text("".join(
            f"{k} {self.broker.secret(k).read_text().strip()}\n" for k in self.kiosks))
        self._write_edge()
        self.edge = Program(f"edge-{number}", [
            *network.prefix(self.machine), BIN / "earshot-edge-agent", "--config",
            self.folder / "edge.toml"], self.folder / "edge.log")

    def _write_edge(self):
        own = ("127.0.0.1", self.broker.port)
        hq = self.org.network.reach(self.hq_cable, self.org.broker.port)
        kiosks = ", ".join(f'"{kiosk}"' for kiosk in self.kiosks)
        (self.folder / "edge.toml").write_text(
            f'location = "{self.id}"\nname = "Shop {self.number}"\ntimezone = "Etc/UTC"\n'
            f'data = "data"\nverbatims = true\nsurveys = ["{SURVEY}"]\nkiosks = [{kiosks}]\n'
            + broker_section("site_broker", own, self.broker.secret(self.id))
            + broker_section("hq_broker", hq, self.org.broker.secret(self.id))
            + f'[http]\nhost = "127.0.0.1"\nport = {self.http_port}\n')

    def traffic(self, name, first, count, more, env=None, state=None):
        """A process that plays the kiosks numbered from `first`; not started."""
        host, port = self.org.network.reach(self.kiosk_cable, self.broker.port)
        return Program(f"{name}-{self.number}", [
            *self.org.network.prefix(self.kiosk_machine), BIN / "earshot-traffic", "day",
            "--prefix", "shop-", "--first", self.number, "--locations", 1, "--first-kiosk", first,
            "--kiosks", count, "--broker", f"{host}:{port}", "--credentials", self.credentials,
            "--survey", SURVEY, "--state", state or self.state,
            "--thanked", self.folder / "thanked",
            "--seed", self.number, *more], self.folder / f"{name}.log", env)

    def next_days(self, days):
        """Where in the past the next life of its kiosks begins: no day is played twice."""
        begin = DAY_OPENS + datetime.timedelta(days=self._days)
        self._days += days
        return begin.strftime("%Y-%m-%dT%H:%M")

    def get(self, path):
        with self.org.network.inside(self.machine):
            return get_json(f"http://127.0.0.1:{self.http_port}{path}")

    def thanked(self):
        """{response id: when it was durable, ms}"""
        return {response: int(when) for response, when, _ in self._thanked_lines()}

    def ratings_said(self):
        """{response id: the rating that its customer tapped}"""
        return {response: int(rating) for response, _, rating in self._thanked_lines()
                if rating != "-"}

    def _thanked_lines(self):
        file = self.folder / "thanked"
        if not file.exists():
            return []
        # A line is whole once its end is there.
        return [line.split() for line in file.read_text().split("\n")[:-1]]


class Installation:
    def __init__(self, folder, network, shops, kiosks, broker_more=""):
        """`kiosks`: the numbers of each shop's kiosks."""
        self.folder, self.network = pathlib.Path(folder), network
        self.folder.mkdir(parents=True, exist_ok=True)
        self.data = self.folder / "hq-data"
        self.data.mkdir()
        ids = [f"shop-{n:03d}" for n in range(1, shops + 1)]
        self.broker = Broker("broker-hq", self.folder / "broker", network.listen("hq"),
                             ["hq hq"] + [f"location {i}" for i in ids], network.prefix("hq"),
                             broker_more)
        self.http_port = free_port()
        self._write_hq(ids)
        self.hq = Program("hq", [*network.prefix("hq"), BIN / "earshot-aggregator", "--config",
                                 self.folder / "aggregator.toml"], self.folder / "hq.log")
        self.shops = [Shop(self, n, kiosks, broker_more) for n in range(1, shops + 1)]
        self.traffic = []

    @staticmethod
    def machines_and_cables(shops):
        numbers = range(1, shops + 1)
        machines = ["hq"] + [f"{kind}{n}" for n in numbers for kind in "sk"]
        cables = {f"k-{n}": (f"k{n}", f"s{n}") for n in numbers}
        return machines, {**cables, **{f"s-{n}": (f"s{n}", "hq") for n in numbers}}

    def _write_hq(self, ids):
        node = '[[node]]\nid = "{}"\nname = "{}"\nkind = "{}"\n'
        (self.folder / "org.toml").write_text(node.format("all", "All shops", "organisation") + (
            "".join(node.format(i, i, "location") + 'parent = "all"\n' for i in ids)))
        (self.folder / "aggregator.toml").write_text(
            'device = "hq"\ndata = "hq-data"\norg = "org.toml"\n'
            + broker_section("broker", ("127.0.0.1", self.broker.port), self.broker.secret("hq"))
            + f'[http]\nhost = "127.0.0.1"\nport = {self.http_port}\n')

    @property
    def programs(self):
        """Who listens before who speaks."""
        return ([self.broker.program, self.hq] + [shop.broker.program for shop in self.shops]
                + [shop.edge for shop in self.shops] + self.traffic)

    def start(self):
        for program in self.programs:
            program.start()
        self.wait_ready()

    def wait_ready(self):
        wait_until(lambda: self.get("/api/v1/tree"), 60, "headquarters to answer")
        for shop in self.shops:
            wait_until(lambda: shop.get("/api/v1/location"), 60, f"{shop.edge.name} to answer")

    def get(self, path):
        with self.network.inside("hq"):
            return get_json(f"http://127.0.0.1:{self.http_port}{path}")

    def go_home(self):
        """No new customers; every kiosk waits until its receipts have come."""
        for program in self.traffic:
            program.thaw()
            program.process.terminate()
        for program in self.traffic:
            wait_until(lambda p=program: not p.alive(), 150, f"{program.name} to be received")
            assert program.process.returncode == 0, f"{program.name}:\n{program.log()[-2000:]}"

    def stop(self):
        assert_clean(self.programs)

    def close(self):
        for program in reversed(self.programs):
            if program.alive():
                program.thaw()
                program.kill()


def patient(seconds):
    """Seconds on an ordinary machine → seconds on this one."""
    return seconds * SLOW


def memory_mb(program):
    status = pathlib.Path(f"/proc/{program.process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024
