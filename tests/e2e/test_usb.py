"""A kiosk whose network is gone: staff open its service screen, what waits goes to a USB stick that
is really mounted, the edge agent files the stick's file, and once the network is back each response
is there exactly once."""

import pathlib
import subprocess

import pytest

from fleet import BIN, SLOW, Fleet, get_json, wait_until
from screen import Customer, Screen

KIOSK, STORE, PIN = "store-1-k1", "store-1", "480153"


def works(*command):
    return subprocess.run(list(map(str, command)), stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL, check=False).returncode == 0


class Stick:
    """A file system of its own in a loop device: FAT, else exFAT by FUSE, else ext4."""

    KINDS = (("FAT", ["mkfs.vfat"], ["mount", "-t", "vfat"]),
             ("exFAT", ["mkfs.exfat"], ["mount.exfat-fuse"]),
             ("ext4", ["mkfs.ext4", "-q", "-F", "-m", "0"], ["mount", "-t", "ext4"]))

    def __init__(self, folder):
        self.at, self.image, self.loop = folder / "usb", folder / "stick.img", None
        self.at.mkdir()
        for self.kind, mkfs, self.mount in self.KINDS:
            with open(self.image, "wb") as image:
                image.truncate(8 << 20)
            if not self._has(mkfs[0]) or not works(*mkfs, self.image):
                continue
            self.close()
            made = subprocess.run(["losetup", "-f", "--show", self.image], text=True, check=False,
                                  stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            if made.returncode != 0:
                break
            self.loop = made.stdout.strip()
            if self.plug_in():
                return
        self.close()
        pytest.skip("NOT TESTED: this machine does not let us mount a loop device (needs root, "
                    "losetup and mkfs.vfat, mkfs.exfat or mkfs.ext4)")

    @staticmethod
    def _has(program):
        return works("sh", "-c", f"command -v {program}")

    def plug_in(self, *options):
        return (self._has(self.mount[0]) and works(*self.mount, *options, self.loop, self.at)
                and works("mountpoint", "-q", self.at))

    def pull(self):
        works("umount", self.at) or works("umount", "-l", self.at)

    def files(self):
        return sorted(file for file in self.at.iterdir() if file.is_file())

    def close(self):
        self.pull()
        if self.loop:
            works("losetup", "-d", self.loop)
            self.loop = None


@pytest.fixture
def stick(tmp_path):
    stick = Stick(tmp_path)
    print("the stick is", stick.kind)
    yield stick
    stick.close()


@pytest.fixture
def screen():
    with Screen() as screen:
        yield screen


@pytest.fixture
def fleet(tmp_path, screen):  # screen: the kiosk ends before its display does
    with Fleet(tmp_path / "fleet", {STORE: [KIOSK]}) as fleet:
        yield fleet.start()


def start_kiosk(fleet, screen, stick):
    hashed = subprocess.run([BIN / "earshot-kiosk", "--hash-pin"], input=PIN + "\n", text=True,
                            check=True, stdout=subprocess.PIPE).stdout.strip()
    (fleet.folder / KIOSK).mkdir(exist_ok=True)
    (fleet.folder / KIOSK / "pins").write_text(f"service {hashed}\n")
    config = fleet.write_kiosk(
        STORE, KIOSK, screen=f'[service]\npins = "pins"\nexport = "{stick.at}"\n'
        "[screen]\nwidth = 1280\nheight = 800\nwidth_mm = 217\nfullscreen = false\n")
    kiosk = fleet.program("kiosk", [BIN / "earshot-kiosk", "--log-level", "debug",
                                    "--config", config], env=screen.env).start()
    wait_until(screen.has_window, 20, "the kiosk's window")
    return Customer(screen, kiosk)


def open_service(customer):
    """The hidden gesture and the PIN."""
    customer.touch("begin", thought=0.6, hold=4.5, at=(20, 20))
    customer.touch(f"digit {PIN[0]}")
    customer.press(*[f"digit {digit}" for digit in PIN[1:]], "next")


def export(customer):
    """Presses the button again and says what became of it."""
    before = len(customer.kiosk.log())
    customer.press("service export")
    return wait_until(lambda: told(customer.kiosk.log()[before:]), 20, "word of the stick")


def told(log):
    for sentence in ("was written to", "nothing was written to USB"):
        if sentence in log:
            return next(line for line in log.splitlines() if sentence in line)
    return None


def test_what_waits_goes_by_stick_and_is_filed_exactly_once(fleet, screen, stick):
    fleet.broker.kill()
    customer = start_kiosk(fleet, screen, stick)
    for rating in (9, 2, 10):
        customer.rate(rating)
    open_service(customer)
    customer.touch("service export")
    wait_until(lambda: told(customer.kiosk.log()), 20, "the file")
    stick.pull()
    assert "nothing is mounted" in export(customer), "and our own disk is no stick"
    assert not list(stick.at.iterdir())
    assert stick.plug_in("-o", "ro")
    assert "read-only" in export(customer)
    stick.pull()
    assert stick.plug_in()
    files = stick.files()
    assert len(files) == 1 and KIOSK in files[0].name
    fill(stick.at)
    assert "nothing was written" in export(customer)
    assert len(stick.files()) == 2, "nothing half is left behind"

    done = importing(fleet, files[0])
    assert done.returncode == 0, done.stderr
    assert f"records of {KIOSK} are filed" in done.stdout
    assert counted(fleet) == 3
    assert importing(fleet, files[0]).returncode == 0, "reading it twice changes nothing"
    assert counted(fleet) == 3

    fleet.start_broker()
    customer.press("leave")
    customer.rate(9)
    wait_until(lambda: nothing_waits(fleet), 60, "everything to come by network too")
    assert counted(fleet) == 4, "the three are the same, and one is new"


def test_a_file_that_was_cut_short_or_is_another_locations_is_refused(fleet, screen, stick):
    fleet.broker.kill()
    customer = start_kiosk(fleet, screen, stick)
    customer.rate(9)
    open_service(customer)
    customer.touch("service export")
    wait_until(lambda: told(customer.kiosk.log()), 20, "the file")
    whole = stick.files()[0]
    cut = pathlib.Path(fleet.folder / "cut")
    cut.write_bytes(whole.read_bytes()[:-20])
    refused = importing(fleet, cut)
    assert refused.returncode == 1 and str(cut) in refused.stderr
    assert counted(fleet) == 0


def fill(folder):
    try:
        with open(folder / "holiday.mov", "wb", buffering=0) as film:
            while film.write(b"f" * 4096) == 4096:
                pass
    except OSError:
        return  # it is full


def importing(fleet, file):
    return subprocess.run([BIN / "earshot-edge-agent", "import", file, "--config",
                           fleet.folder / STORE / "edge.toml"], text=True, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60 * SLOW)


def counted(fleet):
    return len(get_json(f"{fleet.edge_url(STORE)}/api/v1/responses?limit=50")["responses"])


def nothing_waits(fleet):
    kiosks = get_json(f"{fleet.edge_url(STORE)}/api/v1/location")["kiosks"]
    return counted(fleet) >= 4 and kiosks and all(kiosk["pending"] == 0 for kiosk in kiosks)
