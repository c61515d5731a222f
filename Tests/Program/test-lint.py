#!/usr/bin/env python3
"""`pare lint`: what it says of courses that are none, its summary, its progress, its interruption."""
import json
import os
import signal
import subprocess
import time
import unittest

from harness import ProgramTest, eventually, processes_of

SECTIONS = "\n".join(
    f"## {title}\n\nWords.\n"
    for title in (
        "Activate prior knowledge", "Overview", "Key concepts", "Learning path", "Examples",
        "Common pitfalls", "Retrieval quiz", "Quick recap")
) + """
## Spaced review plan

| After | Prompt |
|---|---|
| 1 day | What is it? |
| 3 days | What is it for? |
| 1 week | What does it cost? |
| 1 month | What else is there? |
"""


def lesson(name, blocks):
    return f"---\nid: {name}\ntitle: About {name}\n---\n\n# About {name}\n\n{blocks}\n\n{SECTIONS}"


def printing(*codes):
    """A `swift run` block with its output for each pair of code and what it prints."""
    return "\n\n".join(
        f"```swift run\n{code}\n```\n```output\n{output}\n```" for code, output in codes)


SLOW = "import Foundation\nThread.sleep(forTimeInterval: 8)\nprint({})"


class LintTest(ProgramTest):
    def make(self, **lessons):
        """A course of lessons, by id."""
        folder = self.home.folder / "small"
        (folder / "Lessons").mkdir(parents=True)
        (folder / "Lessons" / "course.yaml").write_text(
            "format: 1\nid: small\ntitle: Small\nunits:\n"
            + "".join(f"  - {name}\n" for name in lessons))
        for name, blocks in lessons.items():
            (folder / "Lessons" / f"{name}.md").write_text(lesson(name, blocks))
        return folder


class Places(LintTest):
    def test_what_is_no_course_is_said_with_the_status_of_a_missing_input(self):
        empty = self.home.folder / "empty"
        (empty / "Lessons").mkdir(parents=True)
        (empty / "Lessons" / "01-lost.md").write_text(lesson("lost", "Words."))
        for path in (empty, empty / "Lessons", empty / "Lessons" / "01-lost.md"):
            done = self.home.run("lint", path)
            self.assert_ends(done, 66, "no course is there", "--course")
            self.assertEqual(done.stdout, "")
        self.assert_ends(self.home.run("lint", empty / "nothing"), 66, "no such file")

    def test_a_file_that_is_no_lesson_is_refused(self):
        folder = self.make(one="Words.")
        (folder / "README.md").write_text("Words.\n")
        self.assert_ends(
            self.home.run("lint", folder / "README.md"), 66, "is no lesson", "course's folder")
        self.assert_ends(
            self.home.run("lint", "--exercise", "one/lost", folder), 66, "No exercise")

    def test_an_empty_course_is_told_that_it_needs_a_lesson(self):
        folder = self.make()
        (folder / "Lessons" / "course.yaml").write_text(
            "format: 1\nid: small\ntitle: Small\nunits: []\n")
        self.assert_ends(self.home.run("lint", folder), 1, "course.yaml:4:8:", "0 units", "1 error")

    def test_a_broken_course_names_the_line_and_fails(self):
        folder = self.make(one="Words.")
        (folder / "Lessons" / "course.yaml").write_text("format: 1\nid: [\n")
        done = self.home.run("lint", folder)
        self.assert_ends(done, 1, "Lessons/course.yaml:", "error")

    def test_a_lesson_is_found_from_the_folder_of_the_course(self):
        folder = self.make(one="Words.", two="Words.")
        for arguments, place in (
                ([str(folder / "Lessons" / "one.md")], None), (["Lessons/one.md"], folder),
                (["Lessons/one.md", "--course", str(folder)], None)):
            done = self.home.run("lint", "--fast", "--json", *arguments, cwd=place)
            self.assertEqual(
                [unit["id"] for unit in json.loads(done.stdout)["units"]], ["one"], done.stderr)

    def test_a_course_that_cannot_be_written_to_is_linted_all_the_same(self):
        folder = self.make(one=printing(("print(1)", "1")))
        for path, _, names in os.walk(folder):
            for name in names:
                os.chmod(os.path.join(path, name), 0o444)
            os.chmod(path, 0o555)
        self.addCleanup(
            lambda: [os.chmod(path, 0o755) for path, _, _ in os.walk(folder)])
        self.assert_ends(self.home.run("lint", folder), 0, "1 code block run", "no errors")

    def test_a_solution_behind_a_link_out_of_the_course_is_none_of_its_files(self):
        folder = self.home.folder / "linked"
        for arguments in (["course", folder], ["lesson", "one", "--course", folder],
                          ["exercise", "one/twice", "--course", folder]):
            self.assert_ends(self.home.run("new", *arguments), 0)
        solution = folder / "Solutions/one/twice.swift"
        outside = self.home.folder / "outside.swift"
        solution.rename(outside)
        solution.symlink_to(outside)
        done = self.home.run("lint", folder, "--fast")
        self.assert_ends(done, 1, "Solutions/one/twice.swift is a link that leads out of the course")

    def test_fast_and_measure_exclude_each_other(self):
        self.assert_ends(self.home.run("lint", "--fast", "--measure"), 64, "Use one")
        self.assert_ends(self.home.run("lint", "--format-only"), 64, "--format-only")


