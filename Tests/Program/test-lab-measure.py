#!/usr/bin/env python3
"""`pare lab profile` and `pare lab bench`: what they say, and what they refuse."""
import json
import pathlib
import shutil
import unittest

from harness import ESCAPE, ROOT, ProgramTest

MODELS = ("mlp", "cnn", "depthwise")
# Few calls, so that the tests are quick; what they measured is not looked at.
QUICK = ("--repetitions", "5")


class Profile(ProgramTest):
    def profile(self, *arguments, **more):
        return self.home.json("lab", "profile", *QUICK, *arguments, **more)

    def test_the_counts_of_the_multilayer_perceptron(self):
        found = self.profile()
        self.assertEqual(found["schema"], "pare.lab.profile/2")
        self.assertEqual((found["model"], found["batch"], found["threads"]), ("mlp", 1, 1))
        self.assertEqual(found["parameters"], 235146)
        self.assertEqual(found["multiplyAccumulates"], 234752)
        # Two for each multiply-accumulate, 394 biases and 384 ReLUs.
        self.assertEqual(found["floatingPointOperations"], 2 * 234752 + 394 + 384)
        self.assertEqual(found["weightBytes"], {
            "fp32": 940584, "fp16": 470292, "bf16": 470292, "int8": 237904, "int4": 133880})
        self.assertEqual(found["testImages"], 10000)
        self.assertGreater(found["testAccuracy"], 0.89)

    def test_the_classes_agree_with_the_confusion_matrix(self):
        found = self.profile()
        matrix = found["confusion"]
        self.assertEqual([sum(row) for row in matrix], [1000] * 10)
        hits = [matrix[index][index] for index in range(10)]
        self.assertAlmostEqual(sum(hits) / 10000, found["testAccuracy"], places=12)
        for index, row in enumerate(found["classes"]):
            column = sum(matrix[actual][index] for actual in range(10))
            self.assertAlmostEqual(row["precision"], hits[index] / column, places=12)
            self.assertAlmostEqual(row["recall"], hits[index] / 1000, places=12)
            self.assertAlmostEqual(row["f1"], 2 * hits[index] / (column + 1000), places=12)
        for name in ("precision", "recall", "f1"):
            mean = sum(row[name] for row in found["classes"]) / 10
            self.assertAlmostEqual(found["macroMean"][name], mean, places=12)

    def test_every_model_is_profiled_at_any_batch_and_number_of_threads(self):
        for model in MODELS:
            for batch, threads in ((1, 1), (3, 2)):
                with self.subTest(model=model, batch=batch, threads=threads):
                    found = self.profile(
                        "--model", model, "--untrained", "--batch", batch, "--threads", threads)
                    self.assertEqual(found["model"], model)
                    self.assertFalse(found["isTrained"])
                    self.assertNotIn("testAccuracy", found)
                    self.assertEqual(found["latencyMilliseconds"]["repetitions"], 5)
                    operators = found["operators"]
                    self.assertAlmostEqual(sum(part["share"] for part in operators), 1, places=9)
                    self.assertEqual(
                        sum(part["multiplyAccumulates"] for part in operators),
                        batch * found["multiplyAccumulates"])
                    self.assertEqual(
                        sum(layer["multiplyAccumulates"] for layer in found["layers"]),
                        found["multiplyAccumulates"])
                    self.assertEqual(found["roofline"]["threads"], threads)
                    self.assertEqual(found["roofline"]["levels"][-1]["name"], "memory")

    def test_figures_are_in_their_order(self):
        self.assertNotIn("medianConfidenceInterval", self.profile()["latencyMilliseconds"])
        latency = self.profile("--repetitions", "20")["latencyMilliseconds"]
        order = [latency[name] for name in ("minimum", "p50", "p90", "p99", "maximum")]
        self.assertEqual(order, sorted(order))
        low, high = latency["medianConfidenceInterval"]
        self.assertLessEqual(low, high)

    def test_energy_is_told_or_it_is_said_why_not(self):
        energy = self.profile()["energy"]
        if "unavailable" in energy:
            self.assertRegex(energy["unavailable"], "/sys/class/powercap|intel-rapl")
            self.assertNotIn("joulesPerImage", energy)
        else:
            self.assertGreater(energy["joulesPerImage"], 0)

    def test_the_text_has_what_the_json_has(self):
        done = self.home.run("lab", "profile", "mlp", "--classes", *QUICK)
        self.assert_ends(
            done, 0, "mlp · batch 1 · 1 thread", "235,146", "234,752 MACs", "INT4 134 kB",
            "of 10,000 test images", "GFLOP/s", "0-1 Dense + ReLU", "Most of the time goes into",
            "Ankle boot", "mean of the classes")
        self.assertNotIn("T-shirt", self.home.run("lab", "profile", *QUICK).stdout)

    def test_weights_come_from_a_file(self):
        path = self.home.folder / "own.safetensors"
        shutil.copyfile(ROOT / "Data" / "models" / "mlp.safetensors", path)
        self.assertEqual(self.profile("--weights", path)["weights"], str(path))

    def test_what_is_wrong_is_said(self):
        mlp = ROOT / "Data" / "models" / "mlp.safetensors"
        for arguments, status, text in (
            (["vgg"], 64, "provide one of 'mlp', 'cnn' or 'depthwise'"),
            (["mlp", "--model", "cnn"], 64, "Two models were given: mlp and cnn."),
            (["--batch", "0"], 64, "--batch must be from 1 to 10000"),
            (["--batch", "10001"], 64, "--batch must be from 1 to 10000"),
            (["--batch", "99999999999999999999"], 64, "invalid"),
            (["--threads", "0"], 64, "--threads must be from 1 to 256"),
            (["--repetitions", "1"], 64, "--repetitions must be from 2 to 1000000"),
            (["--untrained", "--weights", "x"], 64, "--untrained takes random weights"),
            (["--weights", "nowhere.safetensors"], 74, "there is no such file"),
            (["--weights", ROOT / "README.md"], 65, "The file is damaged or of another format"),
            (["cnn", "--weights", mlp], 65, 'the weights of the model "mlp", not of "cnn"'),
        ):
            with self.subTest(arguments=arguments):
                done = self.home.run("lab", "profile", *arguments)
                self.assert_ends(done, status, text)
                self.assertEqual(done.stdout, "")

    def test_without_weights_or_data_it_says_what_to_do(self):
        course = self.course()
        done = self.home.run("lab", "profile", "mlp", "--course", course, PARE_DATA=None)
        self.assert_ends(
            done, 69, "mlp.safetensors, the weights of mlp", "pare lab train mlp --save",
            "--untrained")
        shutil.copytree(ROOT / "Data" / "models", course / "Data" / "models")
        (course / "Data" / "fashion-mnist").mkdir()
        if not pathlib.Path("/usr/share/datasets/fashion-mnist").exists():
            done = self.home.run("lab", "profile", "mlp", "--course", course)
            self.assert_ends(done, 69, "t10k-images-idx3-ubyte.gz: not found", "PARE_DATA")

    def test_more_threads_than_cores_are_warned_of(self):
        self.assert_ends(
            self.home.run("lab", "profile", "--threads", "200", *QUICK), 0, "200 threads share")


