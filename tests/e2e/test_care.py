"""One customer is cared for: what they wrote is closed on the kiosk and read by the manager alone,
help comes when it is called, and their code reads the location's answer, also on the kiosk."""

import pathlib
import subprocess
import urllib.error

import pytest

from fleet import BIN, Fleet, get_json, post_json, wait_until
from screen import Customer, Screen

KIOSK, STORE = "store-1-k1", "store-1"
SCREEN = "[screen]\nwidth = 1280\nheight = 800\nwidth_mm = 217\nfullscreen = false\n"
SURVEY = pathlib.Path(__file__).with_name("care.toml")
WORDS, PHONE = "soup was sour", "4420794601"


@pytest.fixture
def screen():
    with Screen() as screen:
        yield screen


@pytest.fixture
def fleet(tmp_path, screen):  # screen: the kiosk ends before its display does
    with Fleet(tmp_path, {STORE: [KIOSK]}) as fleet:
        yield fleet.start()


def start_kiosk(fleet, screen, extra=""):
    config = fleet.write_kiosk(STORE, KIOSK, survey=SURVEY, screen=extra + SCREEN)
    kiosk = fleet.program("kiosk", [BIN / "earshot-kiosk", "--log-level", "debug",
                                    "--config", config], env=screen.env).start()
    wait_until(screen.has_window, 20, "the kiosk's window")
    return Customer(screen, kiosk)


def api(fleet, path):
    return f"{fleet.edge_url(STORE)}/api/v1/{path}"


def keys(text):
    return [f"key {'space' if letter == ' ' else letter}" for letter in text]


def says_it_all(customer):
    """One visit: a low rating, words, a number that consents to be called; until the thanks."""
    customer.touch("begin")
    customer.touch("rating 2")
    customer.touch("key S")
    customer.press(*keys(WORDS[1:]), "next")
    customer.touch("consent")  # a small panel: the form, and then its field with the keyboard
    customer.press("field 0")
    first, *others = keys(PHONE)
    customer.touch(first)
    customer.press(*others, "next")
    customer.touch("next")


def folder_bytes(folder):
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


def test_what_a_customer_leaves_is_closed_everywhere_but_for_the_manager(fleet, screen):
    fleet.broker.kill()  # the kiosk keeps it all
    customer = start_kiosk(fleet, screen)
    says_it_all(customer)
    customer.touch("dismiss", thought=1.2)
    stolen = folder_bytes(fleet.folder / KIOSK / "data").lower()
    assert b"checkout" in stolen, "these are the files in which it is kept"
    assert WORDS.encode() not in stolen and PHONE.encode() not in stolen

    fleet.start_broker()
    said = wait_until(lambda: get_json(api(fleet, "responses"))["responses"], 60, "the response")[0]
    assert said["comment"].lower() == WORDS
    assert PHONE not in str(said)
    wait_until(lambda: fleet.tree()["all"]["scores"], 30, "the number at headquarters")
    contact = post_json(api(fleet, f"responses/{said['id']}/contact"), {"by": "Anna"})
    assert contact["phone"] == PHONE and contact["views"][0]["by"] == "Anna"
    assert contact["purpose"] == "Only to answer you about today’s visit."
    at_rest = folder_bytes(fleet.folder / STORE / "data")
    assert PHONE.encode() not in at_rest, "opened for eyes, and not on the disk"
    assert PHONE.encode() not in folder_bytes(fleet.folder / "hq-data")


def test_help_is_called_seen_and_comes(fleet, screen):
    customer = start_kiosk(fleet, screen)
    customer.touch("begin")
    customer.touch("help")
    alert = wait_until(lambda: get_json(api(fleet, "alerts"))["alerts"], 10, "the alert")[0]
    assert alert["rule"] == "help" and alert["severity"] == "urgent"
    wait_until(lambda: "help: arrived" in customer.kiosk.log(), 10, "the kiosk to know")
    post_json(api(fleet, f"help/{alert['id']}/seen"), {})
    wait_until(lambda: "help: seen" in customer.kiosk.log(), 10, "the kiosk to say: seen")
    post_json(api(fleet, f"alerts/{alert['id']}/acknowledge"), {"by": "Anna"})
    wait_until(lambda: "help: coming" in customer.kiosk.log(), 10, "the kiosk to say who comes")


