#!/usr/bin/env python3
"""Checks the house's architecture: who includes whom, what core may touch, lengths, names.

Usage: tidy.py [ROOT]

Prints every break as "file:line: rule: what is wrong. What to do." and exits 0 when there is none,
1 when there are some, 2 for wrong usage. The rules are those of docs/architecture.md; each one is
a function below, and tests/unit/tools/tidy shows for each what it catches and what it lets pass.
"""

import os
import re
import sys
from dataclasses import dataclass, replace

CPP = (".h", ".cpp")
COLUMNS_CHECKED = CPP + (".proto", ".py")
LINES_CHECKED = COLUMNS_CHECKED + (".js", ".css", ".html", ".sh", ".cmake")
TEXT = LINES_CHECKED + (".md", ".toml", ".txt", ".yaml", ".yml", ".json", ".in", ".conf",
                        ".service")
SKIPPED_FOLDERS = {"build", "run-state", "__pycache__", "node_modules"}

COLUMNS_MAX = 100
LINES_MAX = 500

# Inside core, a folder may include itself and the ones before it.
CORE_ORDER = ["base", "survey", "response", "text", "score", "insight", "alert", "care", "relay",
              "wire"]
PROGRAMS = ["kiosk", "edge-agent", "aggregator"]
# What each top folder may include, besides itself. Tests may include everything.
MAY_INCLUDE = {
    "core": [],
    "platform": ["core"],
    "kiosk": ["platform", "core", "assets"],
    "edge-agent": ["platform", "core", "assets"],
    "aggregator": ["platform", "core", "assets"],
    "tools": ["platform", "core"],
    "assets": [],
}
# Inside the kiosk: a folder, and the ones that it must not know.
KIOSK_MUST_NOT_INCLUDE = {
    "kiosk/app/": ["kiosk/ui/", "kiosk/shell/", "kiosk/store/", "platform/"],
    "kiosk/store/": ["kiosk/ui/", "kiosk/shell/"],
    "kiosk/ui/": ["kiosk/shell/", "kiosk/store/", "platform/"],
}

WINDOW_HEADERS = re.compile(r"(SDL|imgui|imconfig|imstb)", re.IGNORECASE)
WINDOW_FOLDERS = ("kiosk/ui/", "kiosk/shell/", "tests/")

# Headers of the machine: core declares a port instead and platform/ implements it.
IMPURE_HEADERS = re.compile(
    r"^(thread|future|mutex|shared_mutex|condition_variable|semaphore|latch|barrier|stop_token|"
    r"fstream|iostream|filesystem|cstdio|stdio\.h|unistd\.h|fcntl\.h|pthread\.h|poll\.h|signal\.h|"
    r"csignal|sys/.*|netinet/.*|arpa/.*|netdb\.h|sqlite3\.h|SQLiteCpp/.*|mqtt/.*|MQTT.*|"
    r"httplib\.h|spdlog/.*|prometheus/.*|CLI/.*|SDL.*)$")
# The bounded queue is the one meeting place of threads; that is what it is for.
IMPURE_ALLOWED = {"core/base/bounded_queue.h": {"mutex", "condition_variable"},
                  # Says why the program ends, on standard error, before it aborts.
                  "core/base/check.cpp": {"cstdio"}}

IMPURE_CALLS = re.compile(
    r"\b(system_clock\s*::\s*now|steady_clock\s*::\s*now|high_resolution_clock|random_device|"
    r"getenv|gettimeofday|clock_gettime|localtime|gmtime|this_thread|srand|"
    r"(?<![\w.>:])rand\s*\(|(?<![\w.>:])(?:std\s*::\s*)?time\s*\(\s*(?:NULL|nullptr|0|&)|"
    r"std\s*::\s*time\s*\()")
# Programs take the time and chance from the ports Clock and Random, so that tests can turn them.
REAL_TIME_CALLS = re.compile(r"\b(system_clock\s*::\s*now|steady_clock\s*::\s*now|random_device)\b")

# Each costs seconds wherever it is included, so it stays near the .cpp files that need it.
SLOW_HEADERS = re.compile(
    r"^(CLI/CLI\.hpp|nlohmann/json\.hpp|mqtt/.*|httplib\.h|toml\+\+/.*|spdlog/.*)$")

BANNED_NAME = re.compile(r"\b(?:class|struct|enum(?:\s+class)?|using|concept)\s+"
                         r"(\w*(?:Manager|Helper|Utils?))\b")
BANNED_FILE = re.compile(r"(?:^|_)(manager|helper|helpers|util|utils)(?:_|$)")

# Written in pieces, so that this file passes its own rule.
UNFINISHED = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "X" + "XX"]) + r")\b")
SLEEPS = re.compile(r"\b(sleep_for|sleep_until|usleep|nanosleep)\b|(?<![\w.])sleep\s*\(")
SLEEPS_PYTHON = re.compile(r"^[^#]*\btime\.sleep\s*\(")
INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]')


