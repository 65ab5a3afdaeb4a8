#!/usr/bin/python3
"""Prints the figures that the README shows, each beside the limit of this machine in the same run.

  ./test --preset release --build-only && tests/bench/figures.py [--samples N] [NAME …]

Names: store, edge, hq, kiosk, screen, rest, use, tap, backlog, reconnects; without names all of
them. Nothing is asserted: machines differ, so the figures to compare are the ratios.
"""

import argparse
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
os.environ.setdefault("EARSHOT_BIN", str(ROOT / "build" / "release" / "bin"))
sys.path[:0] = [str(ROOT / "tests" / "e2e"), str(ROOT / "tests" / "e2e" / "browser")]
from browser import Browser  # noqa: E402
from fleet import BIN, Fleet, get_json, wait_until  # noqa: E402
from screen import Customer, Screen  # noqa: E402

STORE, KIOSK = "store-1", "store-1-k1"
SCREEN = "[screen]\nwidth = 1280\nheight = 800\nwidth_mm = 217\nfullscreen = false\n"


def title(text):
    print(f"\n== {text}", flush=True)


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


def program(name, *arguments, env=None):
    subprocess.run([BIN / name, *arguments], check=False, env={**os.environ, **(env or {})})


def store(_):
    title("Tap → durable, beside the disk's raw fdatasync and SQLite alone")
    program("earshot-bench-store")


def edge(_):
    title("Responses a second through the edge agent, beside raw SQLite doing the same inserts")
    program("earshot-bench-edge")


def hq(_):
    title("Responses' worth of cells a second through headquarters, beside raw SQLite")
    program("earshot-bench-hq")


def kiosk(samples):
    title("The kiosk's own clock: tap → pressed picture, tap → durable (software renderer)")
    with tempfile.TemporaryDirectory() as folder, Screen() as screen:
        with Fleet(pathlib.Path(folder) / "fleet", {STORE: [KIOSK]}) as fleet:
            fleet.start()
            config = fleet.write_kiosk(STORE, KIOSK, screen=SCREEN)
            program("earshot-kiosk", "--log-level", "warn", "--config", config,
                    "--measure", str(max(samples, 100)), env=screen.env)


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_mb(pid):
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024


def started_kiosk(fleet, screen, level="info"):
    config = fleet.write_kiosk(STORE, KIOSK, screen=SCREEN)
    command = [BIN / "earshot-kiosk", "--log-level", level, "--config", config]
    program = fleet.program("kiosk", command, env=screen.env).start()
    wait_until(screen.has_window, 20, "the kiosk's window")
    wait_until(lambda: "first touchable frame" in program.log(), 20, "a touchable frame")
    return program


def rest(_):
    title("The kiosk at rest in a real window, for 30 s")
    with tempfile.TemporaryDirectory() as folder, Screen() as screen:
        with Fleet(pathlib.Path(folder) / "fleet", {STORE: [KIOSK]}) as fleet:
            fleet.start()
            kiosk_program = started_kiosk(fleet, screen)
            pid = kiosk_program.process.pid
            time.sleep(5)  # its first animation is over
            before = cpu_seconds(pid)
            time.sleep(30)
            used = cpu_seconds(pid) - before
            print(f"CPU {100 * used / 30:.2f} % of a core, {memory_mb(pid):.0f} MB resident")
            print(re.search(r"start to first touchable frame: .*", kiosk_program.log())[0])


def screen(_):
    title("Frames, fonts and letters, and the outbox's size")
    program("earshot-bench-kiosk", ROOT / "tests" / "pictures" / "counter.toml")


def use(samples):
    title(f"The kiosk in use in a real window: {samples} visits of two taps, one after the other")
    with tempfile.TemporaryDirectory() as folder, Screen() as display:
        with Fleet(pathlib.Path(folder) / "fleet", {STORE: [KIOSK]}) as fleet:
            fleet.start()
            kiosk_program = started_kiosk(fleet, display, "debug")
            customer = Customer(display, kiosk_program)
            pid = kiosk_program.process.pid
            time.sleep(3)
            before, began = cpu_seconds(pid), time.monotonic()
            for i in range(samples):
                customer.rate(i % 11)
            used, lasted = cpu_seconds(pid) - before, time.monotonic() - began
            print(f"CPU {100 * used / lasted:.1f} % of a core, {1000 * used / samples:.0f} ms "
                  f"a visit of {lasted / samples:.1f} s; {memory_mb(pid):.0f} MB resident")


def tap(samples):
    title(f"Tap in a real window → alert on the manager's page in a browser, {samples} taps")
    with tempfile.TemporaryDirectory() as folder, Screen() as screen:
        with Fleet(pathlib.Path(folder) / "fleet", {STORE: [KIOSK]}) as fleet, Browser() as page:
            fleet.start()
            customer = Customer(screen, started_kiosk(fleet, screen, "debug"))
            page.open(fleet.edge_url(STORE) + "/")
            page.wait_for("#headline", text="Nothing needs you")
            print_latencies(one_tap(fleet, customer, page, i) for i in paced(range(samples)))


def paced(samples):
    """One in six seconds: twelve a minute on one kiosk are a burst, which raises no alerts."""
    for sample in samples:
        begun = time.monotonic()
        yield sample
        time.sleep(max(0.0, 6 - (time.monotonic() - begun)))


def one_tap(fleet, customer, page, number):
    """Milliseconds from the finger's lift until the page holds one more alert."""
    customer.touch("begin")
    page.script("""
        window.seen = null;
        const before = document.querySelectorAll('[data-alert]').length;
        new MutationObserver((_, observer) => {
          if (document.querySelectorAll('[data-alert]').length === before) return;
          window.seen = Date.now();
          observer.disconnect();
        }).observe(document.body, {subtree: true, childList: true});
        """)
    customer.touch("rating 2")
    lifted = time.time() * 1000
    seen = wait_until(lambda: page.script("return window.seen"), 20, "the alert")
    alerts = get_json(f"{fleet.edge_url(STORE)}/api/v1/alerts")["alerts"]
    assert len(alerts) == number + 1, "one alert a tap"
    customer.leave()
    return max(0.0, seen - lifted)


def backlog(_):
    title("100,000 responses that waited a week come home to one location, beside a quiet one")
    script("bench/backlog.py")


def reconnects(_):
    title("Reconnects a minute that 93 clients survive while brokers are killed, for two minutes")
    script("soak/reconnects.py", "--minutes", "2")


def script(name, *arguments):
    subprocess.run([sys.executable, "-B", ROOT / "tests" / name, *arguments], check=False)


def print_latencies(latencies):
    values = list(latencies)
    print(f"p50 {statistics.median(values):.0f} ms, p99 {percentile(values, 0.99):.0f} ms, "
          f"longest {max(values):.0f} ms")


ALL = {"store": store, "edge": edge, "hq": hq, "kiosk": kiosk, "screen": screen,
       "rest": rest, "use": use, "tap": tap, "backlog": backlog, "reconnects": reconnects}


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--samples", type=int, default=30)
    parser.add_argument("names", nargs="*", choices=[[], *ALL])
    arguments = parser.parse_args()
    for name in arguments.names or ALL:
        ALL[name](arguments.samples)


if __name__ == "__main__":
    main()
