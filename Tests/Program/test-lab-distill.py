#!/usr/bin/env python3
"""`pare lab distill`: a student, its teachers, and what is refused."""
import json
import struct
import unittest

from harness import ROOT, ProgramTest


class LabDistill(ProgramTest):
    def setUp(self):
        super().setUp()
        # The images that come with the project, whatever this machine has besides.
        self.home.environment["PARE_DATA"] = str(ROOT / "Data")

    def distill(self, *arguments):
        return self.home.run("lab", "distill", *map(str, arguments))

    def report(self, *arguments):
        done = self.distill(*arguments, "--epochs", 1, "--repetitions", 2, "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        report = json.loads(done.stdout)
        self.assertEqual(report["schema"], "pare.lab.compression/1")
        self.assertEqual(report["technique"], "distill")
        return report

    def test_trains_a_student_alone_and_from_a_teacher(self):
        file = self.home.folder / "student.safetensors"
        report = self.report("mlp", "--student", "dense", "--compare", "--save", file)
        self.assertEqual(report["before"]["parameters"], 235146)
        self.assertEqual(report["after"]["parameters"], 109386)
        self.assertEqual(report["after"]["bytesOnDisk"], file.stat().st_size)
        self.assertGreater(report["after"]["testAccuracy"], 0.6)
        settings = report["settings"]
        self.assertEqual(settings["student"], "dense")
        self.assertEqual(settings["teachers"], 1)
        self.assertAlmostEqual(
            settings["gain"],
            report["after"]["testAccuracy"] - settings["aloneTestAccuracy"], places=3)
        alone = self.report("mlp", "--student", "dense", "--alone")
        self.assertEqual(
            alone["settings"]["validationAccuracy"], settings["aloneValidationAccuracy"])
        # What was saved is a teacher, and a model for every other verb.
        pair = self.report("mlp", "--student", "dense", "--teacher", file, "--weight", 3,
                           "--weight", 1)
        self.assertEqual(pair["settings"]["teachers"], 2)
        again = self.home.run("lab", "profile", "--weights", file, "--json")
        self.assertEqual(again.returncode, 0, again.stderr)
        self.assertAlmostEqual(
            json.loads(again.stdout)["testAccuracy"], report["after"]["testAccuracy"], places=3)

    def test_learns_from_features_and_from_itself(self):
        features = self.report("mlp", "--student", "dense", "--features")
        self.assertTrue(features["settings"]["features"])
        self.assertEqual(features["after"]["parameters"], 109386)
        born = self.report("mlp", "--self", "--generations", 2)
        self.assertEqual(born["after"]["parameters"], 235146)
        self.assertEqual(born["settings"]["generations"], 2)

    def test_refuses_what_makes_no_sense(self):
        for arguments, words in [
            (["--temperature", 0], "The temperature is 0.0."),
            (["--alpha", 1.5], "is 1.5."),
            (["--epochs", 0], "--epochs must be"),
            (["--student", "large"], "large"),
            (["--self", "--alone"], "three different things"),
            (["--compare", "--alone"], "--compare needs"),
            (["--generations", 2], "--generations goes with --self"),
            (["--weight", 1, "--weight", 1], "once for each --teacher"),
        ]:
            with self.subTest(arguments=arguments):
                done = self.distill("mlp", *arguments)
                self.assertEqual(done.returncode, 64, done.stderr)
                self.assertIn(words, done.stderr)
        other = self.home.folder / "other.txt"
        other.write_text("Not a model.")
        done = self.distill("mlp", "--save", other)
        self.assertNotEqual(done.returncode, 0)
        self.assertEqual(other.read_text(), "Not a model.")
        done = self.distill("mlp", "--teacher", other)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("other.txt", done.stderr)
        done = self.distill("mlp", "--checkpoint", self.home.folder)
        self.assert_ends(done, 74, "this is a folder")

    def test_refuses_a_teacher_of_other_classes_by_its_file(self):
        layers = [{"kind": "dense", "inputs": 784, "outputs": 5}]
        header = json.dumps({
            "__metadata__": {
                "format": "pare.model/1", "weights": "fp32",
                "architecture": json.dumps({"input": [784], "layers": layers})},
            "0.bias": {"dtype": "F32", "shape": [5], "data_offsets": [0, 20]},
            "0.weight": {"dtype": "F32", "shape": [784, 5], "data_offsets": [20, 15700]},
        }).encode()
        five = self.home.folder / "five.safetensors"
        five.write_bytes(struct.pack("<Q", len(header)) + header + bytes(15700))
        done = self.distill("mlp", "--teacher", five)
        self.assert_ends(done, 65, f"pare: {five}: the model turns [784] into [5]",
                         "Take another model.")


if __name__ == "__main__":
    unittest.main()
