"""The set checker: who was thanked, against what the stores hold, by means that are not Earshot's.

It reads the stopped programs' database files with SQL, and knows nothing of the relay.
"""

import collections
import contextlib
import pathlib
import sqlite3
import time

from installation import wait_until


def rows(file, query, *values):
    if not pathlib.Path(file).exists():  # a kiosk that never spoke
        return []
    # Read-only: a second connection must never check-point a running program's log.
    with contextlib.closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        return database.execute(query, values).fetchall()


def counted_at_headquarters(hq, location):
    """Responses of a location in headquarters' cells."""
    return rows(hq, """
        SELECT sum(c.responses) FROM hq_total c JOIN hq_series s ON s.number = c.series
        JOIN hq_location l ON l.number = c.location
        WHERE l.id = ? AND s.topic = '' AND s.question = 'recommend'""", location)[0][0] or 0


def database_in(folder):
    """The one live database of a data folder (one that was set aside has another name)."""
    found = [file for file in pathlib.Path(folder).glob("*.db")]
    assert len(found) == 1, f"{folder}: {found}"
    return found[0]


class Ledger:
    """What came of everybody at one installation that has stopped."""

    def __init__(self, installation):
        self.problems = []
        hq = database_in(installation.data)
        self.thanked = self.lost = self.doubled = self.invented = 0
        for shop in installation.shops:
            self._check_shop(shop, hq)
        for name, file in [("hq", hq)] + [
                (shop.id, database_in(shop.data)) for shop in installation.shops]:
            for device, reason, count in rows(
                    file, "SELECT device, reason, count(*) FROM quarantine GROUP BY 1, 2"):
                self._problem(f"{name}: {count} records of {device} in quarantine: {reason}")

    def _problem(self, words):
        self.problems.append(words)

    def _check_shop(self, shop, hq):
        edge = database_in(shop.data)
        thanked = set(shop.thanked())
        # Durable at a kiosk, though it was killed before it could thank: may or may not count.
        said = {row[0] for file in sorted(shop.state.rglob("*.db"))
                for row in rows(file, "SELECT id FROM said")}
        at_edge = [row[0] for row in rows(edge, "SELECT id FROM responses")]
        words_at_hq = [row[0] for row in rows(
            hq, "SELECT id FROM hq_response WHERE location = ?", shop.id)]
        self.thanked += len(thanked)
        if missing := thanked - said:
            self._problem(f"{shop.id}: {len(missing)} thanked by a kiosk that has forgotten them")
        self._compare(shop, "the edge agent", thanked, said, at_edge)
        self._compare(shop, "the edge agent's page", set(at_edge), said, shop.page.ids)
        self._compare(shop, "headquarters (words)", shop.page.with_words, said, words_at_hq)
        self._compare_ratings(shop)
        self._check_sums(shop, hq, len(set(at_edge)) - shop.page.left_out)
        self._check_alerts(shop, edge, hq)

    def _compare(self, shop, place, must, may, ids):
        self._count("lost", shop, place, must - set(ids))
        self._count("invented", shop, place, set(ids) - may)
        self._count("doubled", shop, place,
                    [i for i, times in collections.Counter(ids).items() if times > 1])

    def _compare_ratings(self, shop):
        """Nobody's answer has become another one."""
        shown = shop.page.ratings
        self._count("invented", shop, "the edge agent's page, which shows another rating",
                    [i for i, rating in shop.ratings_said().items()
                     if shown.get(i, rating) != rating])

    def _count(self, what, shop, place, ids):
        setattr(self, what, getattr(self, what) + len(ids))
        if ids:
            self._problem(f"{shop.id}: {len(ids)} {what} at {place}, such as {sorted(ids)[:3]}")

    def _check_sums(self, shop, hq, expected):
        """Everybody counts once: headquarters' cells add up to the number of those who count."""
        counted = counted_at_headquarters(hq, shop.id)
        if counted != expected:
            setattr(self, what := "doubled" if counted > expected else "lost",
                    getattr(self, what) + abs(counted - expected))
            self._problem(f"{shop.id}: headquarters' cells count {counted}, not {expected}")

    def _check_alerts(self, shop, edge, hq):
        at_edge = {row[0] for row in rows(edge, "SELECT id FROM alerts")}
        at_hq = {row[0] for row in rows(hq, "SELECT id FROM hq_alert WHERE location = ?", shop.id)}
        if at_edge != at_hq:
            self._problem(f"{shop.id}: {len(at_edge - at_hq)} alerts never reached headquarters, "
                          f"{len(at_hq - at_edge)} there were never raised")


class Page:
    """What a shop's edge agent shows of its responses, read to the end."""

    def __init__(self, shop):
        self.ids, self.with_words, self.left_out, self.ratings = [], set(), 0, {}
        cursor = None
        while not self.ids or cursor:
            page = shop.get("/api/v1/responses?limit=200" + (f"&before={cursor}" if cursor else ""))
            for response in page["responses"]:
                self.ids.append(response["id"])
                self.left_out += bool(response["misuse"] or response["withdrawn"])
                ratings = [answer["rating"] for answer in response["answers"]
                           if answer.get("rating") is not None]
                self.ratings |= {response["id"]: rating for rating in ratings[:1]}
                if any(answer.get("comment") for answer in response["answers"]):
                    self.with_words.add(response["id"])
            cursor = page["next"]
            if not page["responses"]:
                break


def settle(org):
    """Everybody's answers arrive: at the shops, and then at headquarters."""
    org.go_home()
    for shop in org.shops:
        shop.page = wait_until(lambda s=shop: Page(s), 30, f"the pages of {shop.id}")
    found = []

    def balanced():
        time.sleep(1)
        found[:] = [Ledger(org)]
        return not found[0].problems

    with contextlib.suppress(AssertionError):
        wait_until(balanced, 180, "a ledger without problems")