class Bench(ProgramTest):
    def test_points_and_knees(self):
        found = self.home.json(
            "lab", "bench", "mlp", "--batch", "4,1,4", "--threads", "2,1", *QUICK)
        self.assertEqual(found["schema"], "pare.lab.bench/1")
        places = [(point["threads"], point["batch"]) for point in found["points"]]
        self.assertEqual(places, [(1, 1), (1, 4), (2, 1), (2, 4)])
        for point in found["points"]:
            self.assertGreater(point["imagesPerSecond"], 0)
            self.assertEqual(point["latencyMilliseconds"]["repetitions"], 5)
        self.assertEqual([knee["threads"] for knee in found["knees"]], [1, 2])
        for knee in found["knees"]:
            self.assertIn(knee["kind"], ("at", "at-start", "beyond"))
            self.assertIn(knee["batch"], (1, 4))

    def test_it_needs_no_data_set(self):
        done = self.home.run(
            "lab", "bench", "cnn", "--untrained", "--batch", "1", "--course", self.course(), *QUICK)
        self.assert_ends(done, 0, "random weights", "One batch shows no knee")

    def test_a_pipe_gets_stars_and_the_numbers(self):
        done = self.home.run("lab", "bench", "--batch", "1,8", *QUICK)
        self.assert_ends(done, 0, "images a second", "milliseconds a call, p50", "images/s")
        self.assertIn("***", done.stdout)
        self.assertNotRegex(done.stdout, "[\u2800-\u28ff│┤▄]")

    def test_a_screen_reader_gets_the_numbers_alone(self):
        done = self.home.run("lab", "bench", "--batch", "1,8", "--accessible", *QUICK)
        self.assertNotIn("***", done.stdout)
        self.assertIn("images/s", done.stdout)

    def test_a_window_gets_blocks_or_what_it_asks_for(self):
        screen = self.screen(rows=60)
        command = "pare lab bench --batch 1,8 --repetitions 5"
        screen.type(f"clear; {command}; echo end=$?\n")
        text = screen.wait_for(r"^end=0").string
        self.assertRegex(text, "[▀▄█]")
        self.assertNotRegex(text, "[\u2801-\u28ff]")
        screen.type(f"clear; PARE_PLOT=braille {command}; echo stop=$?\n")
        text = screen.wait_for(r"^stop=0").string
        self.assertRegex(text, "[\u2801-\u28ff]")

    def test_what_is_wrong_is_said(self):
        for arguments, text in (
            (["--batch", "0,8"], "Each --batch must be from 1 to 65536"),
            (["--batch", "65537"], "Each --batch must be from 1 to 65536"),
            (["--batch", "1,,8"], '"1,,8" is no list of whole numbers'),
            (["--batch", "eight"], "The value 'eight' is invalid"),
            (["--threads", "1,2,3,4,5"], "at most 32 batches and 4 numbers of threads"),
            (["--threads", "257"], "Each of --threads must be from 1 to 256"),
            (["--repetitions", "1"], "--repetitions must be from 2 to 1000000"),
            (["vgg"], "provide one of 'mlp', 'cnn' or 'depthwise'"),
        ):
            with self.subTest(arguments=arguments):
                self.assert_ends(self.home.run("lab", "bench", *arguments), 64, text)


