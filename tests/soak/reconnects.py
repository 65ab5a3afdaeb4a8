#!/usr/bin/python3
"""A soak of reconnects: brokers are killed with SIGKILL and started again, over and over, under
kiosks, edge agents and headquarters. At the end every client is connected, nobody who was thanked
is lost or doubled, and no program has grown.

  reconnects.py [--reconnects N | --minutes M] [--seed S] [--shops N] [--keep DIR]
"""

import argparse
import pathlib
import random
import shutil
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "chaos"))
from customers import Customers  # noqa: E402
from installation import SLOW, Installation, WatchedBroker, memory_mb, wait_until  # noqa: E402
from ledger import Ledger, settle  # noqa: E402
from network import Plain  # noqa: E402

# What a program may grow by while its database and its caches fill.
GROWTH_MB, GROWTH_SHARE = 16, 0.25


def say(words):
    print(words, flush=True)


def brokers_of(org):
    yield WatchedBroker(org.broker, ["hq"] + [f"{shop.id}-hq" for shop in org.shops])
    for shop in org.shops:
        yield WatchedBroker(shop.broker, [f"{shop.id}-site", *shop.kiosks])


def soak(arguments, org, customers):
    choose = random.Random(arguments.seed)
    brokers = list(brokers_of(org))
    for broker in brokers:
        wait_until(broker.read_log, 60, f"all clients of {broker.program.name}")
    first_connections = sum(broker.came for broker in brokers)
    clients = sum(len(broker.clients) for broker in brokers)
    ours = [org.hq, *[shop.edge for shop in org.shops], *org.traffic]
    time.sleep(5 * SLOW)
    before = {program.name: memory_mb(program) for program in ours}
    begun, kills = time.monotonic(), 0

    def minutes():
        return (time.monotonic() - begun) / 60

    def reconnects():
        return sum(broker.came for broker in brokers) - first_connections

    next_line = 1.0
    while (reconnects() < arguments.reconnects if arguments.reconnects
           else minutes() < arguments.minutes * SLOW):
        victim = choose.choice(brokers)
        victim.kill()
        kills += 1
        time.sleep(choose.uniform(0, 1))
        victim.program.start()
        # Sometimes before everybody is back, sometimes long after.
        wait = time.monotonic() + choose.uniform(0.2, 8) * SLOW / len(brokers)
        while time.monotonic() < wait:
            time.sleep(0.05)
            for broker in brokers:
                broker.read_log()
            customers.watch()
        assert all(program.alive() for program in ours), "nobody ends by himself"
        if minutes() >= next_line:
            say(f"{minutes():.1f} min: {kills} kills, {reconnects()} reconnects")
            next_line += 1
    lasted, survived = minutes(), reconnects()
    for broker in brokers:
        wait_until(broker.read_log, 60, f"every client to be back at {broker.program.name}")
    say(f"{kills} brokers killed, {survived} reconnects in {lasted:.1f} min, "
        f"{survived / lasted:.0f} a minute; all {clients} clients are connected")
    grown = []
    for program in ours:
        first, last = before[program.name], memory_mb(program)
        say(f"  {program.name}: {first:.1f} MB at first, {last:.1f} MB at last")
        if last > first * (1 + GROWTH_SHARE) + GROWTH_MB:
            grown.append(program.name)
    # A sanitized program keeps what it frees, and says nothing about memory.
    assert SLOW > 1 or not grown, f"memory is not flat: {grown}"


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--reconnects", type=int, help="how many to survive, however long it takes")
    parser.add_argument("--minutes", type=float, default=0.4)
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    parser.add_argument("--shops", type=int, default=2)
    parser.add_argument("--keep", help="leave everything in this folder")
    arguments = parser.parse_args()
    say(f"SOAK: seed {arguments.seed}")
    folder = pathlib.Path(arguments.keep or tempfile.mkdtemp(prefix="earshot-soak-"))
    org = Installation(folder, Plain(), arguments.shops, Customers.NUMBERS)
    try:
        org.start()
        customers = Customers(org, {}, arguments.seed, 20)
        soak(arguments, org, customers)
        settle(org)
        org.stop()
        ledger = Ledger(org)
        for problem in ledger.problems:
            say(f"PROBLEM: {problem}")
        say(f"{ledger.thanked} thanked, {ledger.lost} lost, {ledger.doubled} doubled, "
            f"{ledger.invented} invented")
        assert not ledger.problems, f"see {folder}"
    finally:
        org.close()
    if not arguments.keep:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
