"""Small disks that can be filled: a tmpfs mounted over a data folder."""

import os
import pathlib
import shutil
import subprocess
import time


class Disk:
    """`mounted` is False where mounting is not allowed; the folder is then an ordinary one."""

    def __init__(self, folder, megabytes):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.full = False
        self._full_until = 0.0
        self.mounted = os.geteuid() == 0 and subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0700", "earshot-test",
             str(self.folder)], check=False, capture_output=True).returncode == 0

    @property
    def _ballast(self):
        return self.folder / "somebody-elses-file"

    def fill(self):
        """Somebody else's file takes all that is left; again, all that was freed since."""
        self.full = True
        block = b"\0" * 65536
        with open(self._ballast, "ab", buffering=0) as file:
            for size in (len(block), 4096, 1):
                try:
                    while file.write(block[:size]) == size:
                        pass
                except OSError:
                    continue  # not even so much is left

    def full_lately(self, seconds):
        """Now, or not long ago."""
        return self.full or time.monotonic() < self._full_until + seconds

    def drain(self):
        self.full = False
        self._full_until = time.monotonic()
        self._ballast.unlink(missing_ok=True)

    def words(self):
        """What lies on it, for whoever looks for a mistake."""
        space = shutil.disk_usage(self.folder)
        files = [f"{path.name}: {path.stat().st_size}" for path in sorted(self.folder.iterdir())]
        return f"{self.folder}: {space.free} of {space.total} bytes free; " + ", ".join(files)

    def close(self):
        if self.mounted:
            subprocess.run(["umount", "-l", str(self.folder)], check=False, capture_output=True)
