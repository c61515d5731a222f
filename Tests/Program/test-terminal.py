#!/usr/bin/env python3
"""In a real terminal: keys, windows of any size, interrupts, and a shell that stays sane."""
import os
import re
import shutil
import signal
import unittest

from harness import (
    ESCAPE, ROOT, Conversation, Home, ProgramTest, alive, eventually, lesson, processes_of,
    words)

FIRST = "inference/scale-pixels"
SECOND = "inference/dense-forward"
LESSON = lesson()


@unittest.skipUnless(shutil.which("tmux"), "tmux is not installed")
class Terminal(ProgramTest):
    def lesson_step(self):
        return self.home.json("list")["units"][0].get("step")

    def assert_fits(self, screen, columns):
        self.assertEqual(screen.too_wide(columns), [], f"wider than {columns} columns")

    def read(self, screen, steps=1, command="pare learn inference"):
        """Opens the lesson and goes to a step."""
        screen.type(f"clear; {command}\n")
        screen.wait_for(r"\b\d+/\d+\b")
        for step in range(2, steps + 1):
            self.advance(screen, step)

    def advance(self, screen, step):
        """Reveals a step; where the one before is taller than the window, it is paged through."""
        while True:
            now = int(screen.wait_for(r"(\d+)/\d+\b")[1])
            if now >= step:
                return self.assertEqual(now, step)
            self.space(screen)

    def space(self, screen):
        """Goes on, and waits until something came of it."""
        before = screen.text()
        screen.key("Space")
        return screen.until(lambda shown: shown != before and shown, "space did nothing")


