#!/usr/bin/env python3
"""`pare lab optimize`: its steps and report, the page, and going on after a kill or Ctrl-C."""
import json
import re
import shlex
import signal
import unittest
import xml.etree.ElementTree

from harness import ROOT, ProgramTest

QUICK = ["mlp", "--images", "1500", "--epochs", "3", "--repetitions", "2", "--faster", "2",
         "--smaller", "4", "--max-drop", "0.3"]


class LabOptimize(ProgramTest):
    def setUp(self):
        super().setUp()
        # The images that come with the project, whatever this machine has besides.
        self.home.environment["PARE_DATA"] = str(ROOT / "Data")

    def optimize(self, *arguments, **more):
        return self.home.run("lab", "optimize", *arguments, **more)

    def files(self):
        return {path.name for path in self.home.folder.iterdir()} - {"pare"}

    def test_reports_each_step_and_keeps_what_helps(self):
        saved, page = self.home.folder / "small.safetensors", self.home.folder / "report.html"
        done = self.optimize(*QUICK, "--save", saved, "--report", page, "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        found = json.loads(done.stdout)
        self.assertEqual(found["schema"], "pare.lab.optimize/1")
        steps = {step["step"]: step for step in found["steps"]}
        self.assertLessEqual(
            {"baseline", "design", "distill", "prune", "quantize", "fuse"}, set(steps))
        self.assertTrue(steps["baseline"]["isKept"])
        kept = [step for step in found["steps"] if step["isKept"]][-1]
        self.assertEqual(found["after"]["bytesOnDisk"], kept["bytes"])
        self.assertLess(found["after"]["bytesOnDisk"], found["before"]["bytesOnDisk"] / 4)
        self.assertEqual(saved.stat().st_size, found["after"]["bytesOnDisk"])
        self.assertEqual({goal["goal"] for goal in found["goals"]},
                         {"faster", "smaller", "maxDrop"})
        self.assertTrue(set(found["front"]) <= set(steps))
        # Loaded in another process, the file is as right as was said.
        profile = self.home.json("lab", "profile", "--weights", saved, "--repetitions", "2")
        self.assertAlmostEqual(profile["testAccuracy"], found["after"]["testAccuracy"])
        # Nothing else is left of a run that came to its end.
        self.assertEqual(self.files(), {"small.safetensors", "report.html"})
        self.check(page.read_text(), found)

    def check(self, page, found):
        """The page is well formed, whole, and fetches and runs nothing."""
        body = page.split("-->\n", 1)[1]
        tree = xml.etree.ElementTree.fromstring(
            re.sub(r"<meta [^>]*>", "", body))
        self.assertEqual(tree.attrib["lang"], "en")
        tags = {element.tag for element in tree.iter()}
        self.assertLessEqual({"svg", "table", "caption", "title", "desc", "h1"}, tags)
        self.assertFalse({"script", "link", "img", "iframe"} & tags)
        self.assertNotRegex(page, r"https?://(?!www\.w3\.org/)")
        self.assertIn("prefers-color-scheme: dark", page)
        for step in found["steps"]:
            self.assertIn(step["step"], page)

    def test_a_person_sees_steps_front_and_goals(self):
        done = self.optimize(*QUICK, COLUMNS="110")
        self.assertEqual(done.returncode, 0, done.stderr)
        for text in ("baseline", "distill", "Pareto front", "test accuracy", "Faster:", "Smaller:",
                     "The model was not kept"):
            self.assertIn(text, done.stdout)
        self.assertEqual(self.files(), set())

    def begun(self, *arguments, until):
        """Starts a run; answers it once its standard error has said something."""
        process = self.home.start("lab", "optimize", *map(str, arguments))
        for pipe in (process.stdin, process.stdout, process.stderr):
            self.addCleanup(pipe.close)
        said = b""
        while until not in said:
            line = process.stderr.readline()
            self.assertNotEqual(line, b"", said.decode())
            said += line
        return process

    def test_goes_on_after_ctrl_c(self):
        process = self.begun(
            *QUICK, "--epochs", "40", "--save", "m", "--state", "run", until=b"epoch  1")
        process.send_signal(signal.SIGINT)
        said = process.stderr.read().decode()
        self.assertEqual(process.wait(timeout=60), 130, said)
        self.assertLessEqual({"run", "run.distill.checkpoint"}, self.files())
        command = next(line for line in said.split("\n") if line.startswith("  pare lab optimize"))
        words = shlex.split(command)
        self.assertNotIn("--state", words)
        self.assertEqual(words[-2:], ["--resume", "run"])
        # With other settings it is another run.
        done = self.home.run(*words[1:], "--faster", "3")
        self.assertIn("begun with faster \"2.0\"", done.stderr)
        self.assertNotEqual(done.returncode, 0)
        done = self.home.run(*words[1:], "--json", timeout=600)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertNotIn("epoch  1 of 40", done.stderr.split("distill   ")[0])
        # The model is there, and the state, because it was named; no checkpoint is left.
        self.assertIn("m", self.files())
        self.assertFalse([name for name in self.files() if name.endswith(".checkpoint")])

    def test_goes_on_after_a_kill_and_lets_no_other_in(self):
        process = self.begun(*QUICK, "--epochs", "100", "--state", "run", until=b"epoch  2")
        other = self.optimize(*QUICK, "--epochs", "100", "--resume", "run")
        self.assertNotEqual(other.returncode, 0)
        self.assertIn("another run is writing", other.stderr)
        other = self.optimize(*QUICK, "--epochs", "100", "--state", "run")
        self.assertEqual(other.returncode, 64)
        self.assertIn("there is a run already", other.stderr)
        process.kill()
        process.wait()
        done = self.optimize(*QUICK, "--epochs", "100", "--resume", "run", "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        steps = json.loads(done.stdout)["steps"]
        # A file that was named stays, and tells it all once more.
        again = self.optimize(*QUICK, "--epochs", "100", "--resume", "run", "--json")
        self.assertEqual(json.loads(again.stdout)["steps"], steps)
        self.assertNotIn("epoch", again.stderr)

    def test_nothing_else_is_written_over(self):
        for name in ("state", "page.html", "model"):
            (self.home.folder / name).write_text("precious")
        for arguments, text in (
            (["--state", "state"], "there is a run already"),
            (["--resume", "state"], "left as it is"),
            (["--resume", "nothing"], "no such file"),
            (["--report", "page.html"], "left as it is"),
            (["--report", "missing/page.html"], "cannot be written"),
            (["--save", "model"], "model"),
        ):
            with self.subTest(arguments=arguments):
                done = self.optimize(*QUICK, *arguments)
                self.assertNotEqual(done.returncode, 0)
                self.assertIn(text, done.stderr)
                self.assertNotIn("epoch", done.stderr)
        for name in ("state", "page.html", "model"):
            self.assertEqual((self.home.folder / name).read_text(), "precious")

    def test_wrong_use_is_told(self):
        for arguments, text in (
            (["--faster", "0.5"], "--faster must be from 1"),
            (["--smaller", "0"], "--smaller must be from 1"),
            (["--max-drop", "2"], "--max-drop must be from 0 to 1"),
            (["--max-drop", "-0.1"], "--max-drop"),
            (["--epochs", "0"], "--epochs must be from 1"),
            (["--images", "0"], "--images must be from 1"),
            (["--baseline", "0"], "--baseline must be"),
            (["--state", "a", "--resume", "b"], "--resume goes on writing"),
            (["--state", "a", "--save", "a"], "different files"),
        ):
            with self.subTest(arguments=arguments):
                done = self.optimize("mlp", *arguments)
                self.assertEqual(done.returncode, 64)
                self.assertEqual(done.stdout, "")
                self.assertIn(text, done.stderr)


if __name__ == "__main__":
    unittest.main()
