"""One shop with many kiosks, all of which one process plays, and headquarters."""

from installation import SLOW, Installation, WatchedBroker, wait_until
from ledger import Ledger, settle
from network import Plain

VISITS_AN_HOUR = 9  # at one kiosk, about


class OneShop:
    """A shop with many kiosks, all of which one process plays."""

    def __init__(self, folder, kiosks, broker_more="", responses_a_second=100):
        self.org = Installation(folder, Plain(), 1, range(1, kiosks + 1), broker_more)
        self.shop = self.org.shops[0]
        self.broker = WatchedBroker(self.shop.broker,
                                    [f"{self.shop.id}-site", *self.shop.kiosks])
        self._count = kiosks
        self._speed = responses_a_second / SLOW * 3600 / (VISITS_AN_HOUR * kiosks)
        self.kiosks = self.another_day("kiosks")

    def another_day(self, name, state=None):
        """Its kiosks, with what they kept in `state`; not started."""
        return self.shop.traffic(name, 1, self._count, [
            "--speed", f"{self._speed:.0f}", "--start", self.shop.next_days(1),
            "--wait", f"{120 * SLOW:.0f}"], state=state)

    def __enter__(self):
        self.org.start()
        self.org.traffic.append(self.kiosks.start())
        wait_until(self.broker.read_log, 60, "every kiosk to be connected")
        self.wait_thanked(300 / SLOW)
        return self

    def wait_thanked(self, more):
        goal = len(self.shop.thanked()) + more
        wait_until(lambda: len(self.shop.thanked()) >= goal, 60, f"{more} more responses")

    def assert_nobody_lost(self):
        settle(self.org)
        self.org.stop()
        ledger = Ledger(self.org)
        assert not ledger.problems, ledger.problems
        assert ledger.thanked > 0
        print(f"{ledger.thanked} thanked, {ledger.lost} lost, {ledger.doubled} doubled, "
              f"{ledger.invented} invented")

    def __exit__(self, *_):
        self.org.close()