def test_a_call_that_cannot_leave_the_kiosk_says_so(fleet, screen):
    fleet.broker.kill()
    customer = start_kiosk(fleet, screen)
    customer.touch("begin")
    customer.touch("help")
    wait_until(lambda: "help: unreachable" in customer.kiosk.log(), 15, "the kiosk to be honest")


def test_the_answer_is_read_with_the_code_and_codes_cannot_be_tried(fleet, screen):
    customer = start_kiosk(fleet, screen)
    says_it_all(customer)
    said = wait_until(lambda: get_json(api(fleet, "responses"))["responses"], 20, "the response")[0]
    written = post_json(api(fleet, f"responses/{said['id']}/reply"),
                        {"words": "We threw it away.", "by": "Anna"})
    read = post_json(api(fleet, "claims"), {"code": written["code"].lower()})
    assert read["reply"]["words"] == "We threw it away."
    for expected in [404] * 10 + [429]:
        with pytest.raises(urllib.error.HTTPError) as refused:
            post_json(api(fleet, "claims"), {"code": "ZZZZ-ZZZZ"})
        assert refused.value.code == expected


def typed(code):
    return [f"sign {sign}" for sign in code.replace("-", "")]


def test_the_answer_is_read_on_the_kiosk_and_stays_nowhere_there(fleet, screen):
    customer = start_kiosk(fleet, screen)
    says_it_all(customer)
    customer.touch("dismiss", thought=1.2)
    said = wait_until(lambda: get_json(api(fleet, "responses"))["responses"], 20, "the response")[0]
    reply = {"words": "We threw the whole pot away.", "by": "Anna"}
    code = post_json(api(fleet, f"responses/{said['id']}/reply"), reply)["code"]
    customer.touch("have code")
    customer.touch("sign 0", thought=0.8)  # a slip of the finger
    customer.press("erase", *typed(code))
    customer.touch("next")
    customer.touch("dismiss", thought=1)
    assert "claim: answered" in customer.kiosk.log()
    assert reply["words"] not in customer.kiosk.log() and code not in customer.kiosk.log()
    customer.kiosk.stop()
    left = folder_bytes(fleet.folder / KIOSK / "data")
    assert b"whole pot" not in left and code.replace("-", "").encode() not in left


def test_a_code_that_is_wrong_or_cannot_be_looked_up_is_told_as_it_is(fleet, screen):
    customer = start_kiosk(fleet, screen)
    customer.touch("have code")
    customer.touch("sign Z", thought=0.8)
    customer.press(*typed("ZZZZZZZ"))
    customer.touch("next")
    wait_until(lambda: "claim: unknown" in customer.kiosk.log(), 10, "the kiosk to know")
    customer.touch("sign Z", thought=0.8)
    customer.press(*typed("ZZZZZZZ"))
    fleet.edges[STORE].freeze()
    customer.touch("next")
    customer.touch("dismiss", seconds=20)  # nobody answered, and it says so
    fleet.edges[STORE].thaw()
    fleet.broker.kill()
    wait_until(lambda: "out of reach" in customer.kiosk.log(), 10, "the kiosk to notice")
    customer.touch("have code")
    customer.touch("sign Z", thought=0.8)
    customer.press(*typed("ZZZZZZZ"))
    customer.touch("next")
    customer.touch("dismiss")
    assert customer.kiosk.log().count("claim: unreachable") == 1


def test_what_the_location_tells_is_shown_on_the_kiosk_until_it_is_taken_away(fleet, screen):
    customer = start_kiosk(fleet, screen)
    messages = post_json(api(fleet, "messages"), {
        "kind": "said_did", "texts": {"en": "You wanted shorter queues: two more tills."},
        "day": None, "until": next_month()})["messages"]
    wait_until(lambda: "messages from the edge agent: 1" in customer.kiosk.log(), 20, "the message")
    post_json(api(fleet, f"messages/{messages[0]['id']}/remove"), {})
    wait_until(lambda: "messages from the edge agent: 0" in customer.kiosk.log(), 20, "its end")


def next_month():
    return subprocess.run(["date", "-u", "-d", "+30 days", "+%F"], text=True, check=True,
                          stdout=subprocess.PIPE).stdout.strip()
