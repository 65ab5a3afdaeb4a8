"""The kiosk on a bare display, where there is neither X11 nor Wayland (KMS/DRM). The card, the
panel and the touch panel are fakes of the kernel's interface; SDL, libdrm, libgbm and Mesa are
real."""

import os
import shutil

import pytest

from fleet import BIN, SLOW, Fleet, get_json, wait_until
from panel import Panel, missing
from screen import Customer, Screen, is_a_screen_of_ours, rate_and_leave

STORE, KIOSK, ON_X11 = "store-1", "store-1-k1", "store-1-k2"
FULL_SCREEN = "[screen]\nwidth_mm = 217\nfullscreen = true\n"
LANDSCAPE, PORTRAIT = (1024, 768), (1080, 1920)  # neither is the size that a window would have
# SDL 2.26 leaves behind what it heard of the card, and OpenGL's libraries what nothing can name.
SANITIZED = os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0:verify_asan_link_order=0"
# SDL opens the card to find it, to choose it, and to read its modes; then it is opened for good.
OPENED_FIRST = 3

pytestmark = pytest.mark.skipif(bool(missing()), reason=f"not installed here: {missing()}")


@pytest.fixture
def fleet(tmp_path):
    with Fleet(tmp_path, {STORE: [KIOSK, ON_X11]}) as fleet:
        yield fleet


def start_kiosk(fleet, shown_on, kiosk=KIOSK):
    return fleet.program(kiosk, [
        BIN / "earshot-kiosk", "--log-level", "debug",
        "--config", fleet.write_kiosk(STORE, kiosk, screen=FULL_SCREEN)],
        env={**shown_on.env, "ASAN_OPTIONS": SANITIZED}).start()


def is_shown(kiosk, panel):
    wait_until(lambda: f"{panel.width} by {panel.height} pixels, shown by KMSDRM\n" in kiosk.log(),
               30, "the window")
    wait_until(lambda: is_a_screen_of_ours(panel.picture()), 20, "a picture on the glass")


def responses(fleet):
    return get_json(f"{fleet.edge_url(STORE)}/api/v1/responses")["responses"]


def test_a_customer_sees_the_kiosk_and_is_heard(fleet, tmp_path):
    fleet.start()
    panel = Panel(tmp_path / "panel", *LANDSCAPE, touch=True)
    customer = Customer(panel, start_kiosk(fleet, panel))
    is_shown(customer.kiosk, panel)
    assert not panel.glass()["cursor"], "an arrow on a panel that fingers touch"
    rate_and_leave(customer, panel)
    said = wait_until(lambda: responses(fleet), 20, "the response")
    assert [answer["rating"] for answer in said[0]["answers"]] == [2]


@pytest.mark.skipif(not shutil.which("Xvfb"), reason="not installed here: Xvfb")
@pytest.mark.parametrize("size", [LANDSCAPE, PORTRAIT], ids=["landscape", "portrait"])
def test_it_shows_the_picture_that_x11_shows(fleet, tmp_path, size):
    panel = Panel(tmp_path / "panel", *size)
    with Screen(*size, film=tmp_path) as screen:
        start_kiosk(fleet, screen, ON_X11)
        is_shown(start_kiosk(fleet, panel), panel)
        wait_until(lambda: panel.picture() == screen.picture(), 20, "the same picture on both")
        for program in fleet.programs:  # X11's ends badly when its display ends first
            if program.alive():
                assert program.stop() == 0


def test_without_any_input_device_it_starts_and_gives_the_display_back(fleet, tmp_path):
    panel = Panel(tmp_path / "panel", *LANDSCAPE)
    kiosk = start_kiosk(fleet, panel)
    is_shown(kiosk, panel)
    assert not panel.shows_the_console()
    assert kiosk.stop() == 0
    assert panel.shows_the_console()


def ends_by_itself(kiosk):
    code = kiosk.process.wait(timeout=30 * SLOW)
    assert code == 1, f"it ended with {code}:\n{kiosk.log()[-3000:]}"
    return kiosk.log()


def test_where_another_program_has_the_display_it_says_so(fleet, tmp_path):
    panel = Panel(tmp_path / "panel", *LANDSCAPE)
    panel.take()
    said = ends_by_itself(start_kiosk(fleet, panel))
    assert "there is no display here" in said and "end what else shows there" in said


def test_where_another_program_takes_the_display_as_it_starts_it_says_so(fleet, tmp_path):
    panel = Panel(tmp_path / "panel", *LANDSCAPE)
    panel.take(opened_before=OPENED_FIRST)
    said = ends_by_itself(start_kiosk(fleet, panel))
    assert "nobody can see the kiosk any more: another program has the display" in said


def test_a_display_that_is_unplugged_ends_it_with_a_reason(fleet, tmp_path):
    panel = Panel(tmp_path / "panel", *LANDSCAPE, touch=True)
    kiosk = start_kiosk(fleet, panel)
    is_shown(kiosk, panel)
    panel.unplug()
    panel.tap(512, 384)
    said = ends_by_itself(kiosk)
    assert "nobody can see the kiosk any more: the display is no longer there" in said
