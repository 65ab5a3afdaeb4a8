#!/usr/bin/env python3
"""Builds the fuzz targets with clang and runs them.

  tests/fuzz/run.py --short               what ./test does: a few seconds for each target
  tests/fuzz/run.py --seconds 300         the long run: so long for each target, one after the other
  tests/fuzz/run.py --seconds 300 frame   only some
  tests/fuzz/run.py --list                which there are

Targets begin with the committed inputs (corpus/, found/). The long run also keeps what it learns,
in the build folder, and goes on from there the next time. Exit code: 0 nothing found, 1 something
was found or the build failed, 2 wrong usage.
"""

import argparse
import concurrent.futures
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SHORT_SECONDS = 4
# The largest input that is tried: what a decoder takes, and a little more.
BYTES_MAX = {"frame": 70_000, "record": 34_000, "survey": 16_384}
BYTES_MAX_ELSE = 8_192
# No input may keep a decoder this long, or make one allocation as large as this.
INPUT_SECONDS_MAX = 10
ALLOCATION_MB_MAX = 64
# A server's threads allocate beside the input's own, which the leak check takes for leaks.
THREADED = {"http", "hq_api"}


def target_names():
    return sorted(path.stem for path in (HERE / "targets").glob("*.cpp"))


def build(folder, targets):
    """Configures and builds the targets. Exits with the first errors when that fails."""
    environment = {"CCACHE_BASEDIR": str(ROOT), "CCACHE_NOHASHDIR": "1", **os.environ}
    programs = [f"fuzz-{name}" for name in targets]
    for step in (["cmake", "-S", str(ROOT), "--preset", "fuzz", "-B", str(folder)],
                 ["cmake", "--build", str(folder), "--target", *programs]):
        done = subprocess.run(step, cwd=ROOT, env=environment, text=True, capture_output=True,
                              check=False)
        if done.returncode != 0:
            print((done.stdout + done.stderr)[-6000:])
            sys.exit(f"run.py: '{' '.join(step[:4])} …' failed; its last words are above")


class Run:
    """One target's run, and what libFuzzer said about it."""

    def __init__(self, folder, name, seconds, keep):
        self.name = name
        self.seconds = seconds
        self.program = folder / "bin" / f"fuzz-{name}"
        self.learned = folder / "corpus" / name if keep else None
        self.found = folder / "found" / name
        self.output = ""
        self.failed = False

    def go(self):
        shutil.rmtree(self.found, ignore_errors=True)
        self.found.mkdir(parents=True)
        with tempfile.TemporaryDirectory(prefix="earshot-fuzz-", dir=memory_folder()) as scratch:
            learned = self.learned or Path(scratch) / "corpus"
            learned.mkdir(parents=True, exist_ok=True)
            seeds = [str(HERE / kind / self.name) for kind in ("corpus", "found")
                     if (HERE / kind / self.name).is_dir()]
            command = [str(self.program), f"-max_total_time={self.seconds}",
                       f"-max_len={BYTES_MAX.get(self.name, BYTES_MAX_ELSE)}",
                       f"-timeout={INPUT_SECONDS_MAX}", f"-malloc_limit_mb={ALLOCATION_MB_MAX}",
                       "-rss_limit_mb=1024", "-print_final_stats=1",
                       f"-artifact_prefix={self.found}/", str(learned), *seeds]
            if self.name in THREADED:
                command.insert(1, "-detect_leaks=0")
            if self.name.endswith(("config", "survey", "theme", "org", "map", "keyboard")):
                command.insert(1, f"-dict={HERE / 'toml.dict'}")
            done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True,
                                  env={**os.environ, "TMPDIR": scratch,
                                       "UBSAN_OPTIONS": "print_stacktrace=1"}, check=False)
        self.output = done.stderr.decode(errors="replace") + done.stdout.decode(errors="replace")
        self.failed = done.returncode != 0
        return self

    def number(self, pattern):
        numbers = re.findall(pattern, self.output)
        return int(numbers[-1]) if numbers else 0

    def line(self):
        runs = self.number(r"stat::number_of_executed_units:\s+(\d+)")
        edges = self.number(r"\bcov: (\d+)")
        of = self.number(r"\((\d+) inline 8-bit counters\)")
        kept = self.number(r"corp: (\d+)")
        verdict = "FOUND SOMETHING" if self.failed else "nothing found"
        return (f"{self.name:20} {runs:>11,} inputs  {edges:>6,} of {of:>6,} branches  "
                f"{kept:>6,} kept  {verdict}")

    def story(self):
        """The part of the output that tells what went wrong, and how to see it again."""
        inputs = sorted(self.found.iterdir())
        again = "\n".join(f"  {self.program} {path}" for path in inputs)
        return (f"\n{self.name}:\n{self.output[-6000:]}\nSee it again with\n{again}\n"
                f"Fix it, and keep the input as tests/fuzz/found/{self.name}/NAME-OF-THE-BUG.")


def memory_folder():
    """Configuration files are written for every input: in memory, where there is a place."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK | os.X_OK) else None


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    how = parser.add_mutually_exclusive_group(required=True)
    how.add_argument("--short", action="store_true")
    how.add_argument("--seconds", type=int)
    how.add_argument("--list", action="store_true")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--build-dir", type=Path, default=ROOT / "build" / "fuzz")
    parser.add_argument("target", nargs="*")
    options = parser.parse_args()
    unknown = sorted(set(options.target) - set(target_names()))
    if unknown:
        parser.error(f"there is no target {unknown[0]}; --list names them")
    targets = options.target or target_names()
    if options.list:
        print("\n".join(targets))
        return 0
    folder = options.build_dir.resolve()
    build(folder, targets)
    seconds = SHORT_SECONDS if options.short else options.seconds
    runs = [Run(folder, name, seconds, keep=not options.short) for name in targets]
    failed = []
    with concurrent.futures.ThreadPoolExecutor(options.jobs if options.short else 1) as pool:
        for run in pool.map(Run.go, runs):
            print(run.line(), flush=True)
            if run.failed:
                failed.append(run)
    for run in failed:
        print(run.story())
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
