#!/usr/bin/python3
"""Chaos with the real thing: real programs, a real mosquitto at every shop and at headquarters, on
networks and disks that fail. At the end nobody who was thanked may be lost, doubled or invented.

  chaos.py [--responses N] [--minutes M] [--seed S] [--shops N] [--loopback] [--keep DIR]

The seed decides what fails, when and for how long, and is printed. What the programs do meanwhile
is their own, so the same seed repeats the same faults at the same moments, not every packet.
"""

import argparse
import os
import pathlib
import random
import shutil
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from customers import Customers  # noqa: E402
from disk import Disk  # noqa: E402
from faults import Chaos, say  # noqa: E402
from installation import SLOW, Installation, patient  # noqa: E402
from ledger import Ledger, settle  # noqa: E402
from network import open_network  # noqa: E402

# Brokers as narrow as brokers get, so that they drop what they have acknowledged.
NARROW = "max_queued_messages 40\n"


def disks_of(org, responses):
    """A disk that can be filled for headquarters, for the first shop's kiosks and for the second's
    edge agent: its data, its ballast, and some room."""
    megabytes = 192 + responses * 3 // 1024
    last = org.shops[-1]
    disks = {org.hq: Disk(org.data, megabytes), last.edge: Disk(last.data, megabytes),
             org.shops[0]: Disk(org.shops[0].state, megabytes)}
    if not all(disk.mounted for disk in disks.values()):
        say("SKIPPED: full disks: mounting a tmpfs is not allowed here")
        return {}
    return disks


def wait_for_enough(org, customers, chaos, responses):
    """Goes on until as many were thanked, without further faults."""
    thanked, more_until = -1, 0.0
    while thanked < responses:
        chaos.watch()
        customers.watch()
        time.sleep(0.2)
        before, thanked = thanked, sum(len(shop.thanked()) for shop in org.shops)
        if thanked > before:
            more_until = time.monotonic() + patient(60)
        assert time.monotonic() < more_until, f"nobody was thanked for long: {thanked} in all"


def print_logs_of_interest(org):
    dropped = expired = 0
    for broker in [org.broker] + [shop.broker for shop in org.shops]:
        log = broker.program.log()
        dropped += log.count("messages are being dropped")
        expired += log.count("has exceeded timeout")
    say(f"brokers: {dropped} times a full queue began to drop, {expired} sessions expired")


def play(arguments, seed, seconds, org):
    responses = int(arguments.responses / SLOW)
    disks = disks_of(org, responses)
    try:
        org.start()
        choose = random.Random(seed)
        customers = Customers(org, disks, choose.random(),
                              responses / (seconds * SLOW))
        chaos = Chaos(org, customers, disks, choose.random(), seconds)
        try:
            chaos.run()
            wait_for_enough(org, customers, chaos, responses)
        except BaseException:
            say(f"REPEAT WITH: --seed {seed}")
            raise
        say(f"healed after {chaos.elapsed():.0f} s: waiting until all is where it belongs")
        settle(org)
        org.stop()
        ledger = Ledger(org)
        print_logs_of_interest(org)
        say("faults: " + ", ".join(f"{count} {what}" for what, count in sorted(
            (chaos.counts + customers.counts).items())))
        for problem in ledger.problems:
            say(f"PROBLEM: {problem}")
        say(f"seed {seed}: {ledger.thanked} thanked, {ledger.lost} lost, {ledger.doubled} doubled, "
            f"{ledger.invented} invented")
        return not ledger.problems
    finally:
        org.close()
        for disk in disks.values():
            disk.close()


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--responses", type=int, default=10_000)
    parser.add_argument("--minutes", type=float, default=0.6, help="of faults")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--shops", type=int, default=2)
    parser.add_argument("--loopback", action="store_true", help="TCP relays, no namespaces")
    parser.add_argument("--keep", help="leave everything in this folder")
    arguments = parser.parse_args()
    seed = arguments.seed if arguments.seed is not None else random.randrange(1_000_000)
    say(f"CHAOS: seed {seed}, {arguments.responses} responses, {arguments.minutes} minutes of "
        f"faults, {arguments.shops} shops" + (f", {SLOW:g} times slower" if SLOW != 1 else ""))
    folder = pathlib.Path(arguments.keep or tempfile.mkdtemp(prefix="earshot-chaos-"))
    network = open_network(*Installation.machines_and_cables(arguments.shops),
                           loopback=arguments.loopback)
    sound = False
    try:
        org = Installation(folder, network, arguments.shops, Customers.NUMBERS, NARROW)
        sound = play(arguments, seed, arguments.minutes * 60, org)
    finally:
        network.close()
        if sound and not arguments.keep:
            shutil.rmtree(folder)
        elif not sound:
            say(f"everything is left in {folder}; REPEAT WITH: --seed {seed} --minutes "
                f"{arguments.minutes} --responses {arguments.responses} --shops {arguments.shops}")
    sys.stdout.flush()
    os._exit(0 if sound else 1)  # a relay's threads may still wait for somebody


if __name__ == "__main__":
    main()
