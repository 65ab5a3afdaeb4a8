#!/usr/bin/python3
"""A week offline comes home: 100,000 responses of one location wait at its kiosks; then the network
returns. How long until all are filed at the edge agent and counted at headquarters, at what cost,
and how long a live alert takes meanwhile: from durable at its kiosk to the event stream of the
manager's page.

  backlog.py [--records N] [--seconds S]

No time is asserted. But everybody arrives, history alerts nobody, and the edge agent's memory stays
flat. Alerts are measured for S seconds without a backlog, and then for as long as it drains.
"""

import argparse
import json
import os
import pathlib
import re
import statistics
import sys
import tempfile
import threading
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
os.environ.setdefault("EARSHOT_BIN", str(ROOT / "build" / "release" / "bin"))
sys.path.insert(0, str(ROOT / "tests" / "chaos"))
from installation import SLOW, Installation, wait_until  # noqa: E402
from ledger import (Ledger, Page, counted_at_headquarters, database_in,  # noqa: E402
                    rows)
from network import Plain  # noqa: E402

OFFLINE = range(1, 9)
# Enough live kiosks that alerts are many, and none looks as if somebody played with it.
LIVE = range(101, 501)
EDGE_GROWS_MB = 96  # at most while it drains, whatever the backlog
DROPPED = ("earshot_frames_dropped_total", "earshot_mqtt_dropped_inbound_total")
A_PROCESS = 200


def cpu_seconds(program):
    stat = pathlib.Path(f"/proc/{program.process.pid}/stat").read_text()
    fields = stat.rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def peak_mb(program):
    status = pathlib.Path(f"/proc/{program.process.pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024


def dropped(shop):
    """Messages that the edge agent let go of, which are sent again."""
    with urllib.request.urlopen(f"http://127.0.0.1:{shop.http_port}/metrics") as metrics:
        lines = metrics.read().decode().splitlines()
    return sum(float(line.split()[-1]) for line in lines if line.startswith(DROPPED))


class Alerts:
    """The manager's page: when each alert was on its event stream."""

    def __init__(self, shop):
        self.seen = {}  # response → ms
        self._shop = shop
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        url = f"http://127.0.0.1:{self._shop.http_port}/api/v1/events"
        with urllib.request.urlopen(url) as stream:
            event = ""
            for line in stream:
                text = line.decode().rstrip("\r\n")
                if text.startswith("event:"):
                    event = text[6:].strip()
                elif text.startswith("data:") and event == "alert":
                    response = json.loads(text[5:])["response"]
                    self.seen.setdefault(response, time.time() * 1000)

    def of_history(self):
        """Alerts for people who left long ago."""
        old = rows(database_in(self._shop.data), "SELECT id FROM responses WHERE historical")
        return self.seen.keys() & {row[0] for row in old}

    def print_between(self, words, first, last):
        thanked = self._shop.thanked()
        waits = sorted(max(0.0, seen - thanked[response]) for response, seen in self.seen.items()
                       if response in thanked and first <= thanked[response] <= last)
        if len(waits) < 2:
            print(f"{words}: only {len(waits)} alerts")
            return
        p99 = waits[min(len(waits) - 1, round(0.99 * (len(waits) - 1)))]
        print(f"{words}: p50 {statistics.median(waits):.0f} ms, p99 {p99:.0f} ms, longest "
              f"{waits[-1]:.0f} ms ({len(waits)} alerts)")


def collect(shop, records):
    """The kiosks fill their outboxes while nobody is there to listen."""
    program = shop.traffic("offline", OFFLINE[0], len(OFFLINE), [
        "--speed", "100000", "--start", "2024-01-01T08:00", "--wait", "0"]).start()
    wait_until(lambda: len(shop.thanked()) >= records, 600, f"{records} responses")
    program.process.terminate()
    program.process.wait(timeout=60)
    return len(shop.thanked())


def filed(shop):
    return rows(database_in(shop.data), "SELECT count(*) FROM responses")[0][0]


def counted(org):
    return counted_at_headquarters(database_in(org.data), org.shops[0].id)


def measure(org, records, quiet_seconds):
    shop = org.shops[0]
    waiting = collect(shop, records)
    org.start()
    for first in LIVE[::A_PROCESS]:
        org.traffic.append(shop.traffic(f"live-{first}", first, A_PROCESS, [
            "--speed", "20", "--wait", "60"]).start())
    alerts = Alerts(shop)
    # So many that come at once are more than the agent's queue holds, and some ask twice.
    wait_until(lambda: len(shop.get("/api/v1/location")["kiosks"]) >= len(LIVE), 120,
               "every live kiosk")
    time.sleep(5)
    first = time.time() * 1000
    time.sleep(quiet_seconds)
    begun = time.time() * 1000
    alerts.print_between("a live alert, nothing else to do", first, begun)

    programs = {"edge": shop.edge, "headquarters": org.hq}
    before = {name: cpu_seconds(program) for name, program in programs.items()}
    memory_before, dropped_before = peak_mb(shop.edge), dropped(shop)
    at_edge, at_hq = filed(shop), counted(org)
    # The kiosks come back with what they have, and say nothing new.
    org.traffic.append(shop.traffic("offline", OFFLINE[0], len(OFFLINE), [
        "--speed", "0.01", "--start", "2024-01-01T08:00", "--wait", "600"]).start())
    wait_until(lambda: filed(shop) >= at_edge + waiting, 600, "everybody at the edge agent")
    edge_done = time.time() * 1000
    wait_until(lambda: counted(org) >= at_hq + waiting, 600, "everybody at headquarters")
    done = time.time() * 1000
    alerts.print_between(f"a live alert while {waiting:,} responses drain", begun, edge_done)
    print(f"{waiting:,} responses: filed at the edge agent in {(edge_done - begun) / 1000:.1f} s "
          f"({waiting / (edge_done - begun) * 1000:,.0f} a second), counted at headquarters after "
          f"{(done - begun) / 1000:.1f} s")
    for name, program in programs.items():
        used = cpu_seconds(program) - before[name]
        print(f"{name}: {used:.1f} s of CPU ({100_000 * used / (done - begun):.0f} % of a core), "
              f"{peak_mb(program):.0f} MB at most")
    print(f"{dropped(shop) - dropped_before:.0f} messages found a full queue and were sent again")
    assert not alerts.of_history(), f"history raised alerts: {alerts.of_history()}"
    grown = peak_mb(shop.edge) - memory_before
    assert SLOW > 1 or grown < EDGE_GROWS_MB, f"the edge agent's memory grew by {grown:.0f} MB"


def run(records=100_000, quiet_seconds=30):
    with tempfile.TemporaryDirectory() as folder:
        org = Installation(folder, Plain(), 1, [*OFFLINE, *LIVE])
        try:
            measure(org, records, quiet_seconds)
            org.go_home()
            for shop in org.shops:
                shop.page = Page(shop)
            wait_until(lambda: not Ledger(org).problems, 60, "everybody, once, everywhere")
        finally:
            org.close()


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=30)
    arguments = parser.parse_args()
    run(arguments.records, arguments.seconds)


if __name__ == "__main__":
    main()
