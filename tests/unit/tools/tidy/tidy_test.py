#!/usr/bin/env python3
"""Each rule of tools/tidy catches what it should and lets the rest pass: samples in a folder."""

import os
import subprocess
import sys
import tempfile
import unittest

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), *[".."] * 4, "tools", "tidy")
sys.path.insert(0, FOLDER)
sys.dont_write_bytecode = True
import tidy  # noqa: E402  (found only once its folder is on the path)

OPENING = "// What it is for.\n// Owner: this test.\n// Threads: any.\n#pragma once\n"


class TidyTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        os.mkdir(os.path.join(self.folder.name, "core"))

    def write(self, path, text):
        path = os.path.join(self.folder.name, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(text if isinstance(text, bytes) else text.encode())

    def breaks(self):
        return tidy.check(self.folder.name)[0]

    def refused(self, path, text, rule, line=1):
        """The file has one break, of this rule and on this line."""
        self.write(path, text)
        self.assertEqual([found[:3] for found in self.breaks()], [(path, line, rule)])

    def passes(self, path, text):
        self.write(path, text)
        self.assertEqual(self.breaks(), [])


class Includes(TidyTest):
    def test_core_must_not_include_platform(self):
        self.refused("core/base/a.cpp", '#include "platform/system/log.h"\n', "include-direction")

    def test_platform_must_not_include_a_program(self):
        self.refused("platform/http/a.cpp", '#include "edge-agent/api.h"\n', "include-direction")

    def test_programs_must_not_include_one_another(self):
        self.refused("aggregator/a.cpp", '\n#include "edge-agent/api.h"\n', "include-direction", 2)

    def test_tools_must_not_include_a_program(self):
        self.refused("tools/traffic/a.cpp", '#include "kiosk/app/session.h"\n',
                     "include-direction")

    def test_nothing_but_tests_includes_tests(self):
        self.refused("platform/http/a.cpp", '#include "tests/fakes/fake_clock.h"\n',
                     "include-direction")

    def test_tests_may_include_everything(self):
        self.passes("tests/unit/kiosk/a_test.cpp",
                    '#include "kiosk/app/session.h"\n#include "edge-agent/api.h"\n')

    def test_programs_may_include_platform_and_core(self):
        self.passes("kiosk/store/a.cpp",
                    '#include "platform/system/log.h"\n#include "core/base/ids.h"\n')

    def test_an_earlier_folder_of_core_must_not_include_a_later_one(self):
        self.refused("core/score/a.cpp", '#include "core/wire/codec.h"\n', "core-order")

    def test_a_later_folder_of_core_may_include_an_earlier_one(self):
        self.passes("core/wire/a.cpp", '#include "core/score/cell.h"\n')

    def test_a_folder_of_core_needs_a_place_in_the_order(self):
        self.refused("core/misc/a.cpp", "\n", "core-order")

    def test_the_kiosks_screens_must_not_know_the_machine(self):
        self.refused("kiosk/app/a.cpp", '#include "platform/sqlite/database.h"\n', "kiosk-layers")

    def test_the_kiosks_views_must_not_know_the_shell(self):
        self.refused("kiosk/ui/a.cpp", '#include "kiosk/shell/window.h"\n', "kiosk-layers")

    def test_only_the_kiosks_ui_and_shell_see_imgui_and_sdl(self):
        for header in ("imgui.h", "SDL.h", "SDL2/SDL.h", "backends/imgui_impl_sdl.h"):
            with self.subTest(header):
                self.refused("kiosk/app/a.cpp", f"#include <{header}>\n", "window-only-in-kiosk")

    def test_the_kiosks_ui_sees_imgui(self):
        self.passes("kiosk/ui/a.cpp", "#include <imgui.h>\n")

    def test_a_quoted_include_is_a_path_from_the_root(self):
        self.refused("platform/http/a.cpp", '#include "guard.h"\n', "included-from-the-root")

    def test_a_slow_header_must_not_spread_through_headers(self):
        self.write("platform/system/a.h", OPENING + '#include "platform/system/log.h"\n')
        self.refused("platform/system/log.h", OPENING + "#include <spdlog/spdlog.h>\n",
                     "slow-headers-stay-near", 5)

    def test_a_slow_header_may_be_in_a_header_that_only_cpp_files_include(self):
        self.write("platform/system/a.cpp", '#include "platform/system/log.h"\n')
        self.passes("platform/system/log.h", OPENING + "#include <spdlog/spdlog.h>\n")


class Purity(TidyTest):
    def test_core_must_not_include_the_machines_headers(self):
        for header in ("thread", "fstream", "filesystem", "sqlite3.h", "SQLiteCpp/SQLiteCpp.h",
                       "mqtt/async_client.h", "httplib.h", "sys/socket.h", "mutex"):
            with self.subTest(header):
                self.refused("core/relay/a.cpp", f"#include <{header}>\n", "core-is-pure")

    def test_the_bounded_queue_may_lock(self):
        self.passes("core/base/bounded_queue.h", OPENING + "#include <mutex>\n")

    def test_core_must_not_read_the_clock_or_the_dice(self):
        for call in ("std::chrono::system_clock::now()", "std::chrono::steady_clock::now()",
                     "std::random_device()()", 'std::getenv("HOME")', "time(nullptr)",
                     "std::time(0)", "rand()", "localtime(&t)"):
            with self.subTest(call):
                self.refused("core/relay/a.cpp", f"int f() {{\n  return {call};\n}}\n",
                             "core-is-pure", 2)

    def test_words_in_comments_and_strings_are_no_calls(self):
        self.passes("core/relay/a.cpp",
                    '// getenv\n/* rand()\n time(0) */\nauto s = "rand()";\n'
                    'auto t = R"(time(0))";\nauto u = last_time(0) + x.time(0);\n')

    def test_a_program_must_not_read_the_clock_itself(self):
        self.refused("edge-agent/a.cpp", "auto t = std::chrono::steady_clock::now();\n",
                     "time-is-a-port")

    def test_the_windows_shell_reads_the_clock(self):
        self.passes("kiosk/shell/a.cpp", "auto t = std::chrono::steady_clock::now();\n")

    def test_platform_reads_the_clock(self):
        self.passes("platform/system/a.cpp", "auto t = std::chrono::steady_clock::now();\n")


class Shape(TidyTest):
    def test_a_header_needs_an_opening_comment(self):
        self.refused("core/base/a.h", "// Owner: x.\n// Threads: any.\n#pragma once\n",
                     "header-opens-well")
        self.refused("core/base/a.h", "// What for.\n// Threads: any.\n#pragma once\n",
                     "header-opens-well")
        self.refused("core/base/a.h", "// What for.\n// Owner: x.\n#pragma once\n",
                     "header-opens-well")

    def test_a_header_needs_a_pragma_once(self):
        self.refused("core/base/a.h", OPENING.replace("#pragma once\n", "int f();\n"),
                     "header-opens-well", 4)

    def test_a_header_that_opens_well_passes(self):
        self.passes("core/base/a.h", OPENING)

    def test_a_file_has_at_most_500_lines(self):
        self.passes("core/base/a.cpp", "\n" * 500)
        self.refused("core/base/a.cpp", "\n" * 501, "short-files", 501)

    def test_a_line_has_at_most_100_columns_whatever_its_bytes(self):
        self.passes("core/base/a.cpp", "// " + "é" * 97 + "\n")
        self.refused("core/base/a.cpp", "\n// " + "é" * 98 + "\n", "short-lines", 2)

    def test_a_long_address_may_be_on_one_line(self):
        self.passes("core/base/a.cpp", "// https://example.org/" + "a" * 100 + "\n")

    def test_notes_of_unfinished_work_are_refused(self):
        for note in ("TO" + "DO", "FIX" + "ME", "X" + "XX"):
            with self.subTest(note):
                self.refused("docs/a.md", f"Good.\n{note}: better.\n", "finished", 2)

    def test_a_template_for_temporary_names_is_no_note(self):
        self.passes("deploy/a.sh", "mktemp /tmp/a.X" + "XXXXX\n")

    def test_a_type_is_not_named_for_everything(self):
        for name in ("class OutboxManager", "struct UrlHelper", "enum class TimeUtil"):
            with self.subTest(name):
                self.refused("core/base/a.cpp", f"{name} {{}};\n", "names")

    def test_a_file_is_not_named_for_everything(self):
        self.refused("core/base/string_utils.cpp", "\n", "names")

    def test_words_that_only_begin_alike_are_names_like_any(self):
        self.passes("core/base/utilisation.cpp", "struct ManagerialView {};\n")

    def test_a_unit_test_must_not_sleep(self):
        self.refused("tests/unit/core/a_test.cpp", "std::this_thread::sleep_for(1s);\n",
                     "unit-tests-do-not-sleep")
        self.refused("tests/unit/core/a_test.cpp", "int x = ::usleep(5);\n",
                     "unit-tests-do-not-sleep")

    def test_a_unit_test_in_python_must_not_sleep_either(self):
        self.refused("tests/unit/tools/a_test.py", "import time\ntime.sleep(1)\n",
                     "unit-tests-do-not-sleep", 2)

    def test_words_about_sleeping_are_no_sleep(self):
        self.passes("tests/unit/core/a_test.cpp", "// never sleep_for here\n")

    def test_an_end_to_end_test_may_wait(self):
        self.passes("tests/e2e/a_test.cpp", "std::this_thread::sleep_for(1s);\n")

    def test_a_file_that_is_not_utf8_is_refused_at_its_line(self):
        self.refused("core/base/a.cpp", b"\n// caf\xe9\n", "utf8", 2)


class Program(TidyTest):
    def run_tidy(self, argument):
        return subprocess.run([sys.executable, os.path.join(FOLDER, "tidy.py"), argument],
                              capture_output=True, text=True, check=False)

    def test_build_and_hidden_folders_are_not_looked_at(self):
        for folder in ("build/dev", ".git", "run-state"):
            self.write(f"{folder}/a.cpp", '#include "guard.h"\n')
        self.assertEqual(self.breaks(), [])

    def test_a_clean_tree_ends_with_0(self):
        self.write("core/base/a.h", OPENING)
        done = self.run_tidy(self.folder.name)
        self.assertEqual((done.returncode, done.stdout), (0, ""))

    def test_a_break_ends_with_1_and_says_file_line_rule_and_what_to_do(self):
        self.write("platform/http/a.cpp", '#include "guard.h"\n')
        done = self.run_tidy(self.folder.name)
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stdout, 'platform/http/a.cpp:1: included-from-the-root: includes '
                                      '"guard.h". Write its path from the root, or use <…>.\n')

    def test_a_folder_without_core_ends_with_2(self):
        done = self.run_tidy(os.path.join(self.folder.name, "core"))
        self.assertEqual(done.returncode, 2)
        self.assertIn("give the folder that holds core/", done.stderr)

    def test_help_says_what_it_does(self):
        done = self.run_tidy("--help")
        self.assertEqual(done.returncode, 0)
        self.assertIn("Usage: tidy.py", done.stdout)


if __name__ == "__main__":
    unittest.main()