class Spelling(LintTest):
    def test_a_checker_that_never_ends_is_given_up(self):
        folder = self.home.folder / "bin"
        folder.mkdir()
        checker = folder / "hunspell"
        # What it leaves behind keeps its ends of the pipes open, and it ignores a kind signal.
        checker.write_text(
            "#!/bin/bash\ntrap '' TERM\n"
            'if [ "$1" = -D ]; then echo /share/en_US; exit; fi\nsleep 300\n')
        checker.chmod(0o755)
        path = f"{folder}:{self.home.environment['PATH']}"
        done = self.home.run("lint", self.make(one="Words."), "--fast", PATH=path, timeout=120)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("no errors", done.stdout)


class Summary(LintTest):
    def test_several_units_are_a_table_of_at_most_80_columns(self):
        folder = self.make(
            one=printing(("print(1)", "1"), ("print(2)", "2")),
            two="```swift measure\nprint(3)\n```\n```output machine=\"mine\"\n4\n```")
        done = self.home.run("lint", folder)
        self.assert_ends(
            done, 0, "2 units", "2 code blocks run, 1 measured", "3 programs: 3 run, 0 unchanged",
            "no errors")
        lines = done.stdout.splitlines()
        rows = [line.split() for line in lines if line.startswith(("unit ", "one ", "two "))]
        self.assertEqual([row[0] for row in rows], ["unit", "one", "two"])
        named = [dict(zip(rows[0], row)) for row in rows]
        self.assertEqual([row["run"] for row in named], ["run", "2", "0"])
        self.assertEqual([row["timed"] for row in named], ["timed", "0", "1"])
        self.assertEqual([line for line in lines if ".md:" not in line and len(line) > 80], [])
        again = self.home.run("lint", folder)
        self.assert_ends(again, 0, "3 programs: 0 run, 3 unchanged")

    def test_the_document_has_sums_and_names_of_problems(self):
        folder = self.make(one=printing(("print(1)", "2"), ("print(2)", "2")), two="Words.")
        done = self.home.run("lint", folder, "--json")
        self.assertEqual(done.returncode, 1)
        document = json.loads(done.stdout)
        self.assertEqual(document["schema"], "pare.lint/2")
        self.assertEqual(document["errors"], 1)
        problem, = [each for each in document["problems"] if each["severity"] == "error"]
        self.assertEqual(problem["code"], "outputDiffers")
        self.assertEqual((problem["file"], problem["line"]), ("Lessons/one.md", 8))
        self.assertEqual([unit["id"] for unit in document["units"]], ["one", "two"])
        total = document["total"]
        self.assertEqual((total["programs"], total["blocksRun"]), (2, 1))
        self.assertNotIn("id", total)
        self.assertGreater(document["seconds"], 0)


