#!/usr/bin/env python3
"""A course of somebody else, outside of this repository: everything works there too."""
import json
import os
import pathlib
import shutil
import unittest

from harness import ROOT, ProgramTest, lesson

COURSE = pathlib.Path(__file__).parent / "third-party-course"
FIRST, SECOND = "searching/lower-bound", "searching/warmest-town"
TODAY = "2026-05-01T18:00:00Z"


class Elsewhere(ProgramTest):
    def setUp(self):
        super().setUp()
        self.course = self.home.folder / "cizí kurzy" / "hledání (数)"
        shutil.copytree(COURSE, self.course)
        self.work = self.home.folder / "má řešení"

    def make_workspace(self):
        self.assert_ends(self.home.run("init", self.work, "--course", self.course), 0, "4 files")

    def solve(self, exercise, source="Solutions"):
        shutil.copyfile(self.course / source / f"{exercise}.swift", self.work / f"{exercise}.swift")

    def here(self, *arguments, **more):
        """Runs the program in the workspace, which knows its course."""
        return self.home.run(*arguments, cwd=self.work, **{"PARE_NOW": TODAY, **more})

    def test_the_linter_runs_all_of_it(self):
        done = self.home.run("lint", self.course)
        self.assert_ends(
            done, 0, "1 unit, ", ", 2 exercises, ", "3 mistakes caught, 2 alternatives passed",
            "1 code block run", "no errors")
        solution = self.course / "Solutions" / f"{FIRST}.swift"
        solution.write_text(solution.read_text().replace("middle + 1", "middle + 2"))
        document = self.home.json("lint", "--course", self.course)
        error, = [each for each in document["problems"] if each["severity"] == "error"]
        self.assertEqual(error["file"], "Lessons/01-searching.md")
        self.assertIn("the solution does not pass", error["message"])

    def test_a_learner_reads_solves_and_remembers(self):
        self.make_workspace()
        self.assert_ends(self.here(), 0, "Hledání: finding things fast", "pare learn")
        shown = self.here("learn", "--plain")
        self.assert_ends(shown, 0, "To find one thing among many", "Where it would stand")
        for exercise in (FIRST, SECOND):
            self.assert_ends(self.here("check", exercise), 1)
            self.solve(exercise)
            self.assert_ends(self.here("check", exercise), 0, "every check passed")
        mistake = self.course / "Solutions" / f"{FIRST}.mistakes" / "last-place.swift"
        self.assert_ends(
            self.here("check", FIRST, "--file", mistake), 1, "The first place is before them.")
        self.assert_ends(self.here("submit", FIRST), 0, "kept in your history")
        self.assert_ends(self.here("hint", SECOND), 0, "Hint 1 of 3", "single numbers or rows")
        self.assert_ends(self.here("solution", FIRST), 0, "Ours")
        listing = json.loads(self.here("list", "--json").stdout)
        self.assertEqual(listing["course"], "searching")
        self.assertEqual(
            [(e["id"], e["state"]) for e in listing["units"][0]["exercises"]],
            [(FIRST, "passed"), (SECOND, "passed")])
        done = self.here("quiz", "--plain", input="20\n1\n")
        self.assert_ends(done, 0, "2 answered")
        self.assert_ends(self.here("review", PARE_NOW=TODAY), 0, "Nothing is due")
        self.assert_ends(
            self.here("review", "--plain", input="20\n1\n", PARE_NOW="2026-05-20T18:00:00Z"), 0,
            "2 answered")
        self.assert_ends(self.here("memory", "verify"), 0)

    def test_it_is_found_by_name_from_anywhere_and_where_one_stands(self):
        for cwd, arguments in (("/", ["--course", self.course]), (self.course, []),
                               (self.course / "Exercises" / "searching", [])):
            with self.subTest(cwd=cwd):
                document = self.home.json("list", *arguments, cwd=cwd)
                self.assertEqual(document["course"], "searching")
        relative = os.path.relpath(self.course, self.home.folder)
        self.assertEqual(self.home.json("list", "--course", relative)["course"], "searching")

    def test_a_course_that_cannot_be_written_works_as_well(self):
        done = self.namespace(f"""
            mount --bind '{self.course}' '{self.course}' && mount -o remount,ro,bind '{self.course}'
            touch '{self.course}/x' 2>/dev/null && exit 99
            pare lint '{self.course}' && pare init work --course '{self.course}' || exit 98
            cd work
            pare learn --plain >/dev/null && pare list && pare hint {FIRST} || exit 97
            pare check {SECOND} --file '{self.course}/Solutions/{SECOND}.swift' || exit 96
            pare new exercise searching/more --course '{self.course}'
            """)
        self.assert_ends(done, 74, "no errors", "every check passed", "Read-only file system")

    def test_due_cards_are_those_of_the_open_course_everywhere(self):
        self.home.run("quiz", "searching", "--plain", "--course", self.course, input="20\n1\n",
                      PARE_NOW=TODAY)
        count = 7
        answers = "?\n" * count
        self.home.run("quiz", lesson().path, "--plain", input=answers, PARE_NOW=TODAY)
        later = "2026-07-01T18:00:00Z"
        for course, due in ((self.course, 2), (ROOT, count)):
            with self.subTest(course=course):
                named = ["--course", course]
                self.assertEqual(self.home.json(*named, PARE_NOW=later)["due"], due)
                listed = self.home.json("review", *named, PARE_NOW=later)["due"]
                self.assertEqual(len(listed), due)
                done = self.home.run("status", "--short", *named, PARE_NOW=later)
                self.assert_ends(done, 0)
                self.assertEqual(done.stdout.strip(), str(due))


if __name__ == "__main__":
    unittest.main()
