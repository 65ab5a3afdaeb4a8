"""One tap travels: from a real window, with real input events, to the manager's page in a real
browser, and on to headquarters."""

import pathlib
import sys
import time

import pytest

from fleet import BIN, Fleet, get_json, post_json, wait_until
from screen import Customer, Screen

sys.path.insert(0, str(pathlib.Path(__file__).parent / "browser"))
from browser import Browser  # noqa: E402  (the path comes first)

KIOSK, STORE = "store-1-k1", "store-1"
FULL_SCREEN = "[screen]\nwidth_mm = 217\nfullscreen = true\n"
SCREEN = "[screen]\nwidth = 1280\nheight = 800\nwidth_mm = 217\nfullscreen = false\n"


@pytest.fixture
def fleet(tmp_path, screen):  # screen: the kiosk ends before its display does
    with Fleet(tmp_path, {STORE: [KIOSK]}) as fleet:
        yield fleet.start()


@pytest.fixture
def screen():
    with Screen() as screen:
        yield screen


def start_kiosk(fleet, screen, window=SCREEN):
    """A kiosk in a real window, and the customer in front of it."""
    command = [BIN / "earshot-kiosk", "--log-level", "debug",
               "--config", fleet.write_kiosk(STORE, KIOSK, screen=window)]
    kiosk = fleet.program(f"kiosk-{len(fleet.programs)}", command, env=screen.env).start()
    wait_until(screen.has_window, 20, "the kiosk's window")
    return Customer(screen, kiosk)


def responses(fleet):
    return get_json(f"{fleet.edge_url(STORE)}/api/v1/responses")["responses"]


def test_a_low_rating_becomes_an_alert_that_every_open_page_sees_and_takes_up(fleet, screen):
    customer = start_kiosk(fleet, screen)
    with Browser() as floor, Browser(size=(390, 844)) as office:
        for page in (floor, office):
            page.open(fleet.edge_url(STORE) + "/")
            page.wait_for("#headline", text="Nothing needs you")
        customer.rate(2)
        for page in (floor, office):
            page.wait_for("[data-alert]", text="Checkout", seconds=10)
        said = wait_until(lambda: responses(fleet), 10, "the response in the list")
        assert [answer["rating"] for answer in said[0]["answers"]] == [2]

        floor.click(".acknowledge")
        office.wait_for("#alerts-open .acknowledge", gone=True)
        floor.no_errors()
        office.no_errors()

    alerts = get_json(f"{fleet.edge_url(STORE)}/api/v1/alerts")["alerts"]
    assert len(alerts) == 1 and alerts[0]["acknowledged"]
    wait_until(lambda: fleet.tree()["all"]["scores"][0]["n"] == 1, 20, "the number at headquarters")
    assert fleet.tree()["all"]["scores"][0]["score"] == -100


def test_a_finger_counts_once_and_the_next_customer_can_begin(fleet, screen):
    customer = start_kiosk(fleet, screen)
    for rating in (10, 2, 10):
        before = len(responses(fleet))
        customer.rate(rating)
        wait_until(lambda: len(responses(fleet)) == before + 1, 15, "one more response")
        time.sleep(2)  # and no second one comes after it
        assert len(responses(fleet)) == before + 1
    ratings = [r["answers"][0]["rating"] for r in responses(fleet)]
    assert ratings == [10, 2, 10]


def test_a_kiosk_without_network_collects_survives_a_kill_and_delivers_later(fleet, screen):
    fleet.broker.kill()
    customer = start_kiosk(fleet, screen)
    customer.rate(2)
    wait_until(lambda: "is durable" in customer.kiosk.log(), 10, "a durable answer")
    customer.kiosk.kill()
    start_kiosk(fleet, screen)
    assert not responses(fleet)
    fleet.start_broker()
    wait_until(lambda: len(responses(fleet)) == 1, 60, "the response after the outage")
    assert responses(fleet)[0]["answers"][0]["rating"] == 2


def test_what_a_kiosk_had_not_sent_when_its_disk_spoilt_its_store_arrives_and_is_told(
        fleet, screen):
    fleet.broker.kill()
    customer = start_kiosk(fleet, screen)
    customer.rate(2)
    wait_until(lambda: "is durable" in customer.kiosk.log(), 10, "a durable answer")
    customer.kiosk.kill()
    store, = (fleet.folder / KIOSK).rglob("kiosk.db")
    for part, header in ((store, 100), (f"{store}-wal", 32)):
        with open(part, "r+b") as file:
            file.write(b"\x5a" * header)
    start_kiosk(fleet, screen)
    fleet.start_broker()
    wait_until(lambda: len(responses(fleet)) == 1, 60, "what was said before the damage")
    assert responses(fleet)[0]["answers"][0]["rating"] == 2
    url = f"{fleet.edge_url(STORE)}/api/v1/incidents"
    wait_until(lambda: any("taken over" in incident["words"]
                           for incident in get_json(url)["incidents"]), 20, "somebody is told")


def test_a_keyboard_that_somebody_plugs_in_leads_nowhere(fleet, screen):
    customer = start_kiosk(fleet, screen, window=FULL_SCREEN)
    customer.touch("begin")
    customer.touch("rating 2")
    screen.keys("alt+F4", "alt+Tab", "Escape", "ctrl+q", "ctrl+w", "ctrl+alt+Delete", "super",
                "ctrl+alt+F2", "F11", "Print", "Tab", "space", "a", "1", "ctrl+v")
    time.sleep(1)
    assert customer.kiosk.alive() and screen.has_window()
    customer.touch("finish", thought=1.2)
    wait_until(lambda: responses(fleet), 15, "the response, and no word that was typed")
    assert [len(answer.get("comment") or "") for answer in responses(fleet)[0]["answers"]] == [0]


def test_acknowledging_twice_keeps_the_first_and_an_unknown_alert_is_said_to_be_so(fleet, screen):
    start_kiosk(fleet, screen).rate(2)
    url = f"{fleet.edge_url(STORE)}/api/v1/alerts"
    alert = wait_until(lambda: get_json(url)["alerts"], 10, "the alert")[0]
    first = post_json(f"{url}/{alert['id']}/acknowledge", {"by": "floor"})
    second = post_json(f"{url}/{alert['id']}/acknowledge", {"by": "office"})
    assert first["acknowledged_at"] == second["acknowledged_at"]
    assert second["acknowledged_by"] == "floor"
    with pytest.raises(Exception, match="404"):
        post_json(f"{url}/{'0' * 32}/acknowledge", {})
