"""The customers of every shop: processes of earshot-traffic that are killed and go on.

Most play days of the past, a day a life, so that a minute's worth of responses is as spread over
time as real ones are. A few live in the present, some with a clock that is wrong.
"""

import collections
import pathlib
import random
import time

from installation import patient

FAKETIME = pathlib.Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1")
OPEN_HOURS = 12
VISITS_AN_HOUR = 9.0  # at one kiosk, about


def under_a_sanitizer(program):
    code = pathlib.Path(program).read_bytes()
    return b"__tsan_init" in code or b"__asan_init" in code


class Customers:
    KIOSKS = range(1, 41)  # enough for an edge agent's frozen broker queue to overflow
    LIVE = range(101, 105)
    NUMBERS = [*KIOSKS, *LIVE]

    def __init__(self, org, disks, seed, rate):
        """`rate`: responses a second, all together, about."""
        self.org, self.disks = org, disks
        self.random, self.counts = random.Random(seed), collections.Counter()
        self.speed = rate * 3600 / (VISITS_AN_HOUR * len(self.KIOSKS) * len(org.shops))
        self.life = OPEN_HOURS * 3600 / self.speed  # seconds: a played day
        self.past, self.present, self.ends_at = {}, {}, {}
        for shop in org.shops:
            self.begin_day(shop)
            self.begin_present(shop)

    def begin_day(self, shop):
        """Kills whoever plays the shop's kiosks, and lets them go on with the next day."""
        self.ends_at[shop] = time.monotonic() + self.life
        self._replace(self.past, shop, shop.traffic("kiosks", self.KIOSKS[0], len(self.KIOSKS), [
            "--speed", f"{self.speed:.0f}", "--start", shop.next_days(2),
            "--wait", f"{patient(120):.0f}"]))

    def begin_present(self, shop):
        env = {}
        program = shop.traffic("live", self.LIVE[0], len(self.LIVE), [
            "--speed", "20", "--wait", f"{patient(120):.0f}"], env)
        if shop.number > 1 and FAKETIME.exists() and not under_a_sanitizer(program.command[
                program.command.index("day") - 1]):
            clock = self.random.choice(["+1d", "-1d", "@1970-01-01 00:00:10"])
            env.update(LD_PRELOAD=str(FAKETIME), FAKETIME=clock, FAKETIME_DONT_FAKE_MONOTONIC="1")
            self.counts[f"kiosks with clock {clock}"] += 1
        self._replace(self.present, shop, program)

    def _replace(self, which, shop, program):
        old = which.get(shop)
        if old:
            if old.alive():
                old.kill()
                self.counts["kiosks killed"] += 1
            self.org.traffic.remove(old)
        self.org.traffic.append(program)
        which[shop] = program.start()

    def freeze(self, shop):
        self.past[shop].freeze()

    def thaw(self, shop):
        if self.past[shop].alive():
            self.past[shop].thaw()

    def watch(self):
        """The shops never close for the night: another day begins. A kiosk whose disk is full says
        so and is out of service until somebody sees to it."""
        for shop, end in self.ends_at.items():
            if time.monotonic() > end:
                self.begin_day(shop)
        for which, again in ((self.past, self.begin_day), (self.present, self.begin_present)):
            for shop, program in which.items():
                if program.alive():
                    continue
                disk = self.disks.get(shop)
                if disk and disk.full:
                    continue
                log = program.log()
                assert "disk" in log or "full" in log, f"{program.name} ended:\n{log[-2000:]}"
                self.counts["kiosks out of service"] += 1
                again(shop)
