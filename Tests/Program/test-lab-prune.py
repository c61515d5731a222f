#!/usr/bin/env python3
"""`pare lab prune`: what each method removes, what it reports, and going on after Ctrl-C."""
import json
import shlex
import signal
import unittest

from harness import ROOT, ProgramTest

QUICK = ["--repetitions", "2"]


class LabPrune(ProgramTest):
    def setUp(self):
        super().setUp()
        # The images that come with the project, whatever this machine has besides.
        self.home.environment["PARE_DATA"] = str(ROOT / "Data")

    def prune(self, *arguments):
        return self.home.run("lab", "prune", *QUICK, *arguments)

    def report(self, *arguments):
        done = self.prune(*arguments, "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def test_each_method_removes_what_it_says(self):
        weights = 784 * 256 + 256 * 128 + 128 * 10
        for method, options, zeros in (
            ("gradual", ["--sparsity", "0.9", "--epochs", "1"], round(0.9 * weights)),
            ("global", ["--sparsity", "0.8", "--epochs", "0"], round(0.8 * weights)),
            ("magnitude", ["--sparsity", "0.5", "--epochs", "0"], weights // 2),
            ("2:4", ["--epochs", "1"], weights // 2),
            ("1:4", ["--epochs", "0"], weights * 3 // 4),
            ("n:m", ["--epochs", "0", "--exclude", "4"], (weights - 1280) // 2),
        ):
            with self.subTest(method=method):
                report = self.report("mlp", "--method", method, *options)
                self.assertEqual(report["schema"], "pare.lab.compression/1")
                self.assertEqual(report["technique"], "prune")
                settings, before, after = (
                    report["settings"], report["before"], report["after"])
                self.assertEqual(settings["zeros"], zeros)
                self.assertEqual(settings["weights"], weights)
                self.assertEqual(sum(layer["zeros"] for layer in settings["layers"]), zeros)
                self.assertEqual(before["testCorrect"], 8972)
                # Among the 394 biases one may be zero, too.
                self.assertAlmostEqual(after["nonzeroParameters"], 235146 - zeros, delta=2)
                self.assertLess(after["bytesOnDisk"], before["bytesOnDisk"])
                self.assertGreater(after["testAccuracy"], 0.7 if "1" in options else 0.3)

    def test_structured_makes_a_smaller_network_that_others_read(self):
        file = self.home.folder / "small.safetensors"
        report = self.report(
            "mlp", "--method", "structured", "--epochs", "1", "--norm", "l2", "--save", file)
        after = report["after"]
        self.assertEqual(after["parameters"], 784 * 128 + 128 + 128 * 64 + 64 + 64 * 10 + 10)
        self.assertEqual(after["multiplyAccumulates"], 784 * 128 + 128 * 64 + 64 * 10)
        self.assertEqual(after["bytesOnDisk"], file.stat().st_size)
        self.assertEqual(
            report["settings"]["layers"],
            [{"layers": ["0"], "removed": 128, "count": 256},
             {"layers": ["2"], "removed": 64, "count": 128}])
        self.assertFalse((self.home.folder / "small.safetensors.checkpoint").exists())
        done = self.home.run("lab", "profile", "--weights", file, "--json", *QUICK)
        self.assertEqual(done.returncode, 0, done.stderr)
        profile = json.loads(done.stdout)
        self.assertEqual(profile["parameters"], after["parameters"])
        self.assertEqual(profile["testAccuracy"], after["testAccuracy"])
        # What was pruned is pruned once more.
        again = self.report("--weights", file, "--method", "global", "--epochs", "0")
        self.assertEqual(again["before"]["parameters"], after["parameters"])

    def test_a_threshold_and_a_person(self):
        done = self.prune("mlp", "--method", "threshold", "--threshold", "0.02", "--epochs", "0")
        self.assertEqual(done.returncode, 0, done.stderr)
        for text in ("mlp · prune", "Zeros: 0.weight", "test accuracy", "not zero"):
            self.assertIn(text, done.stdout)

    def test_a_lottery_compares_with_chance(self):
        report = self.report(
            "mlp", "--method", "lottery", "--sparsity", "0.95", "--rounds", "2", "--epochs", "1",
            "--seed", "3")
        trainings = report["settings"]["trainings"]
        self.assertEqual(
            [training["stage"] for training in trainings],
            ["round-0", "round-1", "round-2", "random"])
        self.assertEqual(trainings[0]["sparsity"], 0)
        for training in trainings[2:]:
            self.assertAlmostEqual(training["sparsity"], 0.95, places=4)
        self.assertGreater(
            trainings[2]["validationAccuracy"], trainings[3]["validationAccuracy"])
        self.assertEqual(list(self.home.folder.glob("*checkpoint*")), [])

    def test_a_scan_removes_nothing(self):
        done = self.home.run(
            "lab", "prune", "mlp", "--scan", "--method", "structured", "--sparsity", "0.5",
            "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        scan = json.loads(done.stdout)
        self.assertEqual(scan["schema"], "pare.lab.prune.scan/1")
        self.assertEqual([layer["layer"] for layer in scan["layers"]], ["0", "2"])
        for layer in scan["layers"]:
            self.assertLess(layer["accuracies"][0], scan["baseline"])
        done = self.home.run("lab", "prune", "mlp", "--scan")
        self.assertIn("each layer alone", done.stdout)
        self.assertIn("95 %", done.stdout)

    def interrupt(self, line, *arguments):
        """Presses Ctrl-C when a line is said; answers how to go on."""
        process = self.home.start("lab", "prune", *map(str, [*QUICK, *arguments]))
        for stream in (process.stdout, process.stdin, process.stderr):
            self.addCleanup(stream.close)
        said = b""
        while line not in said:
            said = process.stderr.readline()
            self.assertNotEqual(said, b"", "it ended before it could be interrupted")
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read().decode()
        self.assertEqual(process.wait(timeout=60), 130, rest)
        self.assertIn("Go on with:", rest)
        return shlex.split(next(each for each in rest.split("\n") if "pare lab" in each))[1:]

    def test_goes_on_after_an_interruption_to_the_same_file(self):
        for line, recipe in (
            (b"epoch  1", ["mlp", "--epochs", "8", "--sparsity", "0.8", "--seed", "5"]),
            (b"round-1", [
                "mlp", "--method", "lottery", "--epochs", "4", "--rounds", "1", "--seed", "2"]),
        ):
            with self.subTest(recipe=recipe):
                whole, parts = self.home.folder / "whole", self.home.folder / "parts"
                done = self.prune(*recipe, "--save", whole)
                self.assertEqual(done.returncode, 0, done.stderr)
                words = self.interrupt(line, *recipe, "--save", parts)
                done = self.home.run(*words)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertEqual(parts.read_bytes(), whole.read_bytes())
                whole.unlink()
                parts.unlink()

    def test_wrong_use_is_told_and_nothing_overwritten(self):
        precious = self.home.folder / "precious"
        precious.write_text("precious")
        for arguments, text in (
            (["--sparsity", "1"], "is not from 0 to below 1"),
            (["--sparsity=-0.5"], "is not from 0 to below 1"),
            (["--sparsity", "nan"], "is not from 0 to below 1"),
            (["--method", "4:4"], "does not keep at least 1 and fewer than all"),
            (["--method", "5:4"], "does not keep at least 1 and fewer than all"),
            (["--method", "magic"], "There is the choice of"),
            (["--method", "2:4", "--sparsity", "0.5"], "says itself how much goes"),
            (["--method", "threshold"], "--threshold goes with"),
            (["--threshold", "1"], "--threshold goes with"),
            (["--method", "threshold", "--threshold", "9"], "would lose all of its"),
            (["--method", "2:4", "--layers", "0", "--exclude", "0"], "No layer is left"),
            (["--method", "3:5", "--layers", "0"], "no groups of 5"),
            (["--layers", "7"], 'no layer "7"'),
            (["--method", "structured", "--layers", "4"], "they are what the network gives"),
            (["--epochs", "0"], "at least 1 for gradual"),
            (["--learning-rate", "0"], "must be a positive number"),
            (["--scan", "--save", "x"], "--scan removes nothing"),
            (["--method", "lottery", "--weights", "precious"], "begins with random weights"),
            (["--resume", "nothing"], "there is no such file"),
            (["--save", "precious"], "precious"),
        ):
            with self.subTest(arguments=arguments):
                done = self.home.run("lab", "prune", "mlp", *arguments)
                self.assertNotEqual(done.returncode, 0)
                self.assertEqual(done.stdout, "")
                self.assertIn(text, done.stderr)
                self.assertNotIn("epoch  1", done.stderr)
        self.assertEqual(precious.read_text(), "precious")
        # To remove nothing is no mistake.
        report = self.report("--method", "magnitude", "--sparsity", "0", "--epochs", "0")
        self.assertEqual(report["before"]["testCorrect"], report["after"]["testCorrect"])


if __name__ == "__main__":
    unittest.main()