class Both(ProgramTest):
    COMMANDS = (
        ("profile", "depthwise", "--untrained", "--classes", *QUICK),
        ("profile", "--classes", *QUICK),
        ("bench", "--batch", "1,2,8", "--threads", "1,2", *QUICK),
    )

    def test_no_line_is_wider_than_the_window(self):
        for command in self.COMMANDS:
            for columns in (20, 30, 40, 60, 80, 100, 140):
                with self.subTest(command=command, columns=columns):
                    done = self.home.run("lab", *command, COLUMNS=str(columns))
                    self.assert_ends(done, 0)
                    widest = max(done.stdout.split("\n"), key=len)
                    self.assertLessEqual(len(widest), columns, widest)

    def test_the_c_locale_gets_ascii(self):
        for command in self.COMMANDS:
            done = self.home.run("lab", *command, LANG="C")
            self.assert_ends(done, 0)
            self.assertTrue(done.stdout.isascii(), done.stdout)

    def test_colour_as_it_is_asked_for(self):
        for command in self.COMMANDS:
            self.assertNotIn(ESCAPE, self.home.run("lab", *command).stdout)
            self.assertNotIn(ESCAPE, self.home.run("lab", *command, "--plain").stdout)
            self.assertIn(ESCAPE, self.home.run("lab", *command, "--color", "always").stdout)

    def test_json_is_one_document(self):
        for command in self.COMMANDS:
            done = self.home.run("lab", *command, "--json")
            self.assertEqual(done.stderr, "")
            self.assertTrue(json.loads(done.stdout)["schema"].startswith("pare.lab."))

    def test_a_full_disk_is_said(self):
        for command in self.COMMANDS:
            done = self.home.shell(f"pare lab {' '.join(command)} >/dev/full")
            self.assert_ends(done, 74, "No space left")


if __name__ == "__main__":
    unittest.main()
