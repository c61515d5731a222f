#!/usr/bin/env python3
"""`pare lab train`: what it reports, what it writes, and going on after Ctrl-C."""
import json
import shlex
import signal
import unittest

from harness import ROOT, ProgramTest


class LabTrain(ProgramTest):
    def setUp(self):
        super().setUp()
        # The images that come with the project, whatever this machine has besides.
        self.home.environment["PARE_DATA"] = str(ROOT / "Data")

    def train(self, *arguments):
        return self.home.run("lab", "train", *arguments)

    def test_reports_and_writes_what_it_trained(self):
        for model in (["mlp"], ["--model", "mlp"], []):
            with self.subTest(model=model):
                file = self.home.folder / "m.safetensors"
                done = self.train(*model, "--epochs", "1", "--save", file, "--json")
                self.assertEqual(done.returncode, 0, done.stderr)
                report = json.loads(done.stdout)
                self.assertEqual(report["schema"], "pare.lab.train/1")
                self.assertEqual(report["model"], "mlp")
                self.assertEqual(report["parameters"], 235146)
                self.assertEqual(report["epochs"], 1)
                self.assertGreater(report["testAccuracy"], 0.75)
                self.assertGreater(report["validationAccuracy"], 0.75)
                self.assertIn("epoch  1 of 1", done.stderr)
                self.assertIn("s left", done.stderr)
                self.assertTrue(file.exists())
                self.assertFalse((self.home.folder / "m.safetensors.checkpoint").exists())

    def test_precision_of_16_bits_trains_too(self):
        for precision in ("fp16", "bf16"):
            with self.subTest(precision=precision):
                done = self.train("mlp", "--epochs", "1", "--precision", precision, "--json")
                report = json.loads(done.stdout)
                self.assertEqual(report["precision"], precision)
                self.assertGreater(report["testAccuracy"], 0.75)

    def interrupt(self, *arguments):
        """Presses Ctrl-C after the first epoch; answers what was said from then on."""
        process = self.home.start("lab", "train", *map(str, arguments))
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.stdin.close)
        self.addCleanup(process.stderr.close)
        line = b""
        while b"epoch  1" not in line:
            line = process.stderr.readline()
            self.assertNotEqual(line, b"", "it ended before its first epoch did")
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read().decode()
        self.assertEqual(process.wait(timeout=60), 130, rest)
        return rest

    def test_goes_on_after_an_interruption_to_the_same_weights(self):
        whole, parts = self.home.folder / "whole.safetensors", self.home.folder / "parts"
        recipe = ["mlp", "--epochs", "12", "--batch", "64", "--augment", "--seed", "5"]
        self.assertEqual(self.train(*recipe, "--save", whole).returncode, 0)
        said = self.interrupt(*recipe, "--threads", "1", "--save", parts)
        self.assertRegex(said, r"Interrupted after step \d+ of epoch \d+\. Go on with:\n")
        command = next(line for line in said.split("\n") if line.startswith("  pare lab train"))
        words = shlex.split(command)
        self.assertIn("--resume", words)
        done = self.home.run(*words[1:])
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(parts.read_bytes(), whole.read_bytes())
        self.assertFalse((self.home.folder / "parts.checkpoint").exists())

    def test_an_interruption_leaves_a_checkpoint_though_nobody_asked_for_one(self):
        self.interrupt("mlp", "--epochs", "50")
        self.assertTrue((self.home.folder / "mlp.checkpoint").exists())
        done = self.train("mlp", "--epochs", "49", "--resume", "mlp.checkpoint")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("begun with epochs 50, and now 49 is asked for", done.stderr)

    def test_a_file_that_was_named_or_was_there_stays(self):
        (self.home.folder / "mlp.checkpoint").write_text("precious")
        done = self.train("mlp", "--epochs", "1")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("The weights were not kept", done.stdout)
        self.assertEqual((self.home.folder / "mlp.checkpoint").read_text(), "precious")
        self.interrupt("mlp", "--epochs", "3", "--checkpoint", "run.ck")
        done = self.train("mlp", "--epochs", "3", "--resume", "run.ck")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue((self.home.folder / "run.ck").exists())

    def test_the_checkpoint_of_another_run_is_not_written_over(self):
        (self.home.folder / "run.ck").write_text("precious")
        (self.home.folder / "m.checkpoint").write_text("precious")
        for option in (["--checkpoint", "run.ck"], ["--save", "m"]):
            done = self.train("mlp", "--epochs", "1", *option)
            self.assertEqual(done.returncode, 64)
            self.assertIn("there is a run already", done.stderr)
        self.assertEqual((self.home.folder / "run.ck").read_text(), "precious")
        self.assertEqual((self.home.folder / "m.checkpoint").read_text(), "precious")

    def test_a_place_that_cannot_be_written_is_told_before_the_training(self):
        (self.home.folder / "folder").mkdir()
        for option in ("--save", "--checkpoint"):
            for place, text in (
                ("folder", "this is a folder"), ("missing/a", "cannot be written"),
                ("/dev/null", "not a regular file"),
            ):
                with self.subTest(option=option, place=place):
                    done = self.train("mlp", "--epochs", "1", option, place)
                    self.assertNotEqual(done.returncode, 0)
                    self.assertIn(text, done.stderr)
                    self.assertNotIn("epoch", done.stderr)

    def test_what_a_link_points_to_is_written(self):
        target = self.home.folder / "target.safetensors"
        link = self.home.folder / "link.safetensors"
        link.symlink_to(target)
        target.write_text("")
        done = self.train("mlp", "--epochs", "1", "--save", link)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue(link.is_symlink())
        self.assertGreater(target.stat().st_size, 900_000)

    def test_what_is_no_model_is_not_written_over(self):
        diary = self.home.folder / "diary"
        diary.write_text("precious")
        done = self.train("mlp", "--epochs", "1", "--save", diary)
        self.assertEqual(done.returncode, 65)
        self.assertIn("not a model of pare, so it is not written over", done.stderr)
        self.assertNotIn("epoch", done.stderr)
        self.assertEqual(diary.read_text(), "precious")

    def test_wrong_use_is_told(self):
        for arguments, text in (
            (["mlp", "--model", "cnn"], "Two models were given"),
            (["resnet"], "resnet"),
            (["--epochs", "0"], "--epochs must be from 1"),
            (["--batch", "0"], "--batch must be from 1"),
            (["--precision", "fp8"], "fp8"),
            (["--threads", "0"], "--threads must be from 1"),
            (["--resume", "a", "--checkpoint", "b"], "--resume goes on writing"),
            (["--resume", "nothing.checkpoint"], "there is no such file"),
        ):
            with self.subTest(arguments=arguments):
                done = self.train(*arguments)
                self.assertNotEqual(done.returncode, 0)
                self.assertEqual(done.stdout, "")
                self.assertIn(text, done.stderr)


if __name__ == "__main__":
    unittest.main()