@dataclass(frozen=True)
class Source:
    """One file: its path from the root with '/', and its text."""

    path: str
    text: str
    spreads: bool = False  # another header includes it

    @property
    def lines(self):
        return self.text.split("\n")

    @property
    def code_lines(self):
        """The lines with comments and the contents of strings blanked, for C++."""
        return blank_comments_and_strings(self.text).split("\n")

    def includes(self):
        """Each include: (line number, quote or angle, what)."""
        for number, line in enumerate(self.lines, 1):
            found = INCLUDE.match(line)
            if found:
                yield number, found.group(1), found.group(2)


COMMENT_OR_STRING = re.compile(
    r'R"(?P<mark>[^()\\\s]{0,16})\(.*?\)(?P=mark)"'  # raw string
    r"|//[^\n]*|/\*.*?\*/"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|(?<![0-9A-Za-z])'(?:\\.|[^'\\\n])+'", re.DOTALL)


def blank_comments_and_strings(text):
    return COMMENT_OR_STRING.sub(lambda m: re.sub(r"[^\n]", " ", m.group(0)), text)


def include_direction(source):
    """Who may include whom: kiosk, edge-agent, aggregator, tools → platform → core."""
    top = source.path.split("/")[0]
    if top not in MAY_INCLUDE:
        return
    for number, _, what in source.includes():
        target = what.split("/")[0]
        if "/" not in what or target == top or target not in list(MAY_INCLUDE) + ["tests"]:
            continue
        if target in MAY_INCLUDE[top]:
            continue
        if top in PROGRAMS and target in PROGRAMS:
            yield number, f"{top} includes {what}. Programs meet in core/wire alone."
        else:
            yield number, f"{top} includes {what}. It may include {listed(MAY_INCLUDE[top])}."


def listed(folders):
    return " and ".join(folders) if folders else "nothing but itself"


def core_order(source):
    """Inside core, a later folder may include an earlier one, never the reverse."""
    parts = source.path.split("/")
    if parts[0] != "core" or len(parts) < 3:
        return
    if parts[1] not in CORE_ORDER:
        yield 1, f"core/{parts[1]} has no place in the order. Add it to CORE_ORDER in tidy.py."
        return
    for number, _, what in source.includes():
        target = what.split("/")
        if target[0] != "core" or len(target) < 3 or target[1] not in CORE_ORDER:
            continue
        if CORE_ORDER.index(target[1]) > CORE_ORDER.index(parts[1]):
            yield number, (f"core/{parts[1]} includes {what}. Turn it round: core/{target[1]} "
                           f"comes after core/{parts[1]}.")


def kiosk_layers(source):
    """Inside the kiosk: shell and store know the screen, the screen knows nothing of them."""
    for folder, forbidden in KIOSK_MUST_NOT_INCLUDE.items():
        if not source.path.startswith(folder):
            continue
        for number, _, what in source.includes():
            if what.startswith(tuple(forbidden)):
                yield number, f"{folder} includes {what}. Hand it over from main.cpp instead."


def window_only_in_kiosk(source):
    """Only kiosk/ui and kiosk/shell see ImGui and SDL."""
    if source.path.startswith(WINDOW_FOLDERS):
        return
    for number, quote, what in source.includes():
        if quote == "<" and WINDOW_HEADERS.match(what.split("/")[-1]):
            yield number, f"includes {what}. Only kiosk/ui and kiosk/shell may."


def core_is_pure(source):
    """core has no files, sockets, threads, SQL, real clock or randomness."""
    if not source.path.startswith("core/"):
        return
    allowed = IMPURE_ALLOWED.get(source.path, set())
    for number, _, what in source.includes():
        if IMPURE_HEADERS.match(what) and what not in allowed:
            yield number, f"core includes <{what}>. Declare a port and implement it in platform/."
    for number, line in enumerate(source.code_lines, 1):
        found = IMPURE_CALLS.search(line)
        if found:
            yield number, (f"core calls {found.group(1).strip()}. Take the time and chance from "
                           "the ports Clock and Random.")


def time_is_a_port(source):
    """The programs take the time and chance from ports.

    main.cpp makes the real ones, and the kiosk's shell is a machine's adapter like platform/."""
    if source.path.split("/")[0] not in PROGRAMS + ["tools"]:
        return
    if source.path.startswith("kiosk/shell/") or source.path.endswith("/main.cpp"):
        return
    for number, line in enumerate(source.code_lines, 1):
        found = REAL_TIME_CALLS.search(line)
        if found:
            yield number, f"calls {found.group(1)}. Use the ports Clock and Random."


def included_from_the_root(source):
    """A quoted include is a path from the repository's root."""
    for number, quote, what in source.includes():
        if quote == '"' and what.split("/")[0] not in list(MAY_INCLUDE) + ["tests"]:
            yield number, f'includes "{what}". Write its path from the root, or use <…>.'


def slow_headers_stay_near(source):
    """A header may include a slow one only while no other header includes it in turn."""
    if not source.path.endswith(".h") or not source.spreads:
        return
    for number, _, what in source.includes():
        if SLOW_HEADERS.match(what):
            yield number, (f"includes <{what}>, which is slow, and other headers include this one. "
                           "Include it in the .cpp only.")