class Answers(Terminal):
    def test_every_screen_fits_windows_of_80_40_and_20_columns(self):
        self.home.run("quiz", "inference", input="?\n")
        for columns in (80, 40, 20):
            screen = self.screen(columns=columns, rows=50)
            for command in ("pare", "pare list", "pare doctor", "pare review", f"pare hint {FIRST}",
                            f"pare check {FIRST} --file {ROOT}/Exercises/{FIRST}.swift"):
                with self.subTest(columns=columns, command=command):
                    (self.home.folder / "it").write_text(
                        f"clear\n{command}\nstatus=$?\necho over=$status\n")
                    screen.type("clear; . ./it\n")
                    screen.wait_for(r"^over=[01]$")
                    for line in screen.too_wide(columns):
                        # Only a path may be: it is copied from the screen.
                        self.assertRegex(line, r"/\S{%d}" % (columns // 2), "wider than the window")
            screen.close()

    def test_pare_alone_says_the_same_at_every_width(self):
        plain = self.home.run().stdout
        self.assertIn("pare learn", plain)
        for columns in (80, 40, 20):
            with self.subTest(columns=columns):
                screen = self.screen(columns=columns)
                text, status = screen.shell("pare")
                self.assertEqual(status, 0)
                shown = words(re.sub(r"[━─]", "", text))
                for part in ("Inference", "step 1 of", "0 of 9", "pare learn", "Open the first lesson."):
                    self.assertIn(part, shown)
                self.assert_fits(screen, columns)
                screen.close()

    def test_colour_on_a_terminal_and_none_where_it_is_refused(self):
        screen = self.screen()
        screen.shell("pare list")
        self.assertIn(ESCAPE, screen.text(colors=True))
        for command in ("NO_COLOR=1 pare list", "TERM=dumb pare list", "pare list --plain",
                        "pare list --color never", "CLICOLOR=0 pare list"):
            with self.subTest(command=command):
                screen.shell(command, marker="d")
                self.assertNotIn(ESCAPE, screen.text(colors=True))


class Reading(Terminal):
    def test_space_steps_b_goes_back_and_q_keeps_the_place(self):
        screen = self.screen()
        self.read(screen)
        screen.wait("A model earns its keep")
        self.assertEqual(screen.state("alternate_on"), "1")
        self.advance(screen, 2)
        self.advance(screen, 3)
        self.advance(screen, 4)
        before = screen.text()
        screen.key("b")
        screen.until(lambda shown: shown != before, "b did nothing")
        screen.key("q")
        screen.wait("ready>")
        self.assertEqual(screen.status(), 0)
        self.assertEqual(screen.state("alternate_on"), "0")
        screen.assert_sane(self)
        left = self.lesson_step()
        self.assertGreaterEqual(left, 2)
        screen.type("clear; pare learn\n")
        screen.wait_for(rf"\b{left}/\d+\b")
        screen.key("q")
        screen.wait("ready>")
        self.assertIn(f"step {left} of", words(self.home.run().stdout))

    def test_a_resize_keeps_the_place_and_redraws(self):
        screen = self.screen()
        heading = "Learning path"
        before = (ROOT / "Lessons/01-inference.md").read_text().split("## " + heading)[0]
        step = len(re.findall(r"^#+ |^<!-- pause -->", before, re.M)) + 1
        self.read(screen, step)
        screen.wait(heading)
        for columns, rows in ((40, 24), (20, 30), (100, 30), (60, 12), (80, 24)):
            with self.subTest(columns=columns, rows=rows):
                screen.resize(columns, rows)
                screen.until(
                    lambda shown: re.search(
                        rf"\b{step}/\d+\b", shown.rstrip("\n").split("\n")[-1]),
                    "the last line is not the status")
                screen.wait(heading)
                self.assert_fits(screen, columns)
        screen.key("q")
        screen.wait("ready>")
        self.assertEqual(self.lesson_step(), step)

    def test_every_step_fits_narrow_windows(self):
        for columns in (40, 20):
            # A home of its own, so that the lesson opens at its beginning.
            home = Home()
            self.addCleanup(home.remove)
            screen = self.screen(columns=columns, rows=60, home=home)
            self.read(screen)
            for step in range(2, 16):
                self.advance(screen, step)
                self.assert_fits(screen, columns)
            screen.key("q")
            screen.wait("ready>")
            screen.close()

    def test_a_window_of_almost_nothing_does_no_harm(self):
        screen = self.screen()
        self.read(screen, 3)
        for columns, rows in ((1, 1), (5, 2), (10, 3), (200, 60), (80, 24)):
            screen.resize(columns, rows)
        screen.wait_for(r"\b3/\d+\b")
        screen.key("q")
        screen.wait("ready>")
        screen.assert_sane(self)

    def test_search_finds_and_goes_on(self):
        screen = self.screen()
        self.read(screen, 6)
        screen.key("g")
        screen.type("/")
        screen.type("softmax")
        screen.wait("/softmax")
        screen.key("Enter")
        screen.wait_gone("/softmax")
        screen.wait("softmax")
        first = screen.text()
        screen.key("n")
        screen.until(lambda shown: shown != first, "n did not go on")
        screen.type("/zebra\n")
        screen.wait("zebra")
        screen.wait_for(r"(?i)not found|no .*zebra|zebra.* not|nowhere")
        # The reader reads on, and a search may be left.
        screen.type("/never")
        screen.wait("/never")
        screen.key("Escape")
        screen.wait_gone("/never")
        screen.key("q")
        screen.wait("ready>")

    def test_the_outline_leads_to_any_heading(self):
        screen = self.screen()
        self.read(screen)
        screen.key("o")
        shown = screen.wait("Outline")
        for heading in ("Activate prior knowledge", "Overview", "Key concepts"):
            self.assertIn(heading, shown)
        screen.type("jjj\n")
        screen.wait_gone("Outline")
        screen.wait("Key concepts")
        screen.key("h")
        screen.wait("any key goes back")
        screen.key("Space")
        screen.wait_gone("any key goes back")
        screen.key("q")
        screen.wait("ready>")

    def test_the_end_of_the_lesson_is_reached_and_finished(self):
        screen = self.screen(rows=200, columns=100)
        self.read(screen)
        steps = self.home.json("list")["units"][0]["steps"]
        self.advance(screen, steps)
        screen.wait("pare quiz inference")
        screen.key("q")
        screen.wait("ready>")
        self.assertTrue(self.home.json("list")["units"][0]["isFinished"])
        # The review plan begins to run: its first row comes a day later.
        listing = self.home.json("review", PARE_NOW="2040-01-01T12:00:00Z")
        self.assertTrue(any(question["kind"] == "recall" for question in listing["due"]))

    def test_stop_and_fg_give_the_terminal_back_and_the_screen_again(self):
        screen = self.screen()
        self.read(screen, 3)
        for _ in range(2):
            screen.key("C-z")
            screen.wait("Stopped")
            screen.assert_sane(self)
            screen.type("clear; fg\n")
            screen.wait_for(r"\b3/\d+\b")
            self.assertEqual(screen.state("alternate_on"), "1")
        self.advance(screen, 4)
        screen.key("q")
        screen.wait("ready>")
        screen.assert_sane(self)

    def test_a_resize_while_stopped_is_seen_after_fg(self):
        screen = self.screen()
        self.read(screen, 3)
        screen.key("C-z")
        screen.wait("Stopped")
        screen.resize(50, 20)
        screen.type("clear; fg\n")
        screen.wait_for(r"\b3/\d+\b")
        self.assert_fits(screen, 50)
        screen.key("q")
        screen.wait("ready>")

    def test_an_interrupt_ends_with_130_and_a_sane_terminal(self):
        screen = self.screen()
        self.read(screen, 3)
        screen.key("C-c")
        screen.wait("ready>")
        self.assertEqual(screen.status(), 130)
        screen.assert_sane(self)
        self.assertEqual(self.lesson_step(), 3, "the place is kept all the same")

    def test_signals_that_end_leave_a_sane_terminal(self):
        screen = self.screen()
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGABRT,
                       signal.SIGSEGV):
            with self.subTest(signal=number):
                self.read(screen)
                (process,) = screen.processes()
                os.kill(process, number)
                screen.wait("ready>")
                self.assertEqual(screen.status(), 128 + number)
                screen.assert_sane(self)

    def test_a_terminal_that_hangs_up_leaves_no_process(self):
        for command, shown in (("pare learn", "1/"), ("pare quiz inference", "answers"),
                               (f"pare watch {FIRST}", "quit")):
            with self.subTest(command=command):
                if not (self.home.folder / "work").exists():
                    self.workspace()
                screen = self.screen()
                screen.type(f"clear; {command}\n")
                screen.wait(shown)
                (process,) = screen.processes()
                screen.hang_up()
                eventually(lambda: not alive(process), f"{command} goes on running")

    def test_errors_are_not_lost_with_the_alternate_screen(self):
        screen = self.screen()
        text, status = screen.shell("pare learn nothing")
        self.assertEqual(status, 66)
        self.assertIn("pare list", words(text))

    def test_the_editor_opens_and_the_lesson_comes_back(self):
        editor = self.home.folder / "editor"
        editor.write_text("#!/bin/sh\necho \"editing $1\"\nread answer\n")
        editor.chmod(0o755)
        self.home.environment["EDITOR"] = str(editor)
        screen = self.screen()
        self.read(screen, 2)
        screen.key("e")
        screen.wait("editing")
        self.assertEqual(screen.state("alternate_on"), "0")
        screen.type("\n")
        screen.wait_for(r"\b2/\d+\b")
        self.assertEqual(screen.state("alternate_on"), "1")
        screen.key("q")
        screen.wait("ready>")

    def test_x_starts_the_exercise_and_q_comes_back_to_the_lesson(self):
        screen = self.screen(rows=40)
        self.read(screen)
        while "x exercise" not in screen.text():
            self.space(screen)
        step = re.search(r"\b(\d+)/\d+\b", screen.text())[1]
        screen.type("x")
        screen.wait("Make")
        screen.type("y\n")
        screen.wait("0 of 5 checks passed")
        self.assertTrue((self.home.folder / "pare" / f"{FIRST}.swift").exists()
                        or list(self.home.folder.rglob(f"{FIRST}.swift")))
        shutil.copyfile(
            ROOT / f"Solutions/{FIRST}.swift", next(self.home.folder.rglob(f"{FIRST}.swift")))
        screen.wait("every check passed")
        screen.type("q")
        screen.wait_for(rf"\b{step}/\d+\b")
        screen.key("q")
        screen.wait("ready>")
        screen.assert_sane(self)

    def test_accessible_reading_only_appends(self):
        for command in ("pare learn --accessible", "TERM=dumb pare learn"):
            with self.subTest(command=command):
                screen = self.screen(rows=50)
                log = self.home.folder / "log"
                log.unlink(missing_ok=True)
                screen.record(log)
                screen.type(f"{command}\n")
                step = int(screen.wait_for(r"Step (\d+) of \d+\. Enter goes on")[1])
                screen.type("\n")
                screen.wait(f"Step {step + 1} of")
                self.assertEqual(screen.state("alternate_on"), "0")
                screen.type("q\n")
                screen.until(lambda shown: shown.rstrip().endswith("ready>"), "q did not leave")
                shown = re.sub(ESCAPE + r"\[[0-9;]*m", "", log.read_text("utf-8", "replace"))
                # What the shell itself says to the terminal, to learn of pasting.
                shown = re.sub(ESCAPE + r"\[\?2004[hl]", "", shown)
                self.assertNotIn(ESCAPE, shown, "the cursor was moved")
                self.assertEqual(screen.status(), 0)
                screen.close()

    def test_plain_in_a_terminal_prints_and_waits_for_nothing(self):
        screen = self.screen()
        text, status = screen.shell("pare learn inference --plain | tail -5; pare learn --plain >out")
        self.assertEqual(status, 0)


class Asking(Terminal):
    def kept(self):
        return self.home.query("SELECT card, grade FROM kept_log ORDER BY seq")

    def ask(self, screen, command="pare quiz inference"):
        screen.type(f"clear; {command}\n")
        screen.wait("q stops")

    def test_one_key_answers_changes_the_grade_takes_back_and_stops(self):
        screen = self.screen(rows=40)
        first = LESSON.questions()[0][0]
        self.ask(screen)
        screen.type("1")
        screen.wait("Kept as")
        screen.wait("Enter goes on")
        self.assertEqual([card for card, _ in self.kept()], [first])
        screen.type("4")
        screen.wait("Kept as easy")
        self.assertEqual(self.kept(), [(first, 4)])
        screen.type("u")
        screen.wait("Taken back")
        self.assertEqual(self.kept(), [])
        screen.type("?")
        screen.wait("Kept as forgotten")
        screen.until(lambda shown: shown.rstrip().endswith("q stops"), "no question after it")
        screen.type("q")
        screen.wait("1 answered, 0 right")
        self.assertEqual(screen.status(), 0)
        screen.assert_sane(self)
        self.assertEqual(self.kept(), [(first, 1)])
        self.assert_ends(self.home.run("memory", "verify"), 0)

    def test_a_key_pressed_twice_gives_no_grade(self):
        screen = self.screen(rows=40)
        self.ask(screen)
        screen.type("44")
        screen.wait("Enter goes on")
        screen.key("Enter")
        screen.wait("Question 2 of")
        ((_, grade),) = self.kept()
        correct = self.home.query("SELECT correct FROM kept_log")[0][0]
        if not correct:
            self.assertEqual(grade, 1, "the second press of the answer was taken for a grade")
        self.assertEqual(self.home.query("SELECT count(*) FROM log"), [(1,)])

    def test_typed_answers_may_be_corrected_while_typing(self):
        screen = self.screen(rows=40)
        self.ask(screen)
        screen.type("?")
        screen.wait("Enter goes on")
        screen.key("Enter")
        screen.wait("Question 2 of")
        screen.wait("What does this print?")
        screen.type("[0.0, 2.0")
        screen.key("BSpace", "BSpace", "BSpace")
        screen.type("1.0]\n")
        # The first question's "Enter goes on" may still be on the screen.
        eventually(lambda: len(self.kept()) == 2, "the second answer is kept")
        self.assertEqual(
            self.home.query("SELECT typed, correct FROM kept_log ORDER BY seq")[1],
            ("[0.0, 1.0]", 1))

    def test_an_interrupt_in_a_quiz_keeps_what_was_answered(self):
        for ready in (["?"], ["?", "Enter", "wait"]):
            screen = self.screen(rows=40)
            self.ask(screen)
            before = len(self.kept()) if self.home.store.exists() else 0
            screen.type("?")
            screen.wait("Enter goes on")
            if "Enter" in ready:
                screen.key("Enter")
                screen.wait("Question 2 of")
            screen.key("C-c")
            screen.wait("ready>")
            self.assertEqual(screen.status(), 130)
            screen.assert_sane(self)
            self.assertEqual(len(self.kept()), before + 1)
            screen.close()
        self.assert_ends(self.home.run("memory", "verify"), 0)

    def test_a_quiz_may_be_stopped_and_gone_on_with(self):
        screen = self.screen(rows=40)
        self.ask(screen)
        screen.key("C-z")
        screen.wait("Stopped")
        screen.assert_sane(self)
        screen.type("clear; fg\n")
        screen.wait("pare quiz")
        screen.type("?")
        screen.wait("Kept as")
        self.assertEqual(len(self.kept()), 1)
        screen.type("q")
        screen.wait("1 answered")
        screen.assert_sane(self)

    def test_the_end_of_file_key_stops_a_quiz(self):
        screen = self.screen(rows=40)
        self.ask(screen)
        screen.key("C-d")
        screen.wait("0 answered")
        self.assertEqual(screen.status(), 0)

    def test_review_in_a_terminal_asks_what_is_due(self):
        self.home.run("quiz", "inference", input="?\n?\n", PARE_NOW="2026-05-04T18:00:00Z")
        self.home.environment["PARE_NOW"] = "2026-05-05T18:00:00Z"
        screen = self.screen(rows=40)
        self.ask(screen, "pare review")
        screen.wait("of 2")
        screen.type("q") if "1–4" in screen.text() else screen.type(":q\n")
        screen.wait("0 answered")

    def test_questions_fit_narrow_windows(self):
        for columns in (40, 20):
            screen = self.screen(columns=columns, rows=60)
            screen.type("clear; pare quiz inference\n")
            screen.wait("stops")
            screen.type("?")
            screen.wait("Kept as")
            self.assert_fits(screen, columns)
            screen.close()


class Watching(Terminal):
    def setUp(self):
        super().setUp()
        self.folder = self.workspace()
        self.mine = self.folder / f"{FIRST}.swift"
        self.log = self.home.folder / "log"

    def watch(self, command=f"pare watch {FIRST}", **options):
        screen = self.screen(rows=40, cwd=self.folder, **options)
        screen.record(self.log)
        screen.type(f"clear; {command}\n")
        self.graded(1)
        return screen

    def shown(self):
        return self.log.read_text("utf-8", "replace")

    def graded(self, count):
        """Waits until so many verdicts were shown."""
        eventually(
            lambda: self.shown().count("Took ") >= count,
            lambda: f"no verdict number {count}:\n{self.shown()[-2000:]}", 30)
        self.assertEqual(self.shown().count("Took "), count)

    def save(self, body):
        self.mine.write_text("func scaled(_ pixels: [UInt8]) -> [Float] {\n" + body + "\n}\n")

    def test_every_save_is_checked(self):
        screen = self.watch()
        screen.wait("0 of 5 checks passed")
        self.save("  return pixels.map { Float($0) }")
        screen.wait("You turned the bytes into numbers but did not scale them")
        self.save("  return pixels.map { Float($0) / 255 }")
        screen.wait("every check passed")
        self.graded(3)
        screen.type("q")
        screen.wait("ready>")
        self.assertEqual(screen.status(), 0)
        screen.assert_sane(self)
        self.assertIn(f"[x] {FIRST}", self.home.run("list").stdout)

    def test_a_save_by_renaming_counts(self):
        screen = self.watch()
        for number in range(3):
            new = self.folder / "inference" / f".tmp-{number}"
            new.write_text(
                f"func scaled(_ p: [UInt8]) -> [Float] {{ p.map {{ Float($0) / {number + 1} }} }}\n")
            os.replace(new, self.mine)
            self.graded(2 + number)
        # The way of editors that keep a backup: the file goes away and a new one comes.
        os.rename(self.mine, self.folder / "inference" / "backup~")
        self.save("  return pixels.map { Float($0) / 255 }")
        screen.wait("every check passed")

    def test_another_file_is_not_checked(self):
        screen = self.watch()
        (self.folder / f"{SECOND}.swift").write_text("// changed\n")
        (self.folder / "inference" / "copy.swift").write_text(self.mine.read_text())
        os.utime(self.folder / "Package.swift")
        self.save("  return pixels.map { Float($0) / 255 }")
        screen.wait("every check passed")
        self.graded(2)

    def test_the_keys_do_what_the_last_line_says(self):
        screen = self.watch()
        screen.type("h")
        screen.wait("Hint 1 of 3")
        screen.type("h")
        screen.wait("Hint 2 of 3")
        screen.type("l")
        screen.wait("inference/median-latency")
        self.assertNotIn("latency/percentile", screen.text())
        screen.type("r")
        self.graded(2)
        screen.type("n")
        screen.wait("0 of 7 checks passed")
        screen.wait(f"{SECOND}.swift")
        # Now the second file is the one that counts.
        self.save("  return []")
        self.solve(self.folder, SECOND)
        screen.wait("every check passed")
        self.graded(4)
        screen.type("q")
        screen.wait("ready>")
        self.assertEqual(screen.status(), 0)

    def test_the_scrollback_is_not_erased(self):
        screen = self.watch("for i in 1 2 3 4 5; do seq -f 'before-%g' 1 20; done; "
                            f"pare watch {FIRST}")
        for number in (2, 3):
            self.save(f"  return pixels.map {{ Float($0) / {number} }}")
            self.graded(number)
        self.assertNotIn(ESCAPE + "[3J", self.shown().split("before-20")[-1])
        screen.type("q")
        screen.wait("ready>")
        self.assertGreaterEqual(screen.text(history=True).count("before-7"), 4)
        self.assertEqual(screen.state("alternate_on"), "0")

    def test_an_interrupt_ends_with_130_and_a_sane_terminal(self):
        screen = self.watch()
        screen.key("C-c")
        screen.wait("ready>")
        self.assertEqual(screen.status(), 130)
        screen.assert_sane(self)

    def test_keys_work_while_a_check_runs_and_quitting_leaves_nothing(self):
        for key in ("q", "C-c"):
            with self.subTest(key=key):
                self.log.unlink(missing_ok=True)
                self.solve(self.folder, FIRST, "Exercises")
                screen = self.watch()
                self.save("  while true {}")
                eventually(
                    lambda: [p for p in processes_of(str(self.home.folder)) if self.is_bwrap(p)],
                    "the check did not begin")
                screen.key(key)
                screen.wait("ready>", seconds=4)
                eventually(
                    lambda: not [p for p in processes_of(str(self.home.folder)) if self.is_bwrap(p)],
                    "a process of the check goes on running", 4)
                screen.assert_sane(self)
                screen.close()

    def is_bwrap(self, process):
        try:
            with open(f"/proc/{process}/comm") as file:
                return file.read().strip() in ("bwrap", "program", "swift-frontend", "clang")
        except OSError:
            return False

    def test_a_deleted_file_is_said_and_its_return_is_seen(self):
        screen = self.watch()
        self.mine.unlink()
        screen.type("r")
        screen.wait("pare reset")
        self.save("  return pixels.map { Float($0) / 255 }")
        screen.wait("every check passed")

    def test_stop_and_fg_give_the_terminal_back(self):
        screen = self.watch()
        screen.key("C-z")
        screen.wait("Stopped")
        screen.assert_sane(self)
        screen.type("clear; fg\n")
        screen.wait(f"pare watch {FIRST}")
        self.save("  return pixels.map { Float($0) / 255 }")
        screen.wait("every check passed")
        screen.type("q")
        screen.wait("ready>")
        screen.assert_sane(self)

    def test_a_window_that_changes_its_width_is_minded(self):
        screen = self.watch()
        screen.resize(40, 60)
        self.save("  return pixels.map { Float($0) / 256 }")
        screen.wait("You divided by 256")
        screen.type("clear")
        self.graded(2)
        shown = self.shown().split(ESCAPE + "[2J")[-1]
        for line in re.sub(ESCAPE + r"\[[0-9;?]*[a-zA-Z]", "", shown).replace("\r", "").split("\n"):
            self.assertLessEqual(len(line), 40, line)

    def test_an_interrupt_during_a_check_leaves_nothing(self):
        self.save("  while true {}")
        screen = self.screen(cwd=self.folder)
        screen.type(f"clear; pare check {FIRST}\n")
        eventually(
            lambda: [p for p in processes_of(str(self.home.folder)) if self.is_bwrap(p)],
            "the check did not begin")
        screen.key("C-c")
        screen.wait("ready>", seconds=4)
        self.assertEqual(screen.status(), 130)
        eventually(
            lambda: not [p for p in processes_of(str(self.home.folder)) if self.is_bwrap(p)],
            "a process of the check goes on running", 4)
        screen.assert_sane(self)

    def test_watch_works_without_a_terminal(self):
        process = self.home.start("watch", FIRST)
        talk = Conversation(process)
        self.assertTrue(talk.wait("Took "))
        self.save("  return pixels.map { Float($0) / 255 }")
        self.assertTrue(talk.wait("every check passed"))
        process.send_signal(signal.SIGTERM)
        talk.rest()
        talk.end()
        self.assertEqual(process.returncode, -signal.SIGTERM)
        self.assertNotIn(ESCAPE, talk.seen)


if __name__ == "__main__":
    unittest.main()
