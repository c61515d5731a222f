#!/usr/bin/env python3
"""`pare lab quantize`, `fuse` and `factorize`: before and after, files that chain, refusals."""
import json
import shutil
import struct
import unittest

from harness import ESCAPE, ROOT, ProgramTest

# Few calls, so that the tests are quick; what they measured is not looked at.
QUICK = ("--repetitions", "2")


class Compression(ProgramTest):
    def setUp(self):
        super().setUp()
        # The images that come with the project, whatever this machine has besides.
        self.home.environment["PARE_DATA"] = str(ROOT / "Data")

    def lab(self, *arguments, **more):
        return self.home.json("lab", *arguments, *QUICK, **more)

    def profile(self, path):
        return self.home.json("lab", "profile", "--weights", path, *QUICK)


class Quantize(Compression):
    def test_before_and_after_and_a_file_that_keeps_its_word(self):
        file = self.home.folder / "q.safetensors"
        found = self.lab("quantize", "--model", "mlp", "--scheme", "int8", "--calibration", "512",
                         "--save", file)
        self.assertEqual(found["schema"], "pare.lab.compression/1")
        self.assertEqual((found["technique"], found["model"]), ("quantize", "mlp"))
        self.assertEqual(found["settings"]["scheme"], "int8")
        self.assertEqual(found["settings"]["calibrationImages"], 512)
        self.assertEqual(len(found["settings"]["layers"]), 3)
        before, after = found["before"], found["after"]
        self.assertEqual(before["testCorrect"], 8972)
        self.assertEqual(before["parameters"], 235146)
        self.assertEqual(after["parameters"], 235146)
        self.assertEqual(before["multiplyAccumulates"], 234752)
        self.assertEqual(after["multiplyAccumulates"], 234752)
        self.assertEqual(after["bytesOnDisk"], file.stat().st_size)
        self.assertLess(after["bytesOnDisk"], 0.26 * before["bytesOnDisk"])
        self.assertGreater(after["testAccuracy"], before["testAccuracy"] - 0.005)
        self.assertEqual([entry["batch"] for entry in after["latencies"]], [1, 32])
        for entry in after["latencies"]:
            self.assertLessEqual(entry["milliseconds"]["p50"], entry["milliseconds"]["p90"])
        again = self.profile(file)
        self.assertEqual(again["testAccuracy"], after["testAccuracy"])
        self.assertEqual(again["model"], "mlp")
        # A benchmark reads the file, too.
        bench = self.home.json("lab", "bench", "--weights", file, "--batch", "1,4", *QUICK)
        self.assertEqual(bench["weights"], str(file))
        # The same command gives the same bytes.
        other = self.home.folder / "again.safetensors"
        self.lab("quantize", "mlp", "--save", other)
        self.assertEqual(other.read_bytes(), file.read_bytes())

    def test_every_scheme(self):
        shares = {"int8-dynamic": 0.26, "int8-weights": 0.26, "int4-weights": 0.15,
                  "fp16": 0.51, "bf16": 0.51}
        for scheme, share in shares.items():
            with self.subTest(scheme=scheme):
                found = self.lab("quantize", "mlp", "--scheme", scheme)
                before, after = found["before"], found["after"]
                self.assertLess(after["bytesOnDisk"], share * before["bytesOnDisk"])
                self.assertGreater(after["testAccuracy"], before["testAccuracy"] - 0.03)

    def test_signs_alone(self):
        file = self.home.folder / "b.safetensors"
        found = self.lab("quantize", "mlp", "--scheme", "binary", "--save", file)
        self.assertLess(found["after"]["bytesOnDisk"], 0.04 * found["before"]["bytesOnDisk"])
        self.assertLess(found["after"]["testAccuracy"], 0.85)
        self.assertEqual(self.profile(file)["testAccuracy"], found["after"]["testAccuracy"])
        aware = self.lab("quantize", "mlp", "--scheme", "binary", "--quantization-aware",
                         "--epochs", "1", "--learning-rate", "0.001")
        self.assertGreater(aware["after"]["testAccuracy"], found["after"]["testAccuracy"] + 0.05)
        self.assertEqual(aware["after"]["bytesOnDisk"], found["after"]["bytesOnDisk"])

    def test_training_that_knows_of_the_rounding(self):
        file = self.home.folder / "q.safetensors"
        words = ["quantize", "mlp", "--scheme", "int4-weights", "--bits", "2", "--seed", "3"]
        plain = self.lab(*words)
        aware = self.lab(*words, "--quantization-aware", "--epochs", "1", "--save", file)
        self.assertGreater(aware["after"]["testAccuracy"], plain["after"]["testAccuracy"])
        self.assertEqual(self.profile(file)["testAccuracy"], aware["after"]["testAccuracy"])
        self.assertFalse(file.with_name("q.safetensors.checkpoint").exists())
        whole = self.lab("quantize", "mlp", "--quantization-aware", "--epochs", "1", "--equalize")
        self.assertGreater(whole["after"]["testAccuracy"], 0.88)
        self.assertTrue(whole["settings"]["equalize"])

    def test_mixed_formats_keep_the_limit(self):
        tight = self.lab("quantize", "mlp", "--scheme", "mixed", "--max-drop", "0")
        loose = self.lab("quantize", "mlp", "--scheme", "mixed", "--max-drop", "0.02")
        for found in (tight, loose):
            self.assertEqual(len(found["settings"]["layers"]), 3)
            self.assertGreater(found["after"]["testAccuracy"], 0.87)
        self.assertLess(loose["after"]["bytesOnDisk"], 0.2 * loose["before"]["bytesOnDisk"])
        self.assertLessEqual(loose["after"]["bytesOnDisk"], tight["after"]["bytesOnDisk"])
        best = max(entry["validationAccuracy"] for entry in tight["settings"]["steps"])
        self.assertEqual(tight["settings"]["validationAccuracy"], best)

    def test_settings_change_what_they_say(self):
        wide = self.lab("quantize", "mlp", "--scheme", "int8-weights")
        for words, check in (
            (["--scheme", "int8-weights", "--bits", "3"], lambda a: a["bytesOnDisk"] < 110_000),
            (["--scheme", "int4-weights", "--group-size", "16"],
             lambda a: 140_000 < a["bytesOnDisk"] < 160_000),
            (["--scheme", "int8-weights", "--bits", "4", "--affine"],
             lambda a: a["bytesOnDisk"] < 130_000),
            (["--per", "tensor"], lambda a: a["bytesOnDisk"] < 240_500),
            (["--observer", "percentile", "--calibration", "64"],
             lambda a: a["testAccuracy"] > 0.85),
            (["--bias-correction", "--clip-weights"], lambda a: a["testAccuracy"] > 0.85),
            (["--layer", "0=fp16", "--layer", "4=fp32"], lambda a: a["bytesOnDisk"] > 400_000),
        ):
            with self.subTest(words=words):
                after = self.lab("quantize", "mlp", *words)["after"]
                self.assertTrue(check(after), after)
                self.assertNotEqual(after["bytesOnDisk"], wide["after"]["bytesOnDisk"])

    def test_what_is_wrong_is_said(self):
        (self.home.folder / "folder").mkdir()
        for arguments, status, text in (
            (["--scheme", "int3"], 64, "int8"),
            (["--bits", "1"], 64, "--bits must be from 2 to 8 with --scheme int8"),
            (["--bits", "9"], 64, "--bits must be from 2 to 8"),
            (["--scheme", "int8-weights", "--bits", "17"], 64, "--bits must be from 1 to 16"),
            (["--scheme", "int8-weights", "--bits", "1"], 64, "add --affine"),
            (["--scheme", "fp16", "--bits", "8"], 64, "--bits is for integers"),
            (["--group-size", "32"], 64, "--group-size is for weights alone"),
            (["--scheme", "int4-weights", "--group-size", "0"], 64, "must be 1 or more"),
            (["--scheme", "int4-weights", "--group-size", "32"], 64, "784 inputs"),
            (["--affine"], 64, "--affine is for weights alone"),
            (["--calibration", "0"], 64, "--calibration must be 1 or more"),
            (["--calibration", "1000000"], 64, "--calibration must be at most"),
            (["--observer", "guess"], 64, "min-max"),
            (["--epochs", "3"], 64, "are for --quantization-aware"),
            (["--scheme", "fp16", "--quantization-aware"], 64, "for one format of few bits"),
            (["--quantization-aware", "--epochs", "0"], 64, "--epochs must be from 1 to 1000"),
            (["--quantization-aware", "--learning-rate", "2"], 64, "at most 1"),
            (["--quantization-aware", "--learning-rate", "nan"], 64, "above 0"),
            (["--quantization-aware", "--bias-correction"], 64, "trains the biases"),
            (["--scheme", "binary", "--clip-weights"], 64, "do not go with binary"),
            (["--max-drop", "0.1"], 64, "--max-drop is for --scheme mixed"),
            (["--scheme", "mixed", "--max-drop", "2"], 64, "--max-drop must be from 0 to 1"),
            (["--scheme", "mixed", "--bits", "4"], 64, "--bits is for integers"),
            (["--scheme", "mixed", "--layer", "0=fp16"], 64, "chooses formats by hand"),
            (["--layer", "0=mixed"], 64, "is no layer and scheme"),
            (["--layer", "0"], 64, "is no layer and scheme"),
            (["--layer", "0=int3"], 64, "is no layer and scheme"),
            (["--layer", "77=fp16"], 64, 'There is no layer "77"'),
            (["--threads", "0"], 64, "--threads must be from 1 to 256"),
            (["--scheme", "int4-weights", "--group-size", "99999999"], 64,
             "No output has more than 784 inputs"),
            (["--save", ""], 64, "--save takes the path of a file"),
            (["--save", "-"], 64, "cannot be written to standard output"),
            (["--weights", "m", "--save", "m"], 64, "m is the model that is read"),
            (["--save", "folder"], 74, "this is a folder"),
            (["--save", "missing/m"], 74, "cannot be written"),
            (["--weights", "nowhere"], 74, "there is no such file"),
        ):
            with self.subTest(arguments=arguments):
                done = self.home.run("lab", "quantize", "mlp", *arguments)
                self.assert_ends(done, status, text)
                self.assertEqual(done.stdout, "")

    def test_the_model_that_is_read_is_not_written_over(self):
        model = self.home.folder / "m.safetensors"
        shutil.copy(ROOT / "Data/models/mlp.safetensors", model)
        before = model.read_bytes()
        (self.home.folder / "link").symlink_to(model)
        for name in ("./m.safetensors", "link", f"../{self.home.folder.name}/m.safetensors"):
            with self.subTest(name=name):
                done = self.home.run("lab", "quantize", "--weights", model, "--save", name)
                self.assert_ends(done, 64, f"pare: --save: {name} is the model that is read.")
                # What was found out by looking is told without the usage.
                self.assertNotIn("Usage", done.stderr)
                self.assertEqual(model.read_bytes(), before)

    def test_numbers_beyond_all_measure_are_told_with_their_layer(self):
        model = self.home.folder / "m.safetensors"
        bytes_ = bytearray((ROOT / "Data/models/mlp.safetensors").read_bytes())
        (length,) = struct.unpack("<Q", bytes_[:8])
        header = json.loads(bytes_[8:8 + length])
        start = 8 + length + header["layers.0.weight"]["data_offsets"][0]
        for value, words in ((1e38, 'Layer "0-1 Dense + ReLU" cannot compute with integers'),
                             (float("nan"), "infinite or NaN")):
            with self.subTest(value=value):
                bytes_[start:start + 4] = struct.pack("<f", value)
                model.write_bytes(bytes_)
                done = self.home.run("lab", "quantize", "--weights", model)
                self.assert_ends(done, 65, f"pare: {model}: ", words)

    def test_nothing_but_a_model_is_written_over(self):
        diary = self.home.folder / "diary.txt"
        diary.write_text("precious")
        done = self.home.run("lab", "quantize", "mlp", "--save", diary)
        self.assert_ends(done, 65, "not a model of pare, so it is not written over")
        self.assertEqual(diary.read_text(), "precious")

    def test_a_full_folder_or_a_pipe_ends_it_quietly(self):
        done = self.home.shell("pare lab quantize mlp --repetitions 2 >/dev/full")
        self.assert_ends(done, 74, "No space left")


