"""What fails, when, and for how long: a schedule that follows from a seed, and its execution."""

import collections
import random
import time

from installation import SLOW
from network import Fault

KEEPALIVE_EXPIRES = 14.0  # seconds: a broker gives up on a client that has been silent for so long


def say(words):
    print(words, flush=True)


class Chaos:
    def __init__(self, org, customers, disks, seed, seconds):
        self.org, self.customers, self.disks = org, customers, disks
        self.seconds, self.counts = seconds, collections.Counter()
        self.programs = {p.name: p for p in (
            org.broker.program, org.hq, *[s.broker.program for s in org.shops],
            *[s.edge for s in org.shops])}
        self.shops = {shop.id: shop for shop in org.shops}
        self.cables = [c for shop in org.shops for c in (shop.kiosk_cable, shop.hq_cable)]
        self.broken, self.down, self.frozen = set(), set(), set()
        self.ends = []
        self.plan = self._make_plan(random.Random(seed))
        self.begun = time.monotonic()

    def elapsed(self):
        return time.monotonic() - self.begun

    # The schedule -------------------------------------------------------------------------------

    def _kinds(self):
        """Everything that can happen, once each: (kind, target, shortest, longest, s)."""
        for name in self.programs:
            yield "kill", name, 0.0, 3.0
            yield "freeze", name, 0.5, 6.0
        for shop in self.shops:
            yield "day", shop, 0.0, 0.0
            yield "present", shop, 0.0, 0.0
            yield "freeze kiosks", shop, 0.5, 6.0
        for cable in self.cables:
            for kind in Fault.ALL:
                yield kind, cable, 2.0, 8.0
        edge = next(name for name in self.programs if name.startswith("edge"))
        yield "freeze", edge, KEEPALIVE_EXPIRES, KEEPALIVE_EXPIRES + 4
        if self.disks:  # none where mounting is not allowed
            for number in range(len(self.disks)):
                yield "disk", number, 3.0, 8.0

    def _make_plan(self, choose):
        """Rounds of everything in random order, spread over the time: (at, kind, target, for)."""
        kinds = list(self._kinds())
        rounds = max(1, round(self.seconds / (len(kinds) * 1.5)))
        order = [kind for _ in range(rounds) for kind in choose.sample(kinds, len(kinds))]
        moments = sorted(choose.uniform(0, self.seconds) for _ in order)
        plan = [(at, kind, target, min(choose.uniform(shortest, longest), self.seconds + 5 - at))
                for at, (kind, target, shortest, longest) in zip(moments, order)]
        return sorted(plan, key=lambda fault: fault[0])

    # Its execution ------------------------------------------------------------------------------

    def run(self):
        for at, kind, target, duration in self.plan:
            while self.elapsed() < at * SLOW:
                self._pause()
            if kind in ("day", "present"):
                begin = self.customers.begin_day if kind == "day" else self.customers.begin_present
                begin(self.shops[target])
                continue
            if self._begin(kind, target):
                say(f"{self.elapsed():7.2f} s  {kind} {target}, {duration:.1f} s")
                self.counts[kind] += 1
                self.ends.append((self.elapsed() + duration * SLOW, kind, target))
        while self.ends:
            self._pause()

    def _pause(self):
        time.sleep(0.02)
        for end in sorted(self.ends):
            if end[0] <= self.elapsed():
                self.ends.remove(end)
                self._end(*end[1:])
        self.watch()
        self.customers.watch()

    def watch(self):
        """Nobody may end by himself, but for want of a disk."""
        for name, program in self.programs.items():
            if program.alive() or name in self.down:
                continue
            disk = self.disks.get(program)
            if not disk or not disk.full_lately(5 * SLOW):
                raise AssertionError(
                    f"{name} ended by itself with {program.process.returncode}:\n"
                    f"{program.log()[-3000:]}\n{disk.words() if disk else ''}")
            self.counts["ended on a full disk"] += 1
            self.down.add(name)
            self.ends.append((self.elapsed() + 1, "kill", name))

    def _begin(self, kind, target):
        """False when the target suffers from something like it already."""
        if kind == "kill":
            if target in self.down:
                return False
            self.down.add(target)
            self.programs[target].kill()
        elif kind == "freeze":
            if target in self.down or target in self.frozen:
                return False
            self.frozen.add(target)
            self.programs[target].freeze()
        elif kind == "freeze kiosks":
            self.customers.freeze(self.shops[target])
        elif kind == "disk":
            disk = list(self.disks.values())[target]
            if disk.full:
                return False
            disk.fill()
            self.ends.append((self.elapsed() + SLOW, "fill again", target))
        else:
            if target in self.broken:
                return False
            self.broken.add(target)
            self.org.network.fault(target, kind)
        return True

    def _end(self, kind, target):
        if kind == "kill":
            self.down.discard(target)
            self.frozen.discard(target)
            self.programs[target].start()
        elif kind == "freeze":
            self.frozen.discard(target)
            if target not in self.down:
                self.programs[target].thaw()
        elif kind == "freeze kiosks":
            self.customers.thaw(self.shops[target])
        elif kind == "fill again":
            disk = list(self.disks.values())[target]
            if disk.full:  # what was freed meanwhile is taken too
                disk.fill()
        elif kind == "disk":
            list(self.disks.values())[target].drain()
        else:
            self.broken.discard(target)
            self.org.network.heal(target)
