"""A virtual X display, and a finger on it: real input events through the XTest extension."""

import os
import pathlib
import re
import struct
import subprocess
import time

from fleet import SLOW, wait_until


class Screen:
    def __init__(self, width=1280, height=800, film=None):
        """`film`: a folder for what the display shows, so that pictures can be taken of it."""
        self.width, self.height = width, height
        self._film = film and pathlib.Path(film) / "Xvfb_screen0"
        read, write = os.pipe()
        # Without -noreset it turns newcomers away for a moment whenever its last client leaves.
        self._xvfb = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{width}x{height}x24",
             "-nolisten", "tcp", "-noreset"] + (["-fbdir", str(film)] if film else []),
            pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as number:
            self.display = f":{number.readline().strip()}"
        assert self.display != ":", "Xvfb did not start"

    @property
    def env(self):
        return {"DISPLAY": self.display, "SDL_VIDEODRIVER": "x11"}

    def tap(self, x, y, hold=0.06):
        """Presses and lifts at a pixel, `hold` seconds later."""
        subprocess.run(["xdotool", "mousemove", str(x), str(y), "mousedown", "1", "sleep",
                        str(hold), "mouseup", "1"], check=True,
                       env={**os.environ, "DISPLAY": self.display})

    def keys(self, *names):
        """Presses each on a keyboard that somebody plugged in: "alt+F4", "Escape" …"""
        subprocess.run(["xdotool", "key", *names], check=True,
                       env={**os.environ, "DISPLAY": self.display})

    def has_window(self):
        found = subprocess.run(["xdotool", "search", "--onlyvisible", "--name", "."], text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                               env={**os.environ, "DISPLAY": self.display})
        return bool(found.stdout.strip())

    def picture(self):
        """Every pixel that is on the glass now, as a list of rows of 0xRRGGBB."""
        dump = self._film.read_bytes()  # the format of xwd
        header = struct.unpack(">25I", dump[:100])
        width, height, row = header[4], header[5], header[12]
        start = header[0] + 12 * header[19]
        assert header[11] == 32 and (width, height) == (self.width, self.height)
        order = "<" if header[7] == 0 else ">"
        return [[pixel & 0xFFFFFF for pixel in
                 struct.unpack_from(f"{order}{width}I", dump, start + y * row)]
                for y in range(height)]

    def close(self):
        self._xvfb.terminate()
        self._xvfb.wait(timeout=10)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def is_a_screen_of_ours(rows):
    """Light, and with more than a few colours: a kiosk's, and no empty display."""
    pixels = [pixel for row in rows[::8] for pixel in row[::8]]
    light = sum(min(pixel >> 16, pixel >> 8 & 0xFF, pixel & 0xFF) > 0xC0 for pixel in pixels)
    return light > len(pixels) / 2 and len(set(pixels)) > 20


def differ(before, after):
    """Much of it: more than what the picture wanders by."""
    pairs = [(a, b) for left, right in zip(before[::8], after[::8])
             for a, b in zip(left[::8], right[::8])]
    return sum(a != b for a, b in pairs) > len(pairs) / 20


class Customer:
    """Somebody at a kiosk started with --log-level debug: the log says where things are."""

    def __init__(self, screen, kiosk):
        self.screen, self.kiosk = screen, kiosk
        self._read = 0

    def touch(self, *names, seconds=20, thought=0.6, hold=0.06, at=None):
        """Waits until the screen offers one of `names` anew, gives the eye a moment, and taps:
        in its middle, or at the pixel `at`."""
        pattern = re.compile(rf"touch '({'|'.join(map(re.escape, names))})' at (\d+) (\d+)")
        deadline = time.monotonic() + seconds * SLOW
        while True:
            log = self.kiosk.log()
            found = pattern.search(log, self._read)
            if found:
                break
            assert time.monotonic() < deadline, f"the kiosk never offered {names}:\n{log[-2000:]}"
            time.sleep(0.02)
        self._read = len(log)
        time.sleep(thought * SLOW)  # nobody reads faster, and the thanks stay at least a second
        self.screen.tap(*(at or (int(found[2]), int(found[3]))), hold)
        return found[1]

    def rate(self, rating):
        """One whole visit with one answer: from the attract screen to the thank-you."""
        self.touch("begin")
        self.touch(f"rating {rating}")
        self.leave()

    def leave(self):
        """Says no more, and reads the thanks."""
        if self.touch("finish", "dismiss", thought=1.2) == "finish":  # or there was nothing more
            self.touch("dismiss", thought=1.2)

    def press(self, *names):
        """Taps what the screen has offered before, each after the other, as quickly as people type.
        A letter is found as the capital that the keyboard began with, too."""
        log = self.kiosk.log()
        for name in names:
            places = re.findall(rf"touch '{re.escape(name)}' at (\d+) (\d+)", log, re.IGNORECASE)
            assert places, f"the kiosk never offered {name}:\n{log[-2000:]}"
            self.screen.tap(*map(int, places[-1]))
            time.sleep(0.15 * SLOW)


def rate_and_leave(customer, glass):
    """A short visit, in which each touch is answered by another picture on the `glass`."""
    attract = glass.picture()
    customer.touch("begin")
    customer.touch("rating 2", thought=1)
    wait_until(lambda: differ(attract, glass.picture()), 10, "another picture on the glass")
    wait_until(lambda: is_a_screen_of_ours(glass.picture()), 10, "a whole picture on the glass")
    customer.leave()
