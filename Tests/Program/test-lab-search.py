#!/usr/bin/env python3
"""`pare lab search`: the trials, the log, going on after a kill or Ctrl-C, and wrong use."""
import json
import signal
import unittest

from harness import ROOT, ProgramTest, eventually

QUICK = ["mlp", "--images", "600", "--epochs", "1", "--repetitions", "2"]


class LabSearch(ProgramTest):
    def setUp(self):
        super().setUp()
        # The images that come with the project, whatever this machine has besides.
        self.home.environment["PARE_DATA"] = str(ROOT / "Data")
        self.log = self.home.folder / "search.jsonl"

    def search(self, *arguments, **more):
        return self.home.run("lab", "search", *arguments, **more)

    def report(self, *arguments):
        done = self.search(*arguments, "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout), done.stderr

    def test_finds_the_best_settings_of_training(self):
        for method in ("bayesian", "random"):
            with self.subTest(method=method):
                found, said = self.report(*QUICK, "--method", method, "--trials", "3")
                settings = found["settings"]
                self.assertEqual(found["schema"], "pare.lab.compression/1")
                self.assertEqual(found["technique"], "search")
                self.assertEqual(len(settings["trials"]), 3)
                best = max(settings["trials"], key=lambda trial: trial["score"])
                self.assertEqual(settings["best"], best["point"])
                self.assertEqual(settings["validationAccuracy"], best["score"])
                self.assertIn("trial 3", said)
                self.assertEqual(set(best["point"]), {"learning-rate", "batch"})
                self.assertGreater(found["after"]["testAccuracy"], 0.1)

    def test_searches_compression_under_a_limit(self):
        found, _ = self.report(
            "mlp", "--repetitions", "2", "--method", "grid", "--values", "2",
            "--space", "bits=2..8,granularity=tensor|channel", "--at-most", "bytes=100000")
        trials = found["settings"]["trials"]
        self.assertEqual(len(trials), 4)
        allowed = [trial for trial in trials if trial["bytes"] <= 100000]
        self.assertEqual({trial["point"]["bits"] for trial in allowed}, {2})
        best = max(allowed, key=lambda trial: trial["score"])
        self.assertEqual(found["settings"]["best"], best["point"])

    def test_cross_validates_and_halves(self):
        found, _ = self.report(
            "mlp", "--images", "400", "--epochs", "1", "--repetitions", "2", "--trials", "2",
            "--folds", "2", "--method", "random")
        self.assertEqual(len(found["settings"]["trials"]), 2)
        found, _ = self.report(
            "mlp", "--images", "400", "--epochs", "3", "--repetitions", "2", "--trials", "4",
            "--halving", "--method", "random")
        budgets = [trial["budget"] for trial in found["settings"]["trials"]]
        self.assertEqual(budgets, [1, 1, 1, 1, 3, 3])

    def test_a_person_sees_trials_and_what_came_of_the_best(self):
        done = self.search(*QUICK, "--trials", "2", "--method", "random", COLUMNS="100")
        self.assertEqual(done.returncode, 0, done.stderr)
        for text in ("learning-rate", "validation", "The best of 2 trials", "before", "after"):
            self.assertIn(text, done.stdout)

    def interrupted(self, send, *arguments):
        """Starts a search and ends it by a signal once its log has a trial or two."""
        process = self.home.start("lab", "search", *map(str, arguments))
        for pipe in (process.stdin, process.stdout, process.stderr):
            self.addCleanup(pipe.close)
        eventually(
            lambda: self.log.exists() and self.log.read_bytes().count(b"\n") >= 3,
            "no two trials in the log", seconds=60)
        process.send_signal(send)
        said = process.stderr.read().decode()
        return process.wait(timeout=60), said

    def test_goes_on_after_ctrl_c_and_after_a_kill(self):
        arguments = [*QUICK, "--trials", "400", "--method", "random", "--log", self.log]
        status, said = self.interrupted(signal.SIGINT, *arguments)
        self.assertEqual(status, 130, said)
        self.assertIn("nterrupted", said)
        kept = self.log.read_bytes()
        self.interrupted(signal.SIGKILL, *arguments)
        self.assertTrue(self.log.read_bytes().startswith(kept))
        # A line that was torn is dropped.
        with self.log.open("ab") as log:
            log.write(b'{"number":')
        known = self.log.read_bytes().count(b"\n") - 1
        few = [*QUICK, "--trials", str(known + 2), "--method", "random"]
        found, _ = self.report(*few, "--log", self.log)
        self.assertEqual(found["settings"]["trials"], self.report(*few)[0]["settings"]["trials"])
        self.assertEqual(self.log.read_bytes().count(b"\n"), known + 3)

    def test_the_log_of_something_else_is_left_as_it_is(self):
        self.log.write_text("precious\n")
        done = self.search(*QUICK, "--trials", "1", "--log", self.log)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("left as it is", done.stderr)
        self.assertEqual(self.log.read_text(), "precious\n")
        self.log.unlink()
        self.report(*QUICK, "--trials", "1", "--method", "random", "--log", self.log)
        done = self.search(
            *QUICK, "--trials", "1", "--method", "random", "--log", self.log, "--seed", "2")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("begun with seed \"1\"", done.stderr)

    def test_wrong_use_is_told(self):
        for arguments, text in (
            (["--trials", "0"], "Give it a budget"),
            (["--space", ""], "no setting"),
            (["--space", "rate=1..2"], "There is no setting \"rate\""),
            (["--space", "batch=0..8"], "takes whole numbers from"),
            (["--space", "batch=a|b"], "takes whole numbers from"),
            (["--space", "learning-rate=0..1:log"], "Begin above zero"),
            (["--space", "batch=8"], "takes whole numbers from"),
            (["--space", "batch=8..4"], "goes down from 8 to 4"),
            (["--method", "grid", "--values", "1000",
              "--space", "learning-rate=0.1..1.0,weight-decay=0.0..1.0,sparsity=0.0..0.9"],
             "more points than could be tried"),
            (["--method", "annealing"], "annealing"),
            (["--folds", "3", "--space", "bits=2..8"], "needs a setting of training"),
            (["--folds", "1", "--trials", "1"], "--folds must be from 2"),
            (["--halving", "--space", "epochs=1..3"], "leave them out"),
            (["--at-most", "bytes=-1"], "no limit"),
            (["--at-most", "bytes=10", "--trials", "2", "--images", "300", "--epochs", "1"],
             "pare: No trial has bytes of at most 10; the nearest has 940584."),
            (["--epochs", "0"], "--epochs must be from 1"),
        ):
            with self.subTest(arguments=arguments):
                done = self.search("mlp", *arguments)
                self.assertNotEqual(done.returncode, 0)
                self.assertEqual(done.stdout, "")
                self.assertIn(text, " ".join(done.stderr.split()))


if __name__ == "__main__":
    unittest.main()
