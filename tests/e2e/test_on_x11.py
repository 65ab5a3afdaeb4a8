"""The kiosk on X11 without a window manager, on displays that are not of the size that a window
would have: it fills them."""

import pytest

from fleet import BIN, Fleet, wait_until
from screen import Screen, is_a_screen_of_ours

STORE, KIOSK = "store-1", "store-1-k1"
FULL_SCREEN = "[screen]\nwidth = 1280\nheight = 800\nwidth_mm = 217\nfullscreen = true\n"


@pytest.mark.parametrize("size", [(1024, 768), (1920, 1080), (1080, 1920)])
def test_it_fills_the_display(tmp_path, size):
    with Screen(*size, film=tmp_path) as screen, Fleet(tmp_path, {STORE: [KIOSK]}) as fleet:
        kiosk = fleet.program(KIOSK, [
            BIN / "earshot-kiosk", "--log-level", "debug",
            "--config", fleet.write_kiosk(STORE, KIOSK, screen=FULL_SCREEN)], env=screen.env)
        kiosk.start()
        wait_until(lambda: f"{size[0]} by {size[1]} pixels, shown by x11\n" in kiosk.log(), 20,
                   "the window")
        wait_until(lambda: is_a_screen_of_ours(screen.picture()), 20, "a picture on the glass")
        picture = screen.picture()
        edges = picture[0] + picture[-1] + [row[0] for row in picture] + [row[-1]
                                                                         for row in picture]
        assert 0 not in edges, "the display is bare there"
