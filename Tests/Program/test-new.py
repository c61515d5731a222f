#!/usr/bin/env python3
"""Skeletons for authors: right from the start, and nothing overwritten."""
import json
import os
import re
import unittest

from harness import ROOT, ProgramTest, words

EXERCISE = ["Exercises/{}.swift", "Solutions/{}.swift",
            "Solutions/{}.mistakes/first-left-out.swift",
            "Solutions/{}.alternatives/by-reducing.swift"]


def contents(folder):
    """Every file's bytes, by path."""
    return {str(path.relative_to(folder)): path.read_bytes()
            for path in folder.rglob("*") if path.is_file()}


class New(ProgramTest):
    def setUp(self):
        super().setUp()
        self.course = self.home.folder / "kurz zaokrouhlování"

    def new(self, *arguments, cwd=None, **more):
        return self.home.run("new", *arguments, cwd=cwd or self.course, **more)

    def make(self, *ids):
        """A course with these lessons and exercises."""
        self.assert_ends(self.new("course", self.course, cwd=self.home.folder), 0)
        for id in ids:
            kind = "exercise" if "/" in id else "lesson"
            self.assert_ends(self.new(kind, id), 0)

    def text(self, path):
        return (self.course / path).read_text()

    def assert_refused(self, status, said, *arguments, **more):
        """A command fails, says why, and changes nothing."""
        before = contents(self.home.folder)
        done = self.new(*arguments, **more)
        self.assert_ends(done, status, said)
        self.assertEqual(done.stdout, "")
        after = contents(self.home.folder)
        for each in (before, after):
            for path in [path for path in each if path.startswith("pare/cache/")]:
                del each[path]
        self.assertEqual(before, after)

    def test_a_course_from_nothing_is_right_from_the_start(self):
        self.make("rounding", "rounding/half-up", "rounding/softmax", "rounding/repeat",
                  "sums-2", "sums-2/2-by-2")
        self.assertEqual(
            self.text("Lessons/course.yaml"),
            "format: 1\nid: kurz-zaokrouhlovani\ntitle: Kurz zaokrouhlování\nlanguage: en\n"
            "licence: MIT\nauthors: []\nunits: [rounding, sums-2]\n")
        done = self.home.run("lint", self.course)
        self.assert_ends(
            done, 0, "2 units, ", ", 4 exercises, ", "4 mistakes caught, 4 alternatives passed",
            "no errors")
        self.assertIn("func mySoftmax(", self.text("Solutions/rounding/softmax.swift"),
                      "the library has a softmax")
        self.assertIn("func myRepeat(", self.text("Solutions/rounding/repeat.swift"))
        self.assertIn("func my2By2(", self.text("Solutions/sums-2/2-by-2.swift"))
        lesson = self.text("Lessons/01-rounding.md")
        self.assertEqual(re.findall(r"^### (Step .*)$", lesson, re.M),
                         ["Step 1: Half up", "Step 2: Softmax", "Step 3: Repeat"])
        self.assertLess(lesson.index("### Step 3"), lesson.index("## Examples"))
        listing = self.home.json("list", "--course", self.course)
        self.assertEqual([u["file"] for u in listing["units"]],
                         ["Lessons/01-rounding.md", "Lessons/02-sums-2.md"])

    def test_it_says_what_it_made_and_what_to_type_next(self):
        done = self.new("course", self.course, cwd=self.home.folder, COLUMNS="200")
        self.assert_ends(done, 0, "Lessons/course.yaml",
                         "pare new lesson first-lesson --course 'kurz zaokrouhlování'")
        done = self.new("lesson", "rounding", COLUMNS="200")
        self.assert_ends(done, 0, "Lessons/01-rounding.md",
                         "pare new exercise rounding/first-exercise ")
        document = json.loads(self.new("exercise", "rounding/half-up", "--json").stdout)
        self.assertEqual(document["schema"], "pare.new/1")
        self.assertEqual(document["kind"], "exercise")
        self.assertEqual(document["id"], "rounding/half-up")
        self.assertEqual(document["course"], str(self.course))
        self.assertEqual(document["made"], [f.format("rounding/half-up") for f in EXERCISE])
        self.assertEqual(document["changed"], ["Lessons/01-rounding.md"])
        self.assertEqual(document["next"], "pare lint --fast")
        for path in document["made"] + document["changed"]:
            self.assertTrue((self.course / path).is_file(), path)

    def test_what_it_says_next_can_be_typed(self):
        document = self.home.json("new", "course", self.course)
        done = self.home.shell(document["next"].replace("first-lesson", "rounding"))
        self.assert_ends(done, 0, "01-rounding.md")
        done = self.home.shell("pare new exercise rounding/half-up --course kurz* --json")
        following = json.loads(done.stdout)["next"]
        self.assertEqual(self.home.shell(following).stderr, "")

    def test_titles_are_kept_whatever_they_hold(self):
        self.make()
        titles = ['Zaokrouhlení: "nahoru" # dolů', "\\n 'x' {a} [b]", "- x", "42", "yes", "数 & *"]
        for number, title in enumerate(titles):
            self.assert_ends(self.new("lesson", f"l{number}", f"--title={title}"), 0)
            self.assert_ends(self.new("exercise", f"l{number}/e", f"--title={title}"), 0)
        units = self.home.json("list", "--course", self.course)["units"]
        self.assertEqual([u["title"] for u in units], titles)
        self.assertEqual([u["exercises"][0]["title"] for u in units], titles)
        self.assertEqual(
            [u["file"] for u in units], [f"Lessons/0{n + 1}-l{n}.md" for n in range(len(titles))])

    def test_an_author_s_own_lines_stay_as_they_are(self):
        self.make("rounding")
        lesson = self.course / "Lessons" / "01-rounding.md"
        text = lesson.read_text().replace(
            "## Examples", "Mine, with a trap:\n\n```text\n## Examples\n```\n\n## Examples")
        lesson.write_bytes(text.replace("\n", "\r\n").encode())
        lesson.chmod(0o640)
        self.assert_ends(self.new("exercise", "rounding/half-up"), 0)
        now = lesson.read_bytes().decode()
        self.assertEqual(now.replace("\r\n", "").count("\n"), 0)
        added = now.replace("\r\n", "\n")
        start, end = added.index("### Step 1"), added.index("## Examples\n\nTo write")
        self.assertEqual(added[:start] + added[end:], text)
        self.assertEqual(lesson.stat().st_mode & 0o777, 0o640)
        self.assertEqual(self.home.run("lint", self.course).returncode, 0)
        units = self.course / "Lessons" / "course.yaml"
        units.write_text("format: 1\nid: a\ntitle: A\nunits:   # in order\n  - rounding  # first\n")
        self.assert_ends(self.new("lesson", "sums"), 0)
        self.assertEqual(
            units.read_text(),
            "format: 1\nid: a\ntitle: A\nunits:   # in order\n  - rounding  # first\n  - sums\n")

    def test_what_is_there_is_never_overwritten(self):
        self.make("rounding", "rounding/half-up")
        self.assert_refused(64, "is there already", "course", self.course)
        self.assert_refused(64, "Lessons/01-rounding.md", "lesson", "rounding")
        self.assert_refused(64, "is there already", "exercise", "rounding/half-up")
        for path in EXERCISE:
            with self.subTest(path=path):
                name = path.format("rounding/other")
                (self.course / name).parent.mkdir(parents=True, exist_ok=True)
                (self.course / name).write_text("mine")
                self.assert_refused(64, name, "exercise", "rounding/other")
                (self.course / name).unlink()
        dangling = self.course / "Exercises" / "rounding" / "other.swift"
        dangling.symlink_to("nowhere")
        self.assert_refused(64, "Exercises/rounding/other.swift", "exercise", "rounding/other")
        (self.course / "Lessons" / "07-sums.md").write_text("# Mine\n")
        self.assert_refused(64, "Lessons/07-sums.md", "lesson", "sums")
        self.assert_ends(self.new("lesson", "more"), 0, "Lessons/08-more.md")

    def test_bad_ids_and_titles_are_refused(self):
        self.make("rounding")
        for id in ("Rounding", "a b", "../up", "a/b", "", "ž", "-a", "a_b"):
            self.assert_refused(64, "is no id", "lesson", f"--title=x", "--", id)
        for id in ("rounding", "rounding/", "rounding/A", "rounding/a/b", "/a", "../rounding/a"):
            self.assert_refused(64, "is no id", "exercise", id)
        self.assert_refused(66, 'Did you mean "rounding"?', "exercise", "roundin/a")
        self.assert_refused(66, 'Did you mean "rounding"?', "exercise", "1/a")
        for title in ("", " ", "two\nlines", "\x1b[31m"):
            self.assert_refused(64, "is no title", "lesson", "sums", "--title", title)

    def test_a_course_or_lesson_that_cannot_be_read_is_said(self):
        self.make("rounding")
        self.assert_refused(66, "course.yaml", "lesson", "sums", "--course", self.home.folder)
        lesson = self.course / "Lessons" / "01-rounding.md"
        text = lesson.read_text()
        lesson.write_text(text.replace("## Examples", "`````text\n## Examples"))
        self.assert_refused(65, "Lessons/01-rounding.md:", "exercise", "rounding/half-up")
        lesson.write_text(text.replace("id: rounding\n", ""))
        self.assert_refused(65, "Lessons/01-rounding.md:", "exercise", "rounding/half-up")
        lesson.write_bytes(text.encode() + b"\xff")
        self.assert_refused(65, "Lessons/01-rounding.md:", "exercise", "rounding/half-up")
        # A fault that does not touch the place is no hindrance: an author is in the middle of it.
        lesson.write_text(text.replace("kind: recall", "kind: recal"))
        self.assert_ends(self.new("exercise", "rounding/half-up"), 0)
        lesson.unlink()
        course = self.course / "Lessons" / "course.yaml"
        course.write_text("format: 1\nunits: [a\n")
        self.assert_refused(65, "Lessons/course.yaml:", "lesson", "sums")

    def test_a_folder_that_cannot_be_written_is_left_as_it_was(self):
        self.make("rounding")
        before = contents(self.course)
        done = self.namespace(f"""
            cd '{self.course}'; mount --bind . . && cd '{self.course}' && mount -o remount,ro,bind .
            pare new lesson sums; echo $?; pare new exercise rounding/half-up; echo $?
            pare new course Lessons/x; echo $?
            mount -o remount,rw,bind . ; mount --bind Lessons Lessons; mount -o remount,ro,bind Lessons
            pare new exercise rounding/half-up; echo $?
            """)
        self.assertEqual(done.stdout.split(), ["74"] * 4, done.stderr)
        self.assertEqual(done.stderr.count("Read-only file system"), 4, done.stderr)
        self.assertEqual(contents(self.course), before)

    @unittest.skipIf(os.getuid() == 0, "root may write everywhere")
    def test_a_lesson_without_permission_to_write_is_left_alone(self):
        self.make("rounding")
        (self.course / "Lessons" / "01-rounding.md").chmod(0o400)
        self.assert_refused(74, "Permission denied", "exercise", "rounding/half-up")

    def test_it_finds_the_course_in_a_workspace_and_in_a_folder_of_the_course(self):
        self.make("rounding")
        work = self.home.folder / "work"
        self.home.run("init", work, "--course", self.course)
        self.assert_ends(self.new("exercise", "rounding/a", cwd=work), 0)
        self.assert_ends(
            self.new("exercise", "rounding/b", cwd=self.course / "Solutions" / "rounding"), 0)
        other = self.home.folder / "other"
        self.assert_ends(self.new("course", other, cwd=work), 0)
        # The workspace was made for the first course; here one stands in the second.
        self.assert_ends(self.new("lesson", "sums", cwd=other), 0)
        self.assertTrue((other / "Lessons" / "01-sums.md").is_file())
        self.assert_ends(self.new("lesson", "more", "--course", other, cwd=self.course), 0)
        self.assertTrue((other / "Lessons" / "02-more.md").is_file())

    def test_help_tells_the_three(self):
        done = self.home.run("help", "new")
        self.assert_ends(done, 0, "course", "lesson", "exercise", "Nothing is overwritten, ever.")
        self.assert_ends(self.home.run("new", "lesso", "x"), 64)


if __name__ == "__main__":
    unittest.main()
