"""A virtual X display, and a finger on it: real input events through the XTest extension."""

import os
import subprocess


class Screen:
    def __init__(self, width=1280, height=800):
        self.width, self.height = width, height
        read, write = os.pipe()
        self._xvfb = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"],
            pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as number:
            self.display = f":{number.readline().strip()}"
        assert self.display != ":", "Xvfb did not start"

    @property
    def env(self):
        return {"DISPLAY": self.display, "SDL_VIDEODRIVER": "x11"}

    def tap(self, x, y):
        """Presses and lifts at a share of the width and of the height."""
        point = [str(round(x * self.width)), str(round(y * self.height))]
        subprocess.run(["xdotool", "mousemove", *point, "mousedown", "1", "sleep", "0.06", "mouseup", "1"],
                       check=True, env={**os.environ, "DISPLAY": self.display})

    def has_window(self):
        found = subprocess.run(["xdotool", "search", "--onlyvisible", "--name", "."], text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                               env={**os.environ, "DISPLAY": self.display})
        return bool(found.stdout.strip())

    def close(self):
        self._xvfb.terminate()
        self._xvfb.wait(timeout=10)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
