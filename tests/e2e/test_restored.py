"""A machine is lost and comes back: empty, or with the disk of yesterday. Kiosks and edge agents
fill up whoever stands behind what they have, and headquarters counts everybody once."""

import contextlib
import datetime
import pathlib
import shutil
import sqlite3
import sys
import time

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "chaos"))
from installation import SLOW, wait_until  # noqa: E402
from one_shop import OneShop  # noqa: E402


@pytest.fixture
def one(tmp_path):
    with OneShop(tmp_path, 8, responses_a_second=60) as one:
        yield one


def everybody_is_counted(one):
    """Everybody whom the shop's page knows counts at headquarters."""
    known = one.shop.get("/api/v1/location")["responses"]
    scores = {node["id"]: node["scores"] for node in one.org.get("/api/v1/tree")["nodes"]}
    return known and scores[one.shop.id] and scores[one.shop.id][0]["n"] == known


def lose(program, data, backup=None):
    """The machine burns down; its successor begins with a backup, or with nothing."""
    program.kill()
    shutil.rmtree(data)
    if backup:
        shutil.copytree(backup, data)
    else:
        data.mkdir()
    program.start()


def lose_edge(one, backup=None):
    """And waits until every kiosk has heard of its new edge agent, as kiosks do that stay on: one
    that is switched off before that believes that all was received, and fills it up tomorrow."""
    lost = datetime.datetime.now(datetime.timezone.utc)
    lose(one.shop.edge, one.shop.data, backup)

    def everybody_has_heard():
        kiosks = one.shop.get("/api/v1/location")["kiosks"]
        since = [kiosk for kiosk in kiosks if kiosk["last_heard"] and
                 datetime.datetime.fromisoformat(kiosk["last_heard"].replace("Z", "+00:00")) > lost]
        return len(since) == len(one.shop.kiosks)

    wait_until(everybody_has_heard, 60, "every kiosk at the new edge agent")
    time.sleep(2 * SLOW)  # the receipts are on their way


def back_up(program, data, folder):
    """As an operator would: stopped, copied, started."""
    assert program.stop() == 0
    shutil.copytree(data, folder)
    program.start()


def test_an_edge_agent_with_an_empty_disk_is_filled_up_by_its_kiosks(one):
    lose_edge(one)
    one.wait_thanked(200 / SLOW)
    one.assert_nobody_lost()


def test_an_edge_agent_from_an_old_backup_is_filled_up_and_its_other_history_kept(one, tmp_path):
    back_up(one.shop.edge, one.shop.data, tmp_path / "backup")
    one.wait_thanked(300 / SLOW)
    lose_edge(one, tmp_path / "backup")
    one.wait_thanked(200 / SLOW)
    one.assert_nobody_lost()


def test_headquarters_with_an_empty_disk_is_filled_up_by_its_edge_agents(one):
    wait_until(lambda: everybody_is_counted(one), 60, "headquarters to know somebody")
    lose(one.org.hq, one.org.data)
    one.wait_thanked(200 / SLOW)
    one.assert_nobody_lost()


def test_headquarters_from_an_old_backup_is_filled_up_by_its_edge_agents(one, tmp_path):
    back_up(one.org.hq, one.org.data, tmp_path / "backup")
    one.wait_thanked(300 / SLOW)
    lose(one.org.hq, one.org.data, tmp_path / "backup")
    one.wait_thanked(200 / SLOW)
    one.assert_nobody_lost()


def spoil(store):
    """What a running program reads next is garbage to it, as after rot on its disk."""
    with contextlib.closing(sqlite3.connect(store)) as spoiler:
        spoiler.execute("PRAGMA writable_schema = ON")
        spoiler.execute("UPDATE sqlite_master SET rootpage = 99999 WHERE name LIKE 'inbox_%'")
        spoiler.execute("PRAGMA schema_version = 100000")
        spoiler.commit()


def is_set_aside(store):
    return list(store.parent.glob(store.name + ".corrupt-*"))


def test_an_edge_agent_whose_disk_spoils_its_store_goes_on_by_itself(one):
    store = one.shop.data / "edge.db"
    spoil(store)
    wait_until(lambda: is_set_aside(store), 60, "the damaged store to be set aside")
    one.wait_thanked(200 / SLOW)
    wait_until(lambda: one.shop.get("/api/v1/location")["incidents"] >= 1, 60, "somebody is told")
    one.assert_nobody_lost()


def test_headquarters_whose_disk_spoils_its_store_goes_on_by_itself(one):
    wait_until(lambda: everybody_is_counted(one), 60, "headquarters to know somebody")
    store = one.org.data / "hq.db"
    spoil(store)
    wait_until(lambda: is_set_aside(store), 60, "the damaged store to be set aside")
    one.wait_thanked(200 / SLOW)
    one.assert_nobody_lost()


def test_cloned_kiosks_are_noticed_and_both_histories_are_kept(one):
    """Somebody copies a kiosk's disk; the original goes on, then the copy, then the original."""
    one.kiosks.kill()
    one.org.traffic.clear()
    clone = one.shop.state / "clone"
    shutil.copytree(one.shop.state, clone)
    for life, state in enumerate((None, clone, None)):
        kiosks = one.another_day(f"life-{life}", state).start()
        one.org.traffic.append(kiosks)
        one.wait_thanked(150 / SLOW)
        one.org.go_home()
        one.org.traffic.clear()
    assert one.shop.get("/api/v1/location")["incidents"] >= 1, "somebody is told"
    one.assert_nobody_lost()
