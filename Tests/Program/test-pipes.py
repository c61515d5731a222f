#!/usr/bin/env python3
"""Without a terminal: pipes, redirections, plain text, colour asked for or refused."""
import re
import subprocess
import unittest

from harness import ESCAPE, PROGRAM, Conversation, ProgramTest, lesson, words

LESSON = lesson()


def plain_heading(text):
    return words(re.sub(r"[`*]", "", text))


class Pipes(ProgramTest):
    COMMANDS = (
        [], ["list"], ["doctor"], ["learn", "inference"], ["hint", "inference/scale-pixels"],
        ["review"], ["memory", "verify"], ["--help"],
    )

    def assert_plain(self, done):
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertNotIn(ESCAPE, done.stdout + done.stderr)
        for line in done.stdout.split("\n"):
            self.assertNotRegex(line, r"[\x00-\x08\x0b-\x1f\x7f]", "a control character")

    def test_learn_into_a_pipe_prints_the_whole_lesson(self):
        done = self.home.shell("set -o pipefail; pare learn inference --plain | cat")
        self.assert_plain(done)
        # Plain text keeps the marks of the lower headings.
        lines = [words(line).lstrip("# ") for line in done.stdout.split("\n")]
        self.assertGreater(len(LESSON.headings), 20)
        place = 0
        for heading in LESSON.headings:
            # A long heading is wrapped: its beginning stands on a line of its own.
            text = plain_heading(heading)
            found = next(
                (number for number, line in enumerate(lines[place:], place)
                 if line and (line == text or text.startswith(line + " ") and len(line) > 40)), None)
            self.assertIsNotNone(found, f"{heading!r} is missing, or is not in its order")
            place = found + 1

    def test_learn_into_a_pipe_shows_every_exercise_and_all_code(self):
        done = self.home.run("learn", "inference", "--plain")
        text = words(done.stdout)
        for exercise in self.home.json("list")["units"][0]["exercises"]:
            self.assertIn(exercise["title"], text)
        for info, lines, number in LESSON.blocks:
            if info == "swift run":
                for line in lines:
                    self.assertIn(words(line), text, f"line {number} of the lesson")

    def test_learn_into_a_pipe_does_not_move_the_place(self):
        self.home.run("learn", "inference")
        self.assertNotIn("step", self.home.json("list")["units"][0])

    def test_what_a_pipe_gets_has_no_escape_byte(self):
        for command in self.COMMANDS:
            for more in ([], ["--plain"]):
                if command in (["--help"], ["memory", "verify"]) and more:
                    continue
                with self.subTest(command=command + more):
                    self.assert_plain(self.home.run(*command, *more))

    def test_no_line_in_a_pipe_is_wider_than_80_columns(self):
        for command in ([], ["list"], ["learn", "inference"], ["quiz", "inference"]):
            with self.subTest(command=command):
                done = self.home.run(*command, input="?\n" * 40)
                for line in done.stdout.split("\n"):
                    self.assertLessEqual(len(line), 80, line)

    def test_columns_sets_the_width_of_what_goes_into_a_pipe(self):
        for columns in (20, 40, 60):
            with self.subTest(columns=columns):
                done = self.home.run("list", COLUMNS=str(columns))
                self.assertEqual(done.returncode, 0)
                self.assertLessEqual(max(map(len, done.stdout.split("\n"))), columns)
        for nonsense in ("0", "-3", "wide", "99999999999999999999"):
            with self.subTest(columns=nonsense):
                done = self.home.run("list", COLUMNS=nonsense)
                self.assertEqual(done.returncode, 0)
                self.assertLessEqual(max(map(len, done.stdout.split("\n"))), 88)

    # Colour

    def test_color_always_colours_a_pipe(self):
        for command in (["list"], ["learn", "inference"], ["doctor"]):
            with self.subTest(command=command):
                done = self.home.run(*command, "--color", "always")
                self.assertRegex(done.stdout, ESCAPE + r"\[[0-9;]*m")
                # Colour and nothing else: no cursor movement in a pipe.
                self.assertNotIn(ESCAPE, re.sub(ESCAPE + r"\[[0-9;]*m", "", done.stdout))

    def test_who_asks_for_colour_wins_in_the_documented_order(self):
        def colours(*arguments, **environment):
            return ESCAPE in self.home.run("list", *arguments, **environment).stdout

        self.assertFalse(colours())
        self.assertTrue(colours(FORCE_COLOR="1"))
        self.assertTrue(colours(CLICOLOR_FORCE="1"))
        self.assertFalse(colours(FORCE_COLOR="1", NO_COLOR="1"))
        self.assertTrue(colours(FORCE_COLOR="1", NO_COLOR=""))
        self.assertTrue(colours("--color", "always", NO_COLOR="1"))
        self.assertFalse(colours("--color", "never", FORCE_COLOR="1"))
        self.assertFalse(colours("--plain", FORCE_COLOR="1"))

    def test_no_color_and_a_dumb_terminal_take_colour_away(self):
        for environment in ({"NO_COLOR": "1"}, {"TERM": "dumb"}, {"TERM": None}):
            with self.subTest(environment=environment):
                self.assert_plain(self.home.run("list", **environment))

    def test_the_c_locale_gets_ascii_where_the_program_speaks(self):
        for command in ([], ["list"], ["doctor"], ["review"], ["--help"]):
            for locale in ({"LANG": "C"}, {"LANG": None}, {"LANG": "C.UTF-8", "LC_ALL": "POSIX"}):
                with self.subTest(command=command, locale=locale):
                    done = self.home.run(*command, **locale)
                    self.assertEqual(done.returncode, 0, done.stderr)
                    self.assertTrue(done.stdout.isascii(), done.stdout)

    def test_the_c_locale_breaks_no_character_of_a_lesson(self):
        done = subprocess.run(
            [PROGRAM, "learn", "inference"], capture_output=True, stdin=subprocess.DEVNULL,
            env=self.home.environment_with({"LANG": "C"}))
        self.assertEqual(done.returncode, 0, done.stderr)
        done.stdout.decode("utf-8", "strict")

    # Ends that are closed

    def test_head_takes_one_line_and_the_rest_is_silent(self):
        for command in ("learn inference --plain", "list", "learn inference --color always",
                        "list --json", "doctor"):
            with self.subTest(command=command):
                done = self.home.shell(f"pare {command} | head -1; echo ${{PIPESTATUS[0]}}")
                self.assertEqual(done.stderr, "")
                lines = done.stdout.strip().split("\n")
                self.assertEqual(len(lines), 2, done.stdout)
                self.assertIn(lines[-1], ("0", "141"))

    def test_a_reader_that_goes_away_ends_the_program_silently_with_141(self):
        talk = Conversation(self.home.start("quiz", "inference", "--plain"))
        self.assertTrue(talk.wait("Question 1 of"))
        talk.process.stdout.close()
        talk.say("1")
        talk.process.wait(timeout=20)
        # A process ended by the signal, as a shell shows it: 128 + 13.
        self.assertIn(talk.process.returncode, (-13, 141))
        self.assertEqual(talk.process.stderr.read(), b"")
        talk.process.stdin.close()
        talk.process.stderr.close()
        self.assert_ends(self.home.run("memory", "verify"), 0)

    def test_a_closed_pipe_is_silent_also_where_the_parent_ignores_its_signal(self):
        for command in ("learn inference --plain", "list"):
            with self.subTest(command=command):
                # `true` may end before or after the program writes: the fifo makes sure of it.
                done = self.home.shell(
                    "trap '' PIPE; mkfifo fifo; { exec 3<fifo; exec 3<&-; echo gone > went; } & "
                    "exec 4>fifo; wait; "
                    f"pare {command} >&4; status=$?; rm fifo; echo $status")
                self.assertEqual(done.stderr, "")
                self.assertEqual(done.stdout.strip(), "141")

    def test_a_full_disk_behind_standard_output_is_said(self):
        for command in ("learn inference --plain", "list", "list --json", "doctor",
                        "quiz inference", "memory verify"):
            with self.subTest(command=command):
                done = self.home.shell(f"pare {command} >/dev/full")
                self.assert_ends(done, 74, "No space left")
                self.assertNotIn("code: 28", done.stderr)

    def test_a_closed_standard_output_is_an_error_and_harms_no_file(self):
        for command in ("learn inference --plain", "list", "quiz inference <<<1"):
            with self.subTest(command=command):
                done = self.home.shell(f"pare {command} >&-")
                self.assert_no_crash(done)
                self.assertEqual(done.returncode, 74, done.stderr)
                self.assertIn("standard output is closed", done.stderr)
        for path in self.home.folder.rglob("*"):
            if path.is_file():
                self.assertNotIn(b"Question 1 of", path.read_bytes(), path)
        self.assert_ends(self.home.run("memory", "verify"), 0)

    def test_closed_standard_input_and_error_are_no_fault(self):
        for redirection in ("<&-", "2>&-", "<&- 2>&-", "2>/dev/full"):
            for command in ("list", "quiz inference", "learn inference", "check nothing"):
                with self.subTest(command=command, redirection=redirection):
                    done = self.home.shell(f"pare {command} {redirection}")
                    self.assertIn(done.returncode, (66, 74) if "nothing" in command else (0, 74))

    def test_no_input_at_all_ends_every_command(self):
        for command in ([], ["learn"], ["quiz"], ["review"], ["list"], ["status"]):
            with self.subTest(command=command):
                done = self.home.shell("pare " + " ".join(command) + " </dev/null", timeout=20)
                self.assertIn(done.returncode, (0, 1))
                self.assertEqual(done.stderr, "")

    def test_json_is_one_document_without_noise(self):
        for command, schema in (
            (["list"], "pare.list/1"), (["doctor"], "pare.doctor/1"), ([], "pare.home/1"),
            (["review"], "pare.review/1"), (["lint", "--fast"], "pare.lint/2"),
        ):
            with self.subTest(command=command):
                done = self.home.run(*command, "--json", TERM="dumb")
                self.assertEqual(done.stderr, "")
                self.assertEqual(self.home.json(*command)["schema"], schema)
                self.assertNotIn(ESCAPE, done.stdout)

    def test_errors_go_to_standard_error_and_leave_the_output_empty(self):
        for command in (["check", "nothing"], ["learn", "nothing"], ["list", "--nothing"]):
            with self.subTest(command=command):
                done = self.home.run(*command)
                self.assertEqual(done.stdout, "")
                self.assertNotEqual(done.stderr, "")
                self.assertNotIn(ESCAPE, done.stderr)


if __name__ == "__main__":
    unittest.main()
