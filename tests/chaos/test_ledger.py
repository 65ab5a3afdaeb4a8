"""The set checker sees what it is there for: a ledger that cannot fail proves nothing."""

import sqlite3
import types

import pytest
from ledger import Ledger

SCHEMAS = {
    "edge": """CREATE TABLE responses (id TEXT); CREATE TABLE alerts (id TEXT);
               CREATE TABLE quarantine (device TEXT, reason TEXT);""",
    "hq": """CREATE TABLE hq_response (location TEXT, id TEXT);
             CREATE TABLE hq_alert (location TEXT, id TEXT);
             CREATE TABLE hq_location (number INTEGER, id TEXT);
             CREATE TABLE hq_series (number INTEGER, topic TEXT, question TEXT);
             CREATE TABLE hq_total (location INTEGER, series INTEGER, responses INTEGER);
             CREATE TABLE quarantine (device TEXT, reason TEXT);
             INSERT INTO hq_location VALUES (1, 'shop'); INSERT INTO hq_total VALUES (1, 1, 3);
             INSERT INTO hq_series VALUES (1, '', 'recommend');
             INSERT INTO hq_response VALUES ('shop', 'b');
             INSERT INTO hq_alert VALUES ('shop', 'x');""",
    "kiosk": "CREATE TABLE said (id TEXT); INSERT INTO said VALUES ('a'), ('b'), ('c');",
}


@pytest.fixture
def org(tmp_path):
    """Three people were thanked, one of them wrote something, one made the manager run."""
    folders = {name: tmp_path / name for name in SCHEMAS}
    for name, folder in folders.items():
        folder.mkdir()
        with sqlite3.connect(folder / f"{name}.db") as database:
            database.executescript(SCHEMAS[name])
    with sqlite3.connect(folders["edge"] / "edge.db") as database:
        database.executescript("INSERT INTO responses VALUES ('a'), ('b'), ('c');"
                               "INSERT INTO alerts VALUES ('x');")
    page = types.SimpleNamespace(ids=["a", "b", "c"], with_words={"b"}, left_out=0,
                                 ratings={"a": 9, "b": 0})
    shop = types.SimpleNamespace(id="shop", data=folders["edge"], state=folders["kiosk"],
                                 thanked=lambda: {"a": 1, "b": 2, "c": 3},
                                 ratings_said=lambda: {"a": 9, "b": 0}, page=page)
    return types.SimpleNamespace(data=folders["hq"], shops=[shop])


def after(org, where, sql):
    folder = org.data if where == "hq" else org.shops[0].data
    with sqlite3.connect(folder / f"{where}.db") as database:
        database.execute(sql)
    return Ledger(org)


def test_all_is_well(org):
    ledger = Ledger(org)
    assert (ledger.thanked, ledger.problems) == (3, [])


@pytest.mark.parametrize("where, sql, seen", [
    # A cell that still counts the lost one is a second sign.
    ("edge", "DELETE FROM responses WHERE id = 'a'", ["lost", "doubled"]),
    ("edge", "INSERT INTO responses VALUES ('a')", ["doubled"]),
    ("edge", "INSERT INTO responses VALUES ('z')", ["lost", "invented"]),
    ("hq", "DELETE FROM hq_response", ["lost"]),
    ("hq", "UPDATE hq_total SET responses = 4", ["doubled"]),
    ("hq", "UPDATE hq_total SET responses = 1", ["lost"]),
    ("hq", "DELETE FROM hq_alert", []),
    ("edge", "INSERT INTO alerts VALUES ('never raised at headquarters')", []),
    ("hq", "INSERT INTO quarantine VALUES ('shop', 'unreadable')", []),
])
def test_what_is_wrong_is_seen(org, where, sql, seen):
    ledger = after(org, where, sql)
    assert ledger.problems
    assert [name for name in ("lost", "doubled", "invented") if getattr(ledger, name)] == seen


def test_another_rating_than_was_tapped_is_seen(org):
    org.shops[0].page.ratings["b"] = 10
    assert Ledger(org).invented == 1
