"""All of a real survey through real programs, killed on the way, against a recount in SQL.

The recount reads the raw CSV with the sqlite3 shell and knows nothing of Earshot's code: one
response a respondent and location, a rating of 6 or 7 is none, 1 (very good) … 5 (very poor)
becomes 5 … 1.
"""

import csv
import json
import math
import subprocess

import pytest

from fleet import BIN, ROOT, SHARED, SLOW, Fleet, wait_until

CSV = SHARED / "data" / "patient-feedback" / "responses.csv"
MAP = ROOT / "firmware-config" / "maps" / "patient-feedback.toml"

# A date is good when it is a calendar day; a few like 2022-31-8 are not, and the replay says so.
RECOUNT = """
.mode csv
.import {csv} raw
CREATE TABLE said AS
  SELECT location, respondent_id, touchpoint, rating, comment FROM raw
  WHERE date(date) IS NOT NULL AND date(date) = date AND rating BETWEEN '1' AND '5';
CREATE TABLE people AS
  SELECT location, respondent_id, min(rowid) AS first FROM said GROUP BY 1, 2;
CREATE TABLE counted AS
  SELECT p.location, s.touchpoint, 6 - CAST(s.rating AS INTEGER) AS score
  FROM people p JOIN said s ON s.rowid = p.first;
SELECT 'LOCATION', location, count(*), sum(score = 1), sum(score = 2), sum(score = 3),
       sum(score = 4), sum(score = 5) FROM counted GROUP BY location
UNION ALL
SELECT 'TOUCHPOINT', location || '/' || touchpoint, count(*), sum(score = 1), sum(score = 2),
       sum(score = 3), sum(score = 4), sum(score = 5) FROM counted GROUP BY location, touchpoint;
"""


def recount():
    out = subprocess.run(["sqlite3", ":memory:"], input=RECOUNT.format(csv=CSV), text=True,
                         capture_output=True, check=True)
    assert not out.stderr, out.stderr
    counts = {}
    for kind, name, *numbers in csv.reader(out.stdout.splitlines()):
        counts[(kind, name)] = [int(number) for number in numbers]
    return counts


def replay_command(*more):
    return [BIN / "earshot-traffic", "replay", CSV, "--map", MAP, *more]


def score_of(node):
    assert len(node["scores"]) == 1, node["scores"]
    return node["scores"][0]


def assert_same(score, expected, name):
    n, histogram = expected[0], expected[1:]
    satisfied = histogram[3] + histogram[4]
    mean = sum((i + 1) * count for i, count in enumerate(histogram)) / n
    assert (score["n"], score["histogram"], score["satisfied"]) == (n, histogram, satisfied), name
    assert math.isclose(score["score"], 100 * satisfied / n), name
    assert math.isclose(score["mean"], mean), name
    assert score["low"] <= score["score"] <= score["high"], name


@pytest.mark.skipif(not CSV.exists(), reason=f"SKIPPED: {CSV} is not on this machine")
def test_every_number_at_headquarters_equals_a_recount_though_everything_was_killed(tmp_path):
    devices = json.loads(subprocess.run(replay_command("--list-devices"), check=True, text=True,
                                        stdout=subprocess.PIPE).stdout)
    locations = {entry["id"]: entry["kiosks"] for entry in devices["locations"]}
    with Fleet(tmp_path, locations) as fleet:
        fleet.start()
        replay = fleet.program("replay", replay_command(
            "--broker", f"127.0.0.1:{fleet.broker_port}", "--credentials", fleet.credentials,
            "--state", tmp_path / "replay", "--speed", str(400 / SLOW), "--wait", str(120 * SLOW),
            "--report", tmp_path / "report.json")).start()

        def arrived():
            scores = fleet.tree()["all"]["scores"]
            return scores[0]["n"] if scores else 0

        total = 3000  # a little below what there is: every kill comes while responses travel
        victim = list(locations)[0]
        wait_until(lambda: arrived() > total * 0.15, 60, "the first responses at headquarters")
        fleet.broker.kill()
        fleet.start_broker()
        wait_until(lambda: arrived() > total * 0.35, 60, "more after the broker was killed")
        fleet.edges[victim].kill()
        fleet.edges[victim].start()
        wait_until(lambda: arrived() > total * 0.6, 60, "more after an edge agent was killed")
        fleet.hq.kill()
        fleet.hq.start()
        assert replay.alive(), "everything was killed while the replay still ran"

        code = replay.process.wait(timeout=180 * SLOW)
        assert code == 3, "all received, and the bad rows were told"
        expected = recount()
        people = sum(counts[0] for (kind, _), counts in expected.items() if kind == "LOCATION")
        wait_until(lambda: arrived() == people, 60, f"{people} responses at headquarters")
        wait_until_complete(fleet)

        report = json.loads((tmp_path / "report.json").read_text())
        assert report["sent"] == report["received"] == people, report
        compare_everything(fleet, devices, expected)


def wait_until_complete(fleet):
    """Says what headquarters misses where that never comes."""
    try:
        wait_until(lambda: fleet.tree()["all"]["completeness"]["complete"], 60,
                   "nothing on its way")
    except AssertionError as late:
        missed = [{key: node.get(key) for key in ("id", "completeness", "devices")}
                  for node in map(fleet.node, fleet.edges)]
        raise AssertionError(json.dumps(missed, indent=1)) from late


def compare_everything(fleet, devices, expected):
    tree = fleet.tree()
    by_location = {name: counts for (kind, name), counts in expected.items() if kind == "LOCATION"}
    everybody = [sum(column) for column in zip(*by_location.values())]
    assert_same(score_of(tree["all"]), everybody, "all")
    # The map counts an empty touchpoint as “Unknown”.
    raw_names = {entry["id"]: [entry["name"]] for entry in devices["touchpoints"]}
    raw_names["unknown"].append("")
    for entry in devices["locations"]:
        assert_same(score_of(tree[entry["id"]]), by_location[entry["name"]], entry["name"])
        compared = 0
        for touchpoint in fleet.node(entry["id"])["touchpoints"]:
            counts = [expected.get(("TOUCHPOINT", f"{entry['name']}/{raw}"), [0] * 6)
                      for raw in raw_names[touchpoint["touchpoint"]]]
            assert_same(score_of(touchpoint), [sum(column) for column in zip(*counts)],
                        touchpoint["touchpoint"])
            compared += score_of(touchpoint)["n"]
        assert compared == by_location[entry["name"]][0]