def header_opens_well(source):
    """A header begins with a comment: what for, who owns it, which thread; then #pragma once."""
    if not source.path.endswith(".h"):
        return
    comment = []
    for line in source.lines:
        if not line.startswith("//"):
            break
        comment.append(line)
    opening = "\n".join(comment)
    rest = source.lines[len(comment):]
    if not re.match(r"//\s*(?!Owner|Thread)\S", opening):
        yield 1, "does not open with a comment that says what it is for."
    if not re.search(r"\bOwn(er|ed)\b", opening):
        yield 1, "the opening comment does not say who owns it. Add \"Owner: …\"."
    if not re.search(r"\b[Tt]hreads?\b|\bevent loop\b", opening):
        yield 1, "the opening comment does not say which thread may call it. Add \"Threads: …\"."
    if "#pragma once" not in rest[:2]:
        yield len(comment) + 1, "has no #pragma once below its opening comment."


def names(source):
    """The field's words, not those that could mean anything."""
    stem = source.path.split("/")[-1].rsplit(".", 1)[0]
    found = BANNED_FILE.search(stem)
    if found:
        yield 1, f"the file is named '{found.group(1)}'. Name it after what it does."
    for number, line in enumerate(source.code_lines, 1):
        found = BANNED_NAME.search(line)
        if found:
            yield number, f"the type is named {found.group(1)}. Name it after what it does."


def unit_tests_do_not_sleep(source):
    """A unit test turns a clock instead."""
    if not source.path.startswith("tests/unit/"):
        return
    python = source.path.endswith(".py")
    pattern = SLEEPS_PYTHON if python else SLEEPS
    for number, line in enumerate(source.lines if python else source.code_lines, 1):
        if pattern.search(line):
            yield number, "a unit test sleeps. Turn a clock instead."


def finished(source):
    """What is not done is an issue, not a note in the code."""
    for number, line in enumerate(source.lines, 1):
        found = UNFINISHED.search(line)
        if found:
            yield number, f"says {found.group(1)}. Do it, or open an issue and take this out."


def short_files(source):
    """A file holds one idea."""
    count = source.text.count("\n")
    if count > LINES_MAX:
        yield LINES_MAX + 1, f"has {count} lines, the most is {LINES_MAX}. Split it by its ideas."


def short_lines(source):
    """Counted in characters, so that a curly quote costs one. Long addresses and includes pass."""
    for number, line in enumerate(source.lines, 1):
        if len(line) > COLUMNS_MAX and not re.search(r"https?://\S+$|^\s*#\s*include", line):
            yield number, f"has {len(line)} columns, the most is {COLUMNS_MAX}. Break the line."


CPP_RULES = [include_direction, core_order, kiosk_layers, window_only_in_kiosk, core_is_pure,
             time_is_a_port, included_from_the_root, slow_headers_stay_near, header_opens_well,
             names]


def rules_for(path):
    rules = []
    if path.endswith(CPP):
        rules += CPP_RULES
    if path.endswith(CPP + (".py",)):
        rules.append(unit_tests_do_not_sleep)
    if path.endswith(TEXT):
        rules.append(finished)
    if path.endswith(LINES_CHECKED):
        rules.append(short_files)
    if path.endswith(COLUMNS_CHECKED):
        rules.append(short_lines)
    return rules


def files_of(root):
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(f for f in folders if f not in SKIPPED_FOLDERS and f[0] != ".")
        for name in sorted(files):
            path = os.path.relpath(os.path.join(folder, name), root).replace(os.sep, "/")
            if rules_for(path):
                yield path


def read(root, path):
    with open(os.path.join(root, path), "rb") as file:
        return file.read()


def check(root):
    """Every break as (path, line, rule, message), in the order of the files, and the file count."""
    breaks = []
    sources = []
    for path in files_of(root):
        content = read(root, path)
        try:
            sources.append(Source(path, content.decode("utf-8")))
        except UnicodeDecodeError as error:
            line = content[:error.start].count(b"\n") + 1
            breaks.append((path, line, "utf8", "is not UTF-8 text. Save it as UTF-8."))
    from_headers = {what for source in sources if source.path.endswith(".h")
                    for _, _, what in source.includes()}
    for source in sources:
        source = replace(source, spreads=source.path in from_headers)
        for rule in rules_for(source.path):
            for line, message in rule(source):
                breaks.append((source.path, line, rule.__name__.replace("_", "-"), message))
    return breaks, len(sources)


def main(arguments):
    if "--help" in arguments or "-h" in arguments:
        print(__doc__)
        return 0
    root = arguments[0] if arguments else os.path.join(os.path.dirname(__file__), "..", "..")
    if len(arguments) > 1 or not os.path.isdir(os.path.join(root, "core")):
        print("tidy: give the folder that holds core/, or nothing. See --help.", file=sys.stderr)
        return 2
    breaks, count = check(root)
    for path, line, rule, message in breaks:
        print(f"{path}:{line}: {rule}: {message}")
    print(f"tidy: {len(breaks)} breaks in {count} files", file=sys.stderr)
    return 1 if breaks else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
