#!/usr/bin/env python3
"""The way of a learner: workspace, exercises, hints, verdicts, history."""
import json
import pathlib
import shutil
import unittest

from harness import ROOT, ProgramTest, lesson, words

LESSON = lesson()
FIRST = "inference/scale-pixels"
SECOND = "inference/dense-forward"
LESSON_EXERCISES = [f"inference/{name}" for name in (
    "scale-pixels", "dense-forward", "stable-softmax", "top-classes", "run-pretrained",
    "confusion", "count-cost", "median-latency", "release-report")]


def failed(document):
    return sorted(c["name"] for c in document["checks"] if c["status"] == "failed")


class Course(ProgramTest):
    def exercises(self):
        return [e["id"] for unit in self.home.json("list")["units"] for e in unit["exercises"]]

    def test_list_names_every_unit_with_its_exercises(self):
        listing = self.home.json("list")
        self.assertEqual(listing["schema"], "pare.list/1")
        unit = listing["units"][0]
        self.assertEqual(unit["id"], "inference")
        self.assertEqual(unit["questions"], len(LESSON.questions()))
        ids = [exercise["id"] for exercise in unit["exercises"]]
        self.assertEqual(ids, LESSON_EXERCISES)
        for exercise in unit["exercises"]:
            self.assertEqual(exercise["checks"], len(LESSON.exercise(exercise["id"])["checks"]))
            self.assertEqual(exercise["state"], "new")
        shown = self.home.run("list").stdout
        for id in ids:
            self.assertIn(id, shown)

    def test_doctor_finds_all_that_is_needed(self):
        done = self.home.run("doctor")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        for name in ("compiler", "library", "sandbox", "course", "progress"):
            self.assertIn(name, done.stdout)
        self.assertIn(str(self.home.store), words(done.stdout))

    def test_pare_alone_names_the_one_command_to_type_next(self):
        done = self.home.run()
        self.assert_ends(done, 0, "Inference", "pare learn")
        self.assertEqual(self.home.json()["next"], "pare learn")

    # Checks

    def test_every_solution_passes_and_every_starter_fails_as_declared(self):
        # Of one unit; the linter tries those of all.
        for id in LESSON_EXERCISES:
            with self.subTest(exercise=id):
                done = self.home.run("check", id, "--file", ROOT / "Solutions" / f"{id}.swift")
                self.assert_ends(done, 0, "every check passed")
                starter = ROOT / "Exercises" / f"{id}.swift"
                done = self.home.run("check", id, "--file", starter, "--json")
                self.assertEqual(done.returncode, 1, done.stderr)
                self.assertEqual(
                    failed(json.loads(done.stdout)), sorted(LESSON.exercise(id)["starter"]))

    def test_a_declared_mistake_fails_its_checks_and_is_told(self):
        for id in (FIRST, SECOND):
            declared = LESSON.exercise(id)
            self.assertGreater(len(declared["mistakes"]), 4)
            for mistake in declared["mistakes"]:
                with self.subTest(exercise=id, mistake=mistake["file"]):
                    path = ROOT / "Solutions" / f"{id}.mistakes" / mistake["file"]
                    done = self.home.run("check", id, "--file", path, "--json")
                    self.assertEqual(done.returncode, 1, done.stderr)
                    document = json.loads(done.stdout)
                    self.assertEqual(failed(document), sorted(mistake["fails"]))
                    self.assertEqual(document["mistake"]["tells"], mistake["tells"])
                    shown = self.home.run("check", id, "--file", path, "--plain", COLUMNS="500")
                    # A quote's margin is all that may stand between the words.
                    text = words(shown.stdout.replace("\n> ", " "))
                    self.assertIn(words(mistake["tells"]), text)

    def test_json_has_each_check_with_what_was_expected_and_what_came(self):
        path = ROOT / "Solutions" / f"{SECOND}.mistakes" / "transposed-weight.swift"
        done = self.home.run("check", SECOND, "--file", path, "--json")
        document = json.loads(done.stdout)
        self.assertEqual(document["schema"], "pare.check/1")
        self.assertEqual(document["exercise"], SECOND)
        self.assertEqual(document["outcome"], "failed")
        self.assertEqual([c["name"] for c in document["checks"]], LESSON.exercise(SECOND)["checks"])
        wrong = next(c for c in document["checks"] if c["status"] == "failed")
        self.assertEqual(wrong["given"], "x [[1, 10]], weight [[1, 2, 3], [4, 5, 6]]")
        self.assertEqual(wrong["expected"], "[41.0, 52.0, 63.0]")
        self.assertEqual(wrong["got"], "[21.0, 43.0, 65.0]")
        self.assertIn("index 0", wrong["difference"])
        self.assertRegex(wrong["location"], r"^Lessons/01-inference\.md:\d+$")
        passed = [c for c in document["checks"] if c["status"] == "passed"]
        self.assertEqual(len(passed), len(document["checks"]) - 1)
        self.assertAlmostEqual(
            sum(c["points"] for c in document["checks"]), document["points"])
        self.assertLess(document["points"], document["maxPoints"])

    def test_a_starter_that_is_to_be_mended_is_told_nothing_before_it_was_touched(self):
        id = "latency/percentile"
        file = self.workspace() / f"{id}.swift"
        self.assertNotIn("mistake", self.home.json("check", id))
        file.write_text(file.read_text() + "\n// begun\n")
        self.assertIn("*sorted*", self.home.json("check", id)["mistake"]["tells"])

    def test_a_solution_may_come_from_standard_input(self):
        source = (ROOT / "Solutions" / f"{FIRST}.swift").read_text()
        self.assert_ends(
            self.home.run("check", FIRST, "--file", "-", input=source), 0, "every check passed")
        done = self.home.run("check", FIRST, "--file", "-", input="func scaled(")
        self.assert_ends(done, 1, "<stdin>:1")

    def test_a_name_of_a_file_may_be_strange(self):
        source = (ROOT / "Solutions" / f"{FIRST}.swift").read_text()
        for name in ("a b.swift", "it's \"so\".swift", "-O.swift", "č—☃.swift", "new\nline.swift",
                     "plain"):
            with self.subTest(name=name):
                (self.home.folder / name).write_text(source)
                done = self.home.run("check", FIRST, f"--file={name}")
                self.assert_ends(done, 0, "every check passed")

    def test_the_last_part_of_a_name_or_a_path_is_enough(self):
        workspace = self.workspace()
        self.solve(workspace, FIRST)
        for name in ("scale-pixels", FIRST, f"{FIRST}.swift", f"./{FIRST}.swift",
                     str(workspace / f"{FIRST}.swift")):
            with self.subTest(name=name):
                self.assert_ends(self.home.run("check", name, cwd=workspace), 0)

    # Workspace

    def test_init_makes_a_file_for_each_exercise(self):
        workspace = self.workspace()
        for id in self.exercises():
            self.assertEqual(
                (workspace / f"{id}.swift").read_bytes(),
                (ROOT / "Exercises" / f"{id}.swift").read_bytes())

    def test_init_twice_overwrites_nothing(self):
        workspace = self.workspace()
        mine = workspace / f"{FIRST}.swift"
        mine.write_text("// mine\n")
        (workspace / "Package.swift").write_text("// my package\n")
        (workspace / ".gitignore").unlink()
        (workspace / f"{SECOND}.swift").unlink()
        before = {path: path.stat().st_mtime_ns for path in workspace.rglob("*.swift")}
        done = self.home.run("init", workspace)
        self.assert_ends(done, 0, "2 files written")
        self.assertEqual(mine.read_text(), "// mine\n")
        self.assertEqual((workspace / "Package.swift").read_text(), "// my package\n")
        for path, time in before.items():
            self.assertEqual(path.stat().st_mtime_ns, time, path)
        self.assertTrue((workspace / f"{SECOND}.swift").exists())

    def test_init_follows_no_link_of_the_learner(self):
        folder = self.home.folder / "work"
        (folder / "inference").mkdir(parents=True)
        outside = self.home.folder / "outside.swift"
        outside.write_text("// elsewhere\n")
        (folder / f"{FIRST}.swift").symlink_to(outside)
        (folder / f"{SECOND}.swift").symlink_to(self.home.folder / "nowhere.swift")
        self.assert_ends(self.home.run("init", folder), 0)
        self.assertEqual(outside.read_text(), "// elsewhere\n")
        self.assertFalse((self.home.folder / "nowhere.swift").exists())

    def test_init_refuses_the_course_and_what_is_no_folder(self):
        self.assert_ends(self.home.run("init", ROOT / "Lessons" / "mine"), 64, "Choose a folder")
        self.assertFalse((ROOT / "Lessons" / "mine").exists())
        (self.home.folder / "file").write_text("mine")
        done = self.home.run("init", self.home.folder / "file")
        self.assert_ends(done, 74, "file")
        self.assertEqual((self.home.folder / "file").read_text(), "mine")

    def test_the_workspace_is_found_from_anywhere(self):
        workspace = self.workspace()
        self.solve(workspace, FIRST)
        for folder in (workspace, workspace / "inference", pathlib.Path("/")):
            with self.subTest(folder=folder):
                self.assert_ends(self.home.run("check", FIRST, cwd=folder), 0)

    @unittest.skipUnless(shutil.which("swift"), "swift is not on PATH")
    def test_the_workspace_builds_as_a_package_for_the_editor(self):
        workspace = self.workspace()
        for id in self.exercises():
            self.solve(workspace, id)
        done = self.home.shell("swift build 2>&1", cwd=workspace, timeout=300)
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertNotIn("warning: ", done.stdout)

    # Progress

    def state(self, id):
        return next(
            exercise["state"] for unit in self.home.json("list")["units"]
            for exercise in unit["exercises"] if exercise["id"] == id)

    def test_check_keeps_what_was_reached_and_list_shows_it(self):
        workspace = self.workspace()
        self.assert_ends(self.home.run("check", FIRST), 1)
        self.assertEqual(self.state(FIRST), "tried")
        self.solve(workspace, FIRST)
        self.assert_ends(self.home.run("check", FIRST), 0, "1 of 1 points")
        self.assertEqual(self.state(FIRST), "passed")
        # What was passed stays passed.
        self.solve(workspace, FIRST, "Exercises")
        self.assert_ends(self.home.run("check", FIRST), 1)
        self.assertEqual(self.state(FIRST), "passed")
        self.assertIn("[x] " + FIRST, self.home.run("list").stdout)
        self.assertEqual(self.home.json()["exercisesPassed"], 1)
        self.assert_ends(self.home.run("memory", "verify"), 0)

    def test_a_file_from_elsewhere_is_checked_and_counts_for_nothing(self):
        self.workspace()
        self.home.run("check", FIRST, "--file", ROOT / "Solutions" / f"{FIRST}.swift")
        self.assertEqual(self.state(FIRST), "new")

    def test_check_all_says_each_and_fails_where_one_does(self):
        workspace = self.workspace()
        for id in self.exercises():
            self.solve(workspace, id)
        done = self.home.run("check", "--all")
        self.assertEqual(done.returncode, 0, done.stdout)
        for id in self.exercises():
            self.assertIn(id, done.stdout)
        self.solve(workspace, SECOND, "Exercises")
        (workspace / f"{FIRST}.swift").unlink()
        done = self.home.run("check", "--all")
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"[failed] {SECOND}", done.stdout)
        self.assertIn(f"pare reset {FIRST}", done.stderr)
        document = self.home.json("check", FIRST.replace("scale-pixels", "top-classes"), SECOND)
        self.assertEqual(document["schema"], "pare.checks/1")
        self.assertEqual([v["outcome"] for v in document["verdicts"]], ["passed", "failed"])

    def test_submit_keeps_the_attempt_with_its_source(self):
        workspace = self.workspace()
        self.solve(workspace, FIRST)
        source = (workspace / f"{FIRST}.swift").read_text()
        for count in (1, 2):
            done = self.home.run("submit", FIRST)
            self.assert_ends(done, 0, "every check passed", "kept in your history")
            rows = self.home.query(
                "SELECT exercise, outcome, points, source, submitted FROM attempts")
            self.assertEqual(rows, [(FIRST, "passed", 1.0, source, 1)] * count)
        self.solve(workspace, FIRST, "Exercises")
        self.assert_ends(self.home.run("submit", FIRST), 1, "kept in your history")
        self.assertEqual(self.state(FIRST), "passed", "the best attempt counts")

    def test_reset_brings_the_starter_back_and_keeps_the_file(self):
        workspace = self.workspace()
        mine = workspace / f"{FIRST}.swift"
        starter = mine.read_text()
        kept = set()
        for text in ("// first\n", "// second\n"):
            mine.write_text(text)
            done = self.home.run("reset", FIRST, cwd=workspace, COLUMNS="500")
            self.assert_ends(done, 0, "is back in", "Your file is kept as")
            self.assertEqual(mine.read_text(), starter)
            kept.add(text)
            backups = [path for path in workspace.rglob("*.swift") if ".pare" in path.parts]
            self.assertEqual({path.read_text() for path in backups}, kept)
        mine.unlink()
        self.assert_ends(self.home.run("reset", FIRST), 0)
        self.assertEqual(mine.read_text(), starter)

    def test_reset_keeps_a_file_byte_for_byte(self):
        workspace = self.workspace()
        mine = b"// caf\xe9, not UTF-8\r\n"
        (workspace / f"{FIRST}.swift").write_bytes(mine)
        self.assert_ends(self.home.run("reset", FIRST), 0)
        backups = [path for path in workspace.rglob("*.swift") if ".pare" in path.parts]
        self.assertEqual([path.read_bytes() for path in backups], [mine])

    def test_hints_unfold_one_at_a_time(self):
        for count in (1, 2, 3):
            done = self.home.run("hint", FIRST)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(done.stdout.count(" of 3"), count, done.stdout)
            self.assertIn(f"Hint {count} of 3", done.stdout)
        self.assertNotIn("no more hints", done.stdout)
        self.assert_ends(self.home.run("hint", FIRST), 0, "no more hints", "pare solution")

    def test_the_solution_is_refused_once_and_then_shown(self):
        self.workspace()
        reference = (ROOT / "Solutions" / f"{FIRST}.swift").read_text()
        line = next(line for line in reference.split("\n") if "map" in line or "return" in line)
        done = self.home.run("solution", FIRST)
        self.assert_ends(done, 1, "not passed", f"pare hint {FIRST}", f"pare solution {FIRST}")
        self.assertNotIn(line.strip(), done.stdout)
        done = self.home.run("solution", FIRST)
        self.assert_ends(done, 0, line.strip(), "// TODO", "Yours", "Ours")

    def test_who_passed_sees_the_solution_at_once(self):
        workspace = self.workspace()
        self.solve(workspace, FIRST)
        self.home.run("check", FIRST)
        self.assert_ends(self.home.run("solution", FIRST), 0, "Ours")

    def test_a_failed_check_brings_its_questions_forward(self):
        self.workspace()
        input = "".join(
            ("[0.0, 1.0]" if kind == "predict" else "1") + "\n"
            for _, kind, _ in LESSON.questions()[:2])
        now = "2026-05-04T18:00:00Z"
        for day in ("2026-05-01T18:00:00Z", "2026-05-02T18:00:00Z", "2026-05-03T18:00:00Z"):
            self.home.run("quiz", "inference", "--plain", input=input, PARE_NOW=day)
        id = "inference/integer-division"
        due = [q["id"] for q in self.home.json("review", PARE_NOW=now)["due"]]
        self.assertNotIn(id, due)
        self.home.run("check", FIRST, PARE_NOW=now)
        due = [q["id"] for q in self.home.json("review", PARE_NOW=now)["due"]]
        self.assertIn(id, due)

    def test_another_course_may_be_named(self):
        course = self.course()
        done = self.home.run("list", "--course", course)
        self.assert_ends(done, 0, FIRST)
        self.assert_ends(self.home.run("list", "--course", self.home.folder), 66, "course.yaml")

    def test_lint_of_this_course_finds_no_error_in_its_format(self):
        done = self.home.run("lint", "--fast")
        self.assert_ends(done, 0, "no errors")


if __name__ == "__main__":
    unittest.main()