class Chain(Compression):
    def test_techniques_follow_each_other(self):
        fused, thin, small = (self.home.folder / f"{n}.safetensors" for n in "abc")
        first = self.lab("fuse", "depthwise", "--save", fused)
        self.assertLess(first["after"]["parameters"], first["before"]["parameters"])
        self.assertLess(first["settings"]["operatorsAfter"],
                        first["settings"]["operatorsBefore"])
        self.assertLess(first["settings"]["largestDifference"], 1e-4)
        self.assertEqual(first["before"]["testCorrect"], first["after"]["testCorrect"])
        second = self.lab("quantize", "--weights", fused, "--save", small)
        self.assertEqual(second["model"], "depthwise")
        self.assertEqual(second["before"]["bytesOnDisk"], fused.stat().st_size)
        self.assertEqual(self.profile(small)["testAccuracy"], second["after"]["testAccuracy"])
        third = self.lab("factorize", "mlp", "--rank", "32", "--save", thin)
        self.assertEqual([layer["rank"] for layer in third["settings"]["layers"]], [32, 32])
        parameters = 784 * 32 + 32 + 32 * 256 + 256 + 256 * 32 + 32 + 32 * 128 + 128 + 1290
        self.assertEqual(third["after"]["parameters"], parameters)
        fourth = self.lab("quantize", "--weights", thin, "--save", small)
        self.assertEqual(fourth["after"]["parameters"], parameters)
        self.assertEqual(fourth["weights"], str(thin))

    def test_what_is_quantized_is_not_changed_further(self):
        small = self.home.folder / "q.safetensors"
        self.lab("quantize", "mlp", "--scheme", "fp16", "--save", small)
        for technique in ("quantize", "factorize", "fuse"):
            done = self.home.run("lab", technique, "--weights", small)
            self.assert_ends(done, 65, "quantized already", "Quantize last")

    def test_factorizing_says_what_does_not_fit(self):
        for arguments, text in (
            (["--rank", "0"], "--rank must be 1 or more"),
            (["--rank", "257"], "its rank can be 1 to 256, and not 257"),
            (["--energy", "1.5"], "--energy must be above 0 and at most 1"),
            (["--energy", "0"], "--energy must be above 0 and at most 1"),
            (["--energy", "0.5", "--rank", "3"], "not both"),
            (["--layers", "1"], "There is nothing to factorize in layer 1"),
        ):
            with self.subTest(arguments=arguments):
                self.assert_ends(self.home.run("lab", "factorize", "mlp", *arguments), 64, text)


