"""The kiosk under cage, a Wayland compositor for kiosks: by Xwayland, and on Wayland itself. Cage's
own window stands on a virtual X display, whose picture is what somebody in front of it sees."""

import os
import pathlib
import shutil
import signal
import subprocess

import pytest

from fleet import BIN, SLOW, Fleet, get_json, wait_until
from screen import Customer, Screen, is_a_screen_of_ours, rate_and_leave

KIOSK, STORE = "store-1-k1", "store-1"
FULL_SCREEN = "[screen]\nwidth_mm = 217\nfullscreen = true\n"
CAGE_SIZE = (1024, 768)  # of its window on X
# OpenGL's libraries, which SDL loads and lets go, leave behind what no suppression can name then.
WITHOUT_LEAKS = os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0"
MISSING = [program for program in ("cage", "Xwayland", "Xvfb", "xdotool")
           if not shutil.which(program)]
# It never runs as root, so root goes in as somebody else, who still owns root's files.
NOT_ROOT = ["unshare", "--user", "--map-user=1000", "--map-group=1000"] if os.getuid() == 0 else []


def can_leave_root():
    return subprocess.run(NOT_ROOT + ["true"], stderr=subprocess.DEVNULL).returncode == 0


pytestmark = [
    pytest.mark.skipif(bool(MISSING), reason=f"not installed here: {MISSING}"),
    pytest.mark.skipif(not can_leave_root(), reason="cage never runs as root, and root cannot "
                                                    "become somebody else here (unshare --user)"),
]


@pytest.fixture
def screen(tmp_path):
    with Screen(*CAGE_SIZE, film=tmp_path) as screen:
        yield screen


@pytest.fixture
def fleet(tmp_path, screen):  # screen: cage ends before its display does
    with Fleet(tmp_path, {STORE: [KIOSK]}) as fleet:
        yield fleet.start()
        for cage in [program for program in fleet.programs if program.name == "cage"]:
            if cage.alive():  # it leaves with the kiosk; ended before it, cage 0.1.4 aborts
                os.kill(kiosk_of(cage), signal.SIGTERM)
                assert cage.process.wait(timeout=30 * SLOW) == 0


def start_under_cage(fleet, screen, way):
    """Cage, with the kiosk in it, shown in the `way` that SDL names."""
    sockets = fleet.folder / "sockets"
    sockets.mkdir(mode=0o700)
    command = NOT_ROOT + ["cage", "--", BIN / "earshot-kiosk", "--log-level", "debug",
                          "--config", fleet.write_kiosk(STORE, KIOSK, screen=FULL_SCREEN)]
    cage = fleet.program("cage", command, env={
        **screen.env, "SDL_VIDEODRIVER": way, "XDG_RUNTIME_DIR": str(sockets),
        "WLR_BACKENDS": "x11", "WLR_RENDERER": "pixman", "ASAN_OPTIONS": WITHOUT_LEAKS}).start()
    wait_until(lambda: f"1024 by 768 pixels, shown by {way}\n" in cage.log(), 30, "the window")
    return Customer(screen, cage)


def kiosk_of(cage):
    """The process in the cage."""
    children = pathlib.Path(f"/proc/{cage.process.pid}/task/{cage.process.pid}/children")
    for pid in children.read_text().split():
        if pathlib.Path(f"/proc/{pid}/comm").read_text().strip() == "earshot-kiosk":
            return int(pid)
    return None


def responses(fleet):
    return get_json(f"{fleet.edge_url(STORE)}/api/v1/responses")["responses"]


@pytest.mark.parametrize("way", ["x11", "wayland"])
def test_a_customer_sees_the_kiosk_and_is_heard(fleet, screen, way):
    customer = start_under_cage(fleet, screen, way)
    wait_until(lambda: is_a_screen_of_ours(screen.picture()), 20, "a picture on the glass")
    rate_and_leave(customer, screen)
    said = wait_until(lambda: responses(fleet), 20, "the response")
    assert [answer["rating"] for answer in said[0]["answers"]] == [2]


def test_a_kiosk_whose_compositor_has_ended_ends_too_and_says_why(fleet, screen):
    cage = start_under_cage(fleet, screen, "wayland").kiosk
    kiosk = wait_until(lambda: kiosk_of(cage), 5, "the kiosk's process")
    cage.kill()
    try:
        wait_until(lambda: not pathlib.Path(f"/proc/{kiosk}/stat").exists()
                   or pathlib.Path(f"/proc/{kiosk}/stat").read_text().split()[2] == "Z",
                   20, "the kiosk to end")
    except AssertionError:
        os.kill(kiosk, signal.SIGKILL)
        raise
    assert "the Wayland compositor that showed it has ended" in cage.log()
