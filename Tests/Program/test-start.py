#!/usr/bin/env python3
"""A fast start: lessons are found by content in a cache, which nothing can make wrong."""
import os
import pathlib
import shutil
import subprocess
import time
import unittest

from harness import PROGRAM, ROOT, ProgramTest

COURSE = pathlib.Path(__file__).parent / "third-party-course"


class Start(ProgramTest):
    def setUp(self):
        super().setUp()
        self.course = self.home.folder / "course"
        shutil.copytree(COURSE, self.course)
        self.lesson = self.course / "Lessons" / "01-searching.md"
        self.cache = self.home.folder / "pare" / "cache" / "courses"

    def list(self, **more):
        done = self.home.run("list", "--course", self.course, **more)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return done.stdout

    def index(self):
        (file,) = self.cache.iterdir()
        return file

    def edit(self, old, new):
        """Changes a lesson behind the back of everybody who trusts in times and sizes."""
        before = self.lesson.stat()
        self.lesson.write_text(self.lesson.read_text().replace(old, new))
        os.utime(self.lesson, ns=(before.st_atime_ns, before.st_mtime_ns))

    def test_the_second_start_says_what_the_first_said(self):
        first = self.list()
        written = self.index().stat()
        self.assertEqual(self.list(), first)
        now = self.index().stat()
        self.assertEqual((now.st_ino, now.st_mtime_ns), (written.st_ino, written.st_mtime_ns),
                         "nothing has changed, and yet the index was written")
        shown = [self.home.run("learn", "--plain", "--course", self.course).stdout
                 for _ in range(2)]
        self.assertEqual(shown[0], shown[1])
        self.assertIn("halves a sorted list", " ".join(shown[0].split()))

    def test_an_edit_is_seen_at_once(self):
        self.assertIn("Find the first place", self.list())
        self.edit("title: Find the first place", "title: Find the first plaza")
        self.assertIn("Find the first plaza", self.list())
        (self.course / "Lessons" / "02-more.md").write_text("# no lesson\n")
        self.assertIn("Parts of the course cannot be read", self.list())
        (self.course / "Lessons" / "02-more.md").unlink()
        self.assertNotIn("Parts of", self.list())

    def test_what_is_wrong_is_told_every_time(self):
        self.list()
        self.edit("answer: 1", "answer: 7")
        said = [self.home.run("lint", "--fast", self.course).stdout.split("\n") for _ in range(3)]
        said = [[line for line in lines if "none of the 3 choices" in line] for lines in said]
        self.assertRegex(said[0][0], r"^Lessons/01-searching\.md:\d+:\d+: ")
        self.assertEqual(said, [said[0]] * 3)
        self.edit("answer: 7", "answer: 1")
        self.assertEqual(self.home.run("lint", "--fast", self.course).returncode, 0)

    def test_a_cache_that_is_broken_or_cannot_be_written_changes_nothing(self):
        first = self.list()
        whole = self.index().read_bytes()
        broken = [b"", b"\x00" * 100, whole[:-1], whole[:len(whole) // 2],
                  whole.replace(b"Searching", b"Surching!"), whole + b" "]
        for content in broken:
            with self.subTest(content=content[:40]):
                self.index().write_bytes(content)
                self.assertEqual(self.list(), first)
                self.assertEqual(self.index().read_bytes().split(b" ")[:2], whole.split(b" ")[:2])
        shutil.rmtree(self.cache)
        self.cache.write_text("a file where a folder should be")
        self.assertEqual(self.list(), first)
        self.assertEqual(self.list(PARE_HOME="/proc/nowhere"), first)
        self.assertEqual(self.list(PARE_HOME="/dev/null"), first)

    def test_many_at_once_and_some_of_them_killed_see_the_same_course(self):
        first = self.list()
        environment = self.home.environment
        for round in range(4):
            shutil.rmtree(self.cache)
            started = [
                subprocess.Popen(
                    [PROGRAM, "list", "--course", self.course], env=environment,
                    stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
                for _ in range(8)]
            for number, process in enumerate(started):
                if number % 2:
                    time.sleep(0.002 * (number + round))
                    process.kill()
            for number, process in enumerate(started):
                said, complaint = process.communicate(timeout=60)
                if number % 2 == 0:
                    self.assertEqual((process.returncode, said, complaint), (0, first, ""))
        self.assertEqual(self.list(), first)

    def test_twelve_units_are_parsed_once(self):
        text = (ROOT / "Lessons" / "01-inference.md").read_text()
        ids = [f"unit{number}" for number in range(12)]
        for id in ids:
            (self.course / "Lessons" / f"{id}.md").write_text(
                text.replace("inference/", f"{id}/").replace("id: inference\n", f"id: {id}\n"))
        self.lesson.unlink()
        (self.course / "Lessons" / "course.yaml").write_text(
            f"format: 1\nid: many\ntitle: Many\nunits: [{', '.join(ids)}]\n")
        first = self.list()
        time_of = lambda: self.cpu("list", "--course", self.course)
        again = min(time_of() for _ in range(5))
        shutil.rmtree(self.cache)
        fresh = time_of()
        self.assertEqual(self.list(), first)
        # Work, not time on a clock: twelve lessons are not parsed again.
        self.assertLess(again, fresh / 2)

    def cpu(self, *arguments):
        """The processor's time, in seconds, that a command takes."""
        before = os.times()
        self.assertEqual(self.home.run(*arguments).returncode, 0)
        after = os.times()
        return (after.children_user - before.children_user
                + after.children_system - before.children_system)


if __name__ == "__main__":
    unittest.main()