class Files(Compression):
    def setUp(self):
        super().setUp()
        self.file = self.home.folder / "m.safetensors"
        self.lab("fuse", "mlp", "--save", self.file)

    def changed(self, change):
        """The file with something changed in its header."""
        data = self.file.read_bytes()
        length = struct.unpack("<Q", data[:8])[0]
        header = json.loads(data[8:8 + length])
        change(header)
        text = json.dumps(header).encode()
        path = self.home.folder / "changed.safetensors"
        path.write_bytes(struct.pack("<Q", len(text)) + text + data[8 + length:])
        return path

    def refused(self, change, *texts):
        done = self.home.run("lab", "profile", "--weights", self.changed(change))
        self.assert_ends(done, 65, *texts)
        self.assertEqual(done.stdout, "")

    def test_another_version_is_told(self):
        def change(header):
            header["__metadata__"]["format"] = "pare.model/9"
        self.refused(change, 'format "pare.model/9"', 'reads "pare.model/1"')

    def test_an_unknown_layer_is_told(self):
        def change(header):
            text = header["__metadata__"]["architecture"]
            header["__metadata__"]["architecture"] = text.replace('"relu"', '"swish"', 1)
        self.refused(change, 'layer 1 is a "swish"')

    def test_another_task_is_told(self):
        def change(header):
            text = header["__metadata__"]["architecture"]
            header["__metadata__"]["architecture"] = text.replace("[784]", "[783]")
        self.refused(change, "does not take an input of shape [783]")

    def test_a_file_that_was_cut_is_told(self):
        data = self.file.read_bytes()
        for length in (0, 7, 100, len(data) // 2, len(data) - 1):
            self.file.write_bytes(data[:length])
            done = self.home.run("lab", "profile", "--weights", self.file)
            self.assert_ends(done, 65, "damaged")

    def test_another_model_is_told(self):
        done = self.home.run("lab", "profile", "cnn", "--weights", self.file)
        self.assert_ends(done, 65, 'the weights of the model "mlp", not of "cnn"')

    def test_a_checkpoint_is_no_model(self):
        def change(header):
            header["__metadata__"]["format"] = "pare.checkpoint/1"
        self.refused(change, "keeps a training run", "pare lab train --resume")


class Looks(Compression):
    COMMANDS = (
        ("quantize", "mlp", "--scheme", "int8-dynamic", *QUICK), ("fuse", "mlp", *QUICK),
        ("factorize", "mlp", "--rank", "9", *QUICK),
    )

    def test_no_line_is_wider_than_the_window(self):
        for columns in (20, 40, 80, 120):
            for command in self.COMMANDS:
                with self.subTest(command=command, columns=columns):
                    done = self.home.run("lab", *command, COLUMNS=str(columns))
                    self.assert_ends(done, 0)
                    widest = max(done.stdout.split("\n"), key=len)
                    self.assertLessEqual(len(widest), columns, widest)

    def test_a_person_is_told_what_to_see(self):
        done = self.home.run("lab", *self.COMMANDS[0])
        self.assert_ends(
            done, 0, "mlp · quantize · 1 thread", "before", "after", "test accuracy", "89.72 %",
            "bytes on disk", "235,146", "p90, batch 32", "The file is", "times smaller",
            "The model was not kept; --save FILE keeps it.")
        self.assertNotIn(ESCAPE, done.stdout)

    def test_the_c_locale_gets_ascii_and_a_screen_reader_lines(self):
        for command in self.COMMANDS:
            self.assertTrue(self.home.run("lab", *command, LANG="C").stdout.isascii())
        done = self.home.run("lab", *self.COMMANDS[0], "--accessible")
        self.assert_ends(done, 0, "before: 89.72 %")
        self.assertNotRegex(done.stdout, r"[|│]")
        done = self.home.run("lab", "profile", "--accessible", *QUICK)
        self.assert_ends(done, 0, "GFLOP/s: ")
        self.assertNotRegex(done.stdout, r"[|│]")

    def test_json_is_one_document(self):
        for command in self.COMMANDS:
            done = self.home.run("lab", *command, "--json")
            self.assertEqual(done.stderr, "")
            self.assertEqual(json.loads(done.stdout)["schema"], "pare.lab.compression/1")

    def test_a_misspelt_variable_is_told(self):
        done = self.home.run("lab", *self.COMMANDS[2], PARE_KERNELS="axv2", PARE_PLOT="dots")
        self.assert_ends(done, 0, "PARE_KERNELS=axv2 is not known and has no effect. It can be "
                         "portable or avx2.", "PARE_PLOT=dots is not known")
        done = self.home.run("lab", *self.COMMANDS[2], PARE_KERNELS="portable", PARE_PLOT="ascii")
        self.assertEqual(done.stderr, "")

    def test_without_data_it_says_what_to_do(self):
        course = self.course()
        done = self.home.run("lab", "quantize", "mlp", "--course", course, PARE_DATA=None)
        self.assert_ends(done, 69, "mlp.safetensors, the weights of mlp")
        shutil.rmtree(course)


if __name__ == "__main__":
    unittest.main()
