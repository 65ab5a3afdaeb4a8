"""A panel on a display card that is not there, and fingers on it: tests/fakes/drm stands in for the
kernel, below the real SDL, libdrm, libgbm and Mesa of whatever program is given its environment."""

import ctypes
import glob
import json
import os
import pathlib
import struct
import sysconfig
import time

from fleet import BIN

LIBRARIES = ["libEGL.so.1", "libGLESv2.so.2", "libgbm.so.1", "libdrm.so.2"]
FAKES = ["libearshot-fake-display.so", "libearshot-fake-udev.so"]
TOUCH_PLACE_MAX = 4095  # as tests/fakes/drm/touch_panel.h has it
# Of Linux's input events (linux/input-event-codes.h).
EV_SYN, EV_ABS, SYN_REPORT = 0, 3, 0
ABS_MT_SLOT, ABS_MT_POSITION_X, ABS_MT_POSITION_Y, ABS_MT_TRACKING_ID = 0x2F, 0x35, 0x36, 0x39


def _loads(library):
    try:
        ctypes.CDLL(library)
        return True
    except OSError:
        return False


def missing():
    """What this machine needs first: libraries, Mesa's software renderer, what this build makes."""
    wanted = [library for library in LIBRARIES if not _loads(library)]
    folders = ["/usr/lib/dri", f"/usr/lib/{sysconfig.get_config_var('MULTIARCH')}/dri"]
    if not any(glob.glob(f"{folder}/kms_swrast_dri.so") for folder in folders):
        wanted.append("kms_swrast_dri.so (libgl1-mesa-dri)")
    return wanted + [fake for fake in FAKES if not (BIN / fake).exists()]


class Panel:
    def __init__(self, folder, width, height, touch=False):
        """`touch`: fingers can be laid on it; without it no input device is plugged in, and libudev
        is the real one."""
        self.folder = pathlib.Path(folder)
        self.width, self.height = width, height
        (self.folder / "dri").mkdir(parents=True)
        (self.folder / "dri" / "card0").touch()
        (self.folder / "modes").write_text(f"{width}x{height}\n640x480\n")
        self._touch = self.folder / "touch" if touch else None
        if touch:
            os.mkfifo(self._touch)

    @property
    def env(self):
        return {"SDL_VIDEODRIVER": "kmsdrm", "EARSHOT_FAKE_DISPLAY": str(self.folder),
                "LD_PRELOAD": ":".join(FAKES if self._touch else FAKES[:1]),
                "LD_LIBRARY_PATH": str(BIN)}

    def take(self, opened_before=0):
        """Another program has the display, once this one has opened the card so many times."""
        (self.folder / "taken").write_text(f"{opened_before}\n")

    def unplug(self):
        (self.folder / "unplugged").touch()

    def glass(self):
        """What is shown, as the card knows it."""
        return json.loads((self.folder / "glass").read_text())

    def shows_the_console(self):
        glass = self.glass()
        return glass["lit"] and not glass["buffer"] and not glass["cursor"]

    def picture(self):
        """Every pixel that is on the glass now, as a list of rows of 0xRRGGBB."""
        while True:
            glass = self.glass()
            assert (glass["width"], glass["height"]) == (self.width, self.height)
            if not glass["buffer"]:  # the console, or nothing: dark
                return [[0] * self.width for _ in range(self.height)]
            memory = (self.folder / glass["buffer"]).read_bytes()
            if self.glass() == glass:  # and not another picture's by now
                break
        return [[pixel & 0xFFFFFF for pixel in
                 struct.unpack_from(f"<{self.width}I", memory, y * glass["pitch"])]
                for y in range(self.height)]

    def tap(self, x, y, hold=0.06):
        """Lays a finger on a pixel, and lifts it `hold` seconds later."""
        place = [round(at * TOUCH_PLACE_MAX / size)
                 for at, size in ((x, self.width), (y, self.height))]
        finger = os.open(self._touch, os.O_WRONLY | os.O_NONBLOCK)
        try:
            self._report(finger, (ABS_MT_SLOT, 0), (ABS_MT_TRACKING_ID, 1),
                         (ABS_MT_POSITION_X, place[0]), (ABS_MT_POSITION_Y, place[1]))
            time.sleep(hold)
            self._report(finger, (ABS_MT_TRACKING_ID, -1))
        except BrokenPipeError:
            pass  # it has ended by itself meanwhile
        finally:
            os.close(finger)

    @staticmethod
    def _report(finger, *changes):
        events = [(EV_ABS, code, value) for code, value in changes] + [(EV_SYN, SYN_REPORT, 0)]
        os.write(finger, b"".join(struct.pack("llHHi", 0, 0, *event) for event in events))