class Progress(LintTest):
    def test_a_terminal_sees_what_runs_and_a_pipe_does_not(self):
        folder = self.make(one=printing(("print(1)", "1"), (SLOW.format(2), "2")))
        screen = self.screen()
        screen.type(f"pare lint {folder}\n")
        screen.wait_for(r"of 2 programs.*: Lessons/one\.md:\d+", 60)
        screen.wait("no errors", 60)
        self.assertNotIn("of 2 programs", screen.text())
        done = self.home.run("lint", folder, "--no-cache")
        self.assertEqual(done.stderr, "")


class Interruption(LintTest):
    def start(self, folder):
        process = self.home.start("lint", folder)
        self.addCleanup(lambda: [end.close() for end in (
            process.stdin, process.stdout, process.stderr)])
        memory = self.home.folder / "pare" / "cache" / "trials"
        # Two programs are done, the slow ones run.
        eventually(lambda: memory.is_dir() and len(list(memory.glob("[0-9a-f]*"))) >= 2,
                   "nothing was remembered", 60)
        eventually(lambda: processes_of(str(self.home.folder) + "/pare/cache/work"),
                   "no program runs", 60)
        return process

    def course_with_slow_code(self):
        return self.make(one=printing(
            ("print(1)", "1"), ("print(2)", "2"), (SLOW.format(3), "3"), (SLOW.format(4), "4")))

    def test_ctrl_c_ends_the_programs_and_keeps_what_passed(self):
        folder = self.course_with_slow_code()
        process = self.start(folder)
        begun = time.monotonic()
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(timeout=20), 130)
        self.assertLess(time.monotonic() - begun, 7, "it waited for the slow program")
        eventually(lambda: not processes_of(str(self.home.folder)), "a program outlived it")
        work = self.home.folder / "pare" / "cache" / "work"
        self.assertEqual(list(work.iterdir()), [])
        self.assert_ends(self.home.run("lint", folder), 0, "2 unchanged", "no errors")

    def test_a_kill_in_the_middle_costs_what_was_being_run(self):
        folder = self.course_with_slow_code()
        process = self.start(folder)
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=20)
        eventually(lambda: not processes_of(str(self.home.folder)), "a program outlived it")
        self.assert_ends(self.home.run("lint", folder), 0, "2 unchanged", "no errors")


class Measure(LintTest):
    def test_measuring_says_what_it_wrote_and_the_lint_is_content(self):
        folder = self.make(
            one="```swift measure\nprint(\"took\", 3, \"ms\")\n```\n```output\n```",
            two="```swift measure\nlet none: [Int] = []\nprint(none[0])\n```\n```output\n```")
        path = folder / "Lessons" / "one.md"
        before = path.read_text()
        done = self.home.run("lint", "--measure", path, PARE_NOW="2026-11-21T12:00:00Z")
        self.assert_ends(done, 0, "Lessons/one.md:8:1: measured, written", "1 written, 0 failed")
        self.assertRegex(
            path.read_text(),
            r'```output machine="[^"]+, \d+ cores?, \w+, 2026-11-21"\ntook 3 ms\n```')
        self.assertEqual(len(path.read_text().splitlines()), len(before.splitlines()) + 1)
        self.assert_ends(self.home.run("lint", path), 0, "1 measured", "no errors")
        other = folder / "Lessons" / "two.md"
        before = other.read_text()
        document = self.home.run("lint", "--measure", folder, "--json")
        self.assertEqual(document.returncode, 1)
        blocks = json.loads(document.stdout)["blocks"]
        self.assertEqual([block["file"] for block in blocks], ["Lessons/one.md", "Lessons/two.md"])
        self.assertIn("failure", blocks[1])
        self.assertEqual(other.read_text(), before)

    def test_a_course_without_such_blocks_is_told_how_to_make_one(self):
        self.assert_ends(
            self.home.run("lint", "--measure", self.make(one="Words.")), 0, "swift measure")


if __name__ == "__main__":
    unittest.main()
