#!/usr/bin/env python3
"""What goes wrong ends with a status from the table and a sentence that says what to do."""
import json
import os
import pathlib
import shlex
import shutil
import sqlite3
import subprocess
import time
import unittest

from harness import PROGRAM, ROOT, Conversation, ProgramTest, lesson, words

FIRST = "inference/scale-pixels"
LESSON = ROOT / "Lessons" / "01-inference.md"


class Trouble(ProgramTest):
    def assert_ends(self, done, status, *texts):
        super().assert_ends(done, status, *texts)
        self.assertNotIn(". . ", words(done.stderr).replace("...", ""))
        self.assertNotIn(".. ", words(done.stderr).replace("...", ""))

    def check(self, source, *more, **options):
        path = self.home.folder / "mine.swift"
        path.write_bytes(source if isinstance(source, bytes) else source.encode())
        return self.home.run("check", FIRST, "--file", "mine.swift", *more, **options)

    def scaled(self, body):
        return "func scaled(_ pixels: [UInt8]) -> [Float] {\n" + body + "\n}\n"


class LearnersCode(Trouble):
    def test_a_syntax_error_names_the_learners_line(self):
        done = self.check(self.scaled("  let x ="))
        self.assert_ends(done, 1, "does not compile", "mine.swift:2:")
        document = json.loads(self.check(self.scaled("  let x ="), "--json").stdout)
        self.assertEqual(document["outcome"], "compileError")
        self.assertEqual(document["diagnostics"][0]["line"], 2)

    def test_a_missing_function_is_named(self):
        self.assert_ends(
            self.check("func scald(_ p: [UInt8]) -> [Float] { [] }\n"), 1, "does not compile",
            "cannot find 'scaled'")

    def test_an_empty_file_is_said(self):
        self.assert_ends(self.check(""), 1, "the file is empty")

    def test_an_endless_loop_says_the_time_limit(self):
        begun = time.monotonic()
        done = self.check(self.scaled("  while true {}"))
        self.assertLess(time.monotonic() - begun, 20)
        self.assert_ends(done, 1, "did not come to an end within 5 s", "loop")
        self.assertNotIn("You left the black pixels out", done.stdout)

    def test_a_crash_names_the_line(self):
        done = self.check(self.scaled("  let none: [Float] = []\n  return [none[3]]"))
        self.assert_ends(done, 1, "crashed", "Index out of range", "in line 3 of your file")

    def test_an_early_exit_passes_no_check(self):
        for call in ("exit(0)", "_exit(0)"):
            done = self.check("import Glibc\n" + self.scaled(f"  {call}"))
            self.assert_ends(done, 1, "called exit (status 0) before the check")
            self.assertNotIn("[passed]", done.stdout)

    def test_a_program_that_prints_passed_has_not_passed(self):
        body = """  print("[passed] every pixel becomes one number")
  print("{\\"outcome\\": \\"passed\\"}")
  return []"""
        done = self.check(self.scaled(body))
        self.assert_ends(done, 1, "0 of 5 checks passed", "Your program printed:")
        document = json.loads(self.check(self.scaled(body), "--json").stdout)
        self.assertEqual(document["outcome"], "failed")
        self.assertIn("[passed]", document["output"])

    def test_what_a_program_prints_cannot_command_the_terminal(self):
        done = self.check(self.scaled('  print("\\u{1B}]0;owned\\u{7}\\u{1B}[2J")\n  return []'))
        self.assertEqual(done.returncode, 1)
        self.assertNotIn("\x1b", done.stdout)
        self.assertNotIn("\x07", done.stdout)

    def test_endless_output_is_cut(self):
        done = self.check(self.scaled('  while true { print("more and more") }'))
        self.assertEqual(done.returncode, 1)
        self.assertIn("cut after", done.stdout)
        self.assertLess(len(done.stdout), 200_000)

    def test_a_file_that_is_not_utf8_is_refused_with_its_line(self):
        self.assert_ends(
            self.check(b"// one\n// caf\xe9\n"), 65, "mine.swift:2", "UTF-8")
        self.assert_ends(self.check(b"\x00\xff\xfe" * 100), 65, "UTF-8")

    def test_a_huge_file_is_refused(self):
        self.assert_ends(self.check("// " + "x" * (1 << 20)), 65, "larger than 1 MB")

    def test_a_file_that_is_not_there_or_no_file_is_said(self):
        self.assert_ends(
            self.home.run("check", FIRST, "--file", "none.swift"), 66, "none.swift")
        self.assert_ends(self.home.run("check", FIRST, "--file", "/"), 74, "/")

    def test_a_deleted_file_is_brought_back_with_reset(self):
        workspace = self.workspace()
        (workspace / f"{FIRST}.swift").unlink()
        self.assert_ends(self.home.run("check", FIRST), 66, f"pare reset {FIRST}")
        self.assert_ends(self.home.run("reset", FIRST), 0)
        self.assert_ends(self.home.run("check", FIRST), 1)

    def test_without_a_workspace_check_says_how_to_make_one(self):
        self.assert_ends(self.home.run("check", FIRST), 66, "pare init")

    def test_a_workspace_that_was_deleted_is_no_workspace(self):
        shutil.rmtree(self.workspace())
        self.assert_ends(self.home.run("check", FIRST), 66, "pare init")
        self.assert_ends(self.home.run("list"), 0)


class OddFiles(Trouble):
    def test_a_pipe_in_the_place_of_the_solution_is_not_waited_for(self):
        file = self.workspace() / "inference" / "scale-pixels.swift"
        file.unlink()
        os.mkfifo(file)
        self.assert_ends(
            self.home.run("check", "scale-pixels", timeout=60), 74, str(file), "not a regular file")

    def test_escape_bytes_of_a_source_do_not_reach_the_terminal(self):
        source = 'func scaled(_ p: [UInt8]) -> [Float] { let x = "\x1b]52;c;QUJD\x07" ; return y }\n'
        done = self.home.run("check", "scale-pixels", "--file", "-", input=source)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("cannot find 'y'", done.stdout)
        self.assertNotIn("\x1b", done.stdout)
        self.assertNotIn("\x07", done.stdout)

    def test_what_a_warning_says_is_not_taken_for_an_error(self):
        solution = (ROOT / "Solutions/inference/scale-pixels.swift").read_text()
        for text in ["b/Solution.swift:-9223372036854775808:3: error: boo", "a:1:0: error: boo"]:
            done = self.home.run("check", "scale-pixels", "--file", "-",
                                 input=f'#warning("{text}")\n{solution}')
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_a_cache_that_lost_its_contents_is_built_again(self):
        solution = ROOT / "Solutions/inference/scale-pixels.swift"
        for kind in ["programs", "checks", "library"]:
            self.assert_ends(self.home.run("check", "scale-pixels", "--file", solution), 0)
            for file in (self.home.folder / "pare" / "cache" / kind).rglob("*"):
                if file.is_file():
                    file.write_bytes(b"")
        self.assert_ends(self.home.run("check", "scale-pixels", "--file", solution), 0)


class Usage(Trouble):
    def test_an_unknown_exercise_is_answered_with_the_nearest(self):
        for typed in ("inferense/scale-pixel", "scale-pixles", "inference/scalepixels"):
            with self.subTest(typed=typed):
                self.assert_ends(self.home.run("check", typed), 66, f'Did you mean "', "scale-pixels")
        self.assert_ends(self.home.run("check", "zzzzzzzzzzzzzzzz"), 66, "pare list")

    def test_an_unknown_lesson_is_answered_with_the_nearest(self):
        for command in ("learn", "quiz"):
            self.assert_ends(self.home.run(command, "inferenc"), 66, 'Did you mean "inference"?')

    def test_an_unknown_option_is_wrong_usage(self):
        self.assert_ends(self.home.run("list", "--jsn"), 64, "--json")
        self.assert_ends(self.home.run("list", "--color", "mauve"), 64, "mauve", "always")
        self.assert_ends(self.home.run("check", "--file", "x"), 64, "--file")
        self.assert_ends(self.home.run("check", FIRST, "--all"), 64, "--all")
        self.assert_ends(self.home.run("reset"), 64)

    def test_an_unknown_command_is_answered_with_the_nearest(self):
        for typed, meant in (("chek", "check"), ("learm", "learn"), ("quizz", "quiz")):
            with self.subTest(typed=typed):
                self.assert_ends(self.home.run(typed), 64, typed, f'"{meant}"')

    def test_a_clock_that_is_no_time_is_wrong_usage(self):
        for text in ("yesterday", "2026-13-01T00:00:00Z", "1", "2026-05-01T25:00:00Z"):
            for command in ("list", "status", "review"):
                with self.subTest(text=text, command=command):
                    self.assert_ends(
                        self.home.run(command, PARE_NOW=text), 64, "PARE_NOW", text)

    def test_clocks_of_every_honest_form_are_understood(self):
        for text in ("2026-05-01T09:30:00Z", "2026-05-01T09:30:00.5Z", "2026-05-01T09:30:00+02:00",
                     "2026-05-01T09:30:00", "2026-05-01", "2026-05-01T09:30:00+0200", ""):
            with self.subTest(text=text):
                self.assert_ends(self.home.run("list", PARE_NOW=text), 0)

    def test_without_a_home_the_lesson_can_be_read_and_the_rest_says_so(self):
        nothing = {"HOME": None, "PARE_HOME": None}
        self.assert_ends(self.home.run("learn", "inference", "--plain", **nothing), 0, "Inference")
        for command in (["quiz"], ["review"], ["hint", FIRST], ["init", "w"]):
            with self.subTest(command=command):
                self.assert_ends(self.home.run(*command, **nothing), 69, "HOME", "PARE_HOME")

    def test_homes_that_lead_nowhere_are_said(self):
        (self.home.folder / "file").write_text("")
        for home in (str(self.home.folder / "file"), "/dev/null", "/proc/nothing"):
            with self.subTest(home=home):
                done = self.home.run("quiz", "inference", input="?\n", PARE_HOME=home)
                self.assert_ends(done, 74, home)


class Tools(Trouble):
    def bare_path(self):
        """A PATH on which only what is named can be found."""
        folder = self.home.folder / "bin"
        folder.mkdir(exist_ok=True)
        for tool in ("bash", "sh", "ls"):
            link = folder / tool
            if not link.exists():
                link.symlink_to(shutil.which(tool))
        return str(folder)

    def test_without_a_compiler_check_says_what_to_install(self):
        self.workspace()
        path = self.bare_path()
        for command in (["check", FIRST], ["submit", FIRST]):
            self.assert_ends(
                self.home.run(*command, PATH=path), 69, "no Swift compiler", "swift.org/install")
        done = self.home.run("doctor", PATH=path)
        self.assert_ends(done, 69, "compiler", "swift.org/install")
        # All that needs no compiler works on.
        for command in (["list"], ["learn", "inference"], ["hint", FIRST], []):
            self.assert_ends(self.home.run(*command, PATH=path), 0)

    def test_a_compiler_that_is_none_is_said(self):
        fake = self.home.folder / "swiftc"
        fake.write_text("#!/bin/sh\necho I am no compiler\nexit 3\n")
        fake.chmod(0o755)
        done = self.home.run(
            "check", FIRST, "--file", ROOT / f"Solutions/{FIRST}.swift", PARE_SWIFTC=str(fake))
        self.assert_no_crash(done)
        self.assertIn(done.returncode, (69, 70), done.stderr)
        self.assertIn("swiftc", done.stderr)

    @unittest.skipUnless(shutil.which("unshare"), "unshare is not installed")
    def test_without_bubblewrap_check_works_and_names_the_walls_that_stand(self):
        solution = shlex.quote(str(ROOT / f"Solutions/{FIRST}.swift"))
        places = [p for p in ("/usr/bin/bwrap", "/usr/local/bin/bwrap", "/bin/bwrap")
                  if os.path.exists(p)]
        hide = "".join(f"mount --bind /dev/null {p}; " for p in {os.path.realpath(p) for p in places})
        done = self.namespace(f"{hide} pare check {FIRST} --file {solution}")
        self.assert_ends(done, 0, "every check passed", "without a sandbox", "pare doctor")
        done = self.namespace(f"{hide} pare doctor")
        self.assert_ends(done, 69, "bubblewrap", "apt-get install bubblewrap")

    # Disks

    def on_disk(self, size, script, **more):
        """Runs a script in which `disk` is a folder on a disk of its own."""
        disk = self.home.folder / "disk"
        disk.mkdir(exist_ok=True)
        return self.namespace(f"mount -t tmpfs -o size={size} none disk && {{\n{script}\n}}", **more)

    def test_a_full_disk_loses_no_answer_that_was_acknowledged(self):
        # The store fits and some answers do; then there is no room.
        done = self.on_disk("10m", f"""
            export PARE_HOME=$PWD/disk/home
            printf '?\\n' | pare quiz inference --plain >out || exit 99
            head -c 100m /dev/zero >disk/filler 2>/dev/null
            i=0
            while [ $i -lt 30 ]; do
              yes 1 | head -80 | pare quiz inference --plain >>out 2>err || break
              i=$((i + 1))
            done
            status=$?
            cat err >&2
            echo status=$? loops=$i
            rm disk/filler
            grep -c 'Kept as' out
            pare memory verify || exit 98
            cp disk/home/data/pare.sqlite* .
            """)
        self.assertIn("disk is full", done.stderr)
        kept = int(done.stdout.split("\n")[1])
        database = sqlite3.connect(self.home.folder / "pare.sqlite")
        self.addCleanup(database.close)
        self.assertEqual(database.execute("SELECT count(*) FROM log").fetchall(), [(kept,)])

    def test_a_full_disk_ends_with_74(self):
        done = self.on_disk(
            "64k", "PARE_HOME=$PWD/disk/home pare quiz inference --plain <<<'?'")
        self.assert_ends(done, 74, "disk is full", "Make room")
        self.assertNotIn("Kept as", done.stdout)

    def test_a_full_disk_leaves_no_cut_file_in_a_workspace(self):
        done = self.on_disk("20k", "pare init disk/work; echo $?; cp -r disk/work kept")
        self.assertEqual(done.stdout.strip().split("\n")[-1], "74", done.stderr)
        self.assertIn("No space left", done.stderr)
        for path in (self.home.folder / "kept").rglob("*.swift"):
            name = path.relative_to(self.home.folder / "kept")
            if name.name != "Package.swift":
                self.assertEqual(
                    path.read_bytes(), (ROOT / "Exercises" / name).read_bytes(), name)
            else:
                self.assertIn("let package", path.read_text())

    def test_reset_on_a_full_disk_loses_nothing(self):
        done = self.on_disk("2m", f"""
            pare init disk/work >/dev/null
            printf '// mine %05000d\\n' 7 >disk/work/{FIRST}.swift
            cp disk/work/{FIRST}.swift mine.swift
            head -c 10m /dev/zero >disk/filler 2>/dev/null
            timeout 10 pare reset {FIRST}
            echo status=$?
            cp -r disk/work kept""")
        mine = (self.home.folder / "mine.swift").read_bytes()
        found = [path.read_bytes() for path in (self.home.folder / "kept").rglob("*.swift")]
        self.assertIn(mine, found, "the learner's file is gone\n" + done.stdout + done.stderr)
        self.assertIn(done.stdout.strip(), ("status=0", "status=74"), done.stderr)

    def test_a_disk_that_fills_up_during_a_check_is_said(self):
        solution = shlex.quote(str(ROOT / f"Solutions/{FIRST}.swift"))
        for size in ("1m", "5m", "7m"):
            with self.subTest(size=size):
                done = self.on_disk(
                    size, f"PARE_HOME=$PWD/disk/home pare check {FIRST} --file {solution}")
                self.assert_ends(done, 74, "No space left")
                self.assertEqual(done.stdout, "")
                self.assertLess(len(done.stderr.strip().split("\n")), 5)

    def test_a_read_only_disk_is_said_and_what_only_reads_works(self):
        commands = {
            "list": 0, "learn inference": 0, "status": 1, "review --json": 0, "memory verify": 0,
            "quiz inference": 74, "review": 74, "memory undo": 74, f"hint {FIRST}": 74,
            "init disk/work": 74,
        }
        for made in ("true", "printf '?\\n' | pare quiz inference --plain"):
            script = f"export PARE_HOME=$PWD/disk/home; {made} >/dev/null; mount -o remount,ro disk; "
            script += "; ".join(
                f"echo '== {command}' >&2; pare {command} >/dev/null; echo \"{command}=$?\""
                for command in commands)
            done = self.on_disk("10m", script)
            found = dict(line.rsplit("=", 1) for line in done.stdout.strip().split("\n"))
            self.assertEqual(
                found, {command: str(status) for command, status in commands.items()}, done.stderr)
            for part in done.stderr.split("== ")[1:]:
                command, _, said = part.partition("\n")
                if commands[command] == 74:
                    self.assertIn("disk/", said, command)
                    self.assertNotIn(".. ", said)

    @unittest.skipIf(os.getuid() == 0, "root may write everywhere; see the read-only disk")
    def test_a_folder_without_permission_to_write_is_said(self):
        self.home.run("quiz", "inference", "--plain", input="?\n")
        self.home.store.parent.chmod(0o500)
        done = self.home.run("quiz", "inference", "--plain", input="?\n")
        self.assert_ends(done, 74, str(self.home.store.parent))
        self.assert_ends(self.home.run("list"), 0)


class BrokenStore(Trouble):
    def setUp(self):
        super().setUp()
        done = self.home.run("quiz", "inference", "--plain", input="?\n" * 5)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_a_place_that_no_lesson_has_is_no_crash(self):
        for place in ['{"step":-5,"furthest":-5,"line":-5}',
                      '{"step":9223372036854775807,"furthest":9223372036854775807,"line":0}',
                      '{"step":"x"}', ""]:
            database = sqlite3.connect(self.home.store)
            database.execute(
                "INSERT OR REPLACE INTO settings VALUES ('lesson.place.inference', ?)", [place])
            database.execute(
                "INSERT OR REPLACE INTO hints VALUES ('inference/scale-pixels', ?, ?)",
                [(1 << 63) - 1, (1 << 63) - 1])
            database.commit()
            database.close()
            for arguments in [[], ["--json"], ["list"], ["hint", "scale-pixels"]]:
                with self.subTest(place=place, arguments=arguments):
                    self.assert_ends(self.home.run(*arguments), 0)

    def test_a_store_that_is_locked_is_waited_for_and_then_said(self):
        lock = sqlite3.connect(self.home.store, isolation_level=None)
        lock.execute("BEGIN EXCLUSIVE")
        lock.execute("UPDATE hints SET shown = shown")
        begun = time.monotonic()
        done = self.home.run("quiz", "inference", "--plain", input="?\n")
        waited = time.monotonic() - begun
        self.assert_ends(done, 75, str(self.home.store), "in use by", "try again")
        self.assertGreater(waited, 1)
        self.assertLess(waited, 30)
        self.assertNotIn("Kept as", done.stdout)
        # Readers always read.
        self.assert_ends(self.home.run("list"), 0)
        self.assert_ends(self.home.run("status"), 1)
        lock.execute("ROLLBACK")
        lock.close()
        done = self.home.run("quiz", "inference", "--plain", input="?\n")
        self.assert_ends(done, 0, "Kept as")

    def test_a_lock_that_is_let_go_in_time_is_no_error(self):
        lock = sqlite3.connect(self.home.store, isolation_level=None)
        lock.execute("BEGIN EXCLUSIVE")
        process = self.home.start("quiz", "inference", "--plain")
        talk = Conversation(process)
        talk.say("?")
        # It waits: its own lock file shows that it has opened the store.
        end = time.monotonic() + 20
        while not any("pare.sqlite" in file for file in self.open_files(process.pid)):
            self.assertLess(time.monotonic(), end)
        lock.execute("ROLLBACK")
        lock.close()
        self.assertTrue(talk.wait("Kept as"))
        talk.process.stdin.close()
        talk.rest()
        self.assertEqual(process.wait(timeout=20), 0)
        process.stdout.close()
        process.stderr.close()

    def open_files(self, process):
        folder = pathlib.Path(f"/proc/{process}/fd")
        if not folder.exists():
            self.skipTest("there is no /proc here")
        found = []
        for link in folder.iterdir():
            try:
                found.append(os.readlink(link))
            except OSError:
                pass  # closed between two looks
        return found

    def damage(self, offset, count=4096):
        with open(self.home.store, "r+b") as file:
            file.seek(offset)
            file.write(b"\xa5" * count)
        for name in ("pare.sqlite-wal", "pare.sqlite-shm"):
            (self.home.store.parent / name).unlink(missing_ok=True)
        return self.home.store.read_bytes()

    def test_a_damaged_store_is_said_and_left_as_it_is(self):
        for offset, count in ((0, 16), (0, 4096)):
            with self.subTest(offset=offset, count=count):
                bytes = self.damage(offset, count)
                for command in (["quiz", "inference"], ["review"], ["list"], ["status"], [],
                                ["memory", "verify"], ["memory", "undo"], ["hint", FIRST]):
                    done = self.home.run(*command, input="?\n")
                    self.assert_ends(done, 65, str(self.home.store))
                    self.assertIn("left as it is", done.stderr, command)
                self.assertEqual(self.home.store.read_bytes(), bytes)

    def test_damage_in_the_middle_is_found_by_verify(self):
        size = self.home.store.stat().st_size
        bytes = self.damage(size // 2, size // 2)
        done = self.home.run("memory", "verify")
        self.assertEqual(done.returncode, 65, done.stdout + done.stderr)
        for command in (["quiz", "inference"], ["review"], ["list"]):
            done = self.home.run(*command, input="?\n" * 3)
            self.assert_no_crash(done)
            self.assertIn(done.returncode, (0, 65), command)
        # What is new may be written behind it; the damage itself is nobody's to touch.
        self.assertEqual(self.home.store.read_bytes()[size // 2:size], bytes[size // 2:])

    def test_a_store_that_is_cut_or_empty_is_not_begun_anew_in_silence(self):
        bytes = self.home.store.read_bytes()
        for length in (0, 100, 5000, len(bytes) - 4096):
            with self.subTest(length=length):
                self.home.store.write_bytes(bytes[:length])
                for name in ("pare.sqlite-wal", "pare.sqlite-shm"):
                    (self.home.store.parent / name).unlink(missing_ok=True)
                done = self.home.run("quiz", "inference", "--plain", input="?\n")
                self.assert_ends(done, 65, str(self.home.store), "pare memory restore")

    def test_another_programs_file_is_no_store(self):
        for name in ("pare.sqlite-wal", "pare.sqlite-shm"):
            (self.home.store.parent / name).unlink(missing_ok=True)
        self.home.store.unlink()
        other = sqlite3.connect(self.home.store)
        other.execute("CREATE TABLE notes (text)")
        other.commit()
        other.close()
        before = self.home.store.read_bytes()
        self.assert_ends(self.home.run("quiz", "inference", input="?\n"), 65, "not a store")
        self.assertEqual(self.home.store.read_bytes(), before)
        self.home.store.write_text("a letter to my mother")
        self.assert_ends(self.home.run("quiz", "inference", input="?\n"), 65)
        self.assertEqual(self.home.store.read_text(), "a letter to my mother")

    def test_a_backup_brings_a_damaged_store_back(self):
        log = self.home.query("SELECT uuid FROM log ORDER BY seq")
        listed = self.home.run("memory", "restore")
        self.assert_ends(listed, 0, "pare memory restore")
        self.damage(0)
        done = self.home.run("memory", "restore", "latest")
        self.assert_ends(done, 0, "Restored from", "is kept as")
        self.assert_ends(self.home.run("memory", "verify"), 0)
        restored = self.home.query("SELECT uuid FROM log ORDER BY seq")
        self.assertEqual(restored, log[:len(restored)])
        self.assertGreater(len(restored), 0)
        self.assert_ends(self.home.run("memory", "restore", "nothing"), 66, "pare memory restore")

    def test_a_store_of_a_later_version_is_left_alone(self):
        database = sqlite3.connect(self.home.store)
        database.execute("INSERT INTO grdb_migrations VALUES ('from the future')")
        database.commit()
        database.close()
        before = self.home.store.read_bytes()
        self.assert_ends(self.home.run("quiz", "inference", input="?\n"), 65, "later version")
        self.assertEqual(self.home.store.read_bytes(), before)


class BrokenCourse(Trouble):
    def setUp(self):
        super().setUp()
        self.folder = self.course()
        self.lesson = self.folder / "Lessons" / "01-inference.md"
        # A second lesson, that must go on working.
        (self.folder / "Lessons" / "02-second.md").write_text(
            "---\nid: second\ntitle: The second\nrequires: []\nminutes: 5\n---\n\n"
            "# The second\n\n## Overview\n\nIt can be read.\n")
        course = self.folder / "Lessons" / "course.yaml"
        course.write_text(course.read_text().replace("  - inference\n", "  - inference\n  - second\n"))

    def lint(self, *more):
        return self.home.run("lint", self.folder, "--fast", *more)

    def test_a_broken_quiz_is_named_with_its_place_and_hides_no_other_lesson(self):
        lines = self.lesson.read_text().split("\n")
        number = next(n for n, line in enumerate(lines, 1) if line == "  kind: choice")
        lines[number - 1] = "  kind: chioce"
        self.lesson.write_text("\n".join(lines))
        done = self.lint()
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertRegex(done.stdout, rf"(?m)^Lessons/01-inference\.md:{number}:\d+: .*chioce")
        self.assertIn('"choice"', done.stdout)
        document = json.loads(self.lint("--json").stdout)
        errors = [p for p in document["problems"] if p["severity"] == "error"]
        self.assertIn(("Lessons/01-inference.md", number), [(p["file"], p["line"]) for p in errors])
        done = self.home.run("learn", "second", "--course", self.folder)
        self.assert_ends(done, 0, "It can be read.")
        self.assert_ends(self.home.run("list", "--course", self.folder), 0, "pare lint")

    def test_front_matter_that_is_no_yaml_is_named_and_hides_no_other_lesson(self):
        text = self.lesson.read_text().replace("title: Inference", "title: [Inference", 1)
        self.lesson.write_text(text)
        done = self.lint()
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stdout, r"(?m)^Lessons/01-inference\.md:\d+:\d+: ")
        self.assert_ends(
            self.home.run("learn", "second", "--course", self.folder), 0, "It can be read.")
        self.assert_ends(
            self.home.run("learn", "inference", "--course", self.folder), 65,
            "Lessons/01-inference.md:")

    def test_a_lesson_that_is_not_utf8_hides_no_other_lesson(self):
        self.lesson.write_bytes(self.lesson.read_bytes().replace(b"Inference", b"Inf\xe9rence", 1))
        done = self.lint()
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stdout, r"(?m)^Lessons/01-inference\.md:3:\d+: .*UTF-8")
        self.assert_ends(
            self.home.run("learn", "second", "--course", self.folder), 0, "It can be read.")

    def test_a_missing_course_file_is_said(self):
        (self.folder / "Lessons" / "course.yaml").unlink()
        for command in (["list"], ["learn"], ["lint", "--fast"]):
            self.assert_ends(
                self.home.run(*command, "--course", self.folder), 66, str(self.folder),
                "course.yaml")

    def test_a_broken_course_file_is_said_with_its_line(self):
        (self.folder / "Lessons" / "course.yaml").write_text("format: 1\nunits: {\n")
        done = self.lint()
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stdout, r"(?m)^Lessons/course\.yaml:\d+:\d+: ")
        # The lessons are there all the same.
        self.assert_ends(self.home.run("list", "--course", self.folder), 0, FIRST, "pare lint")

    def test_numbers_and_their_words_agree(self):
        shown = self.home.run("list", "--course", self.folder).stdout
        self.assertRegex(shown, r"\b1 step\b")
        self.assertNotRegex(shown, r"\b1 steps\b")

    def test_a_unit_without_a_lesson_is_said(self):
        (self.folder / "Lessons" / "02-second.md").unlink()
        done = self.lint()
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stdout, r"(?m)^Lessons/course\.yaml:\d+:\d+: .*second")
        self.assert_ends(self.home.run("list", "--course", self.folder), 0, FIRST)

    def test_a_deleted_starter_is_said_by_init_reset_and_lint(self):
        (self.folder / "Exercises" / f"{FIRST}.swift").unlink()
        done = self.home.run("init", self.home.folder / "work", "--course", self.folder)
        self.assert_ends(done, 66, f"Exercises/{FIRST}.swift")
        done = self.lint()
        self.assertEqual(done.returncode, 1)
        self.assertRegex(
            done.stdout, rf"(?m)^Lessons/01-inference\.md:\d+:\d+: .*Exercises/{FIRST}\.swift")
        self.assert_ends(self.home.run("learn", "inference", "--course", self.folder), 0)

    def test_a_deleted_solution_is_said(self):
        (self.folder / "Solutions" / f"{FIRST}.swift").unlink()
        for _ in range(2):
            done = self.home.run("solution", FIRST, "--course", self.folder)
        self.assert_ends(done, 66, f"Solutions/{FIRST}.swift")

    def test_a_course_that_is_deeply_nested_or_a_bomb_is_refused_in_time(self):
        bombs = {
            "deep": "> " * 5000 + "deep\n",
            "aliases": "```quiz\n- &a {id: x/a, kind: text}\n- *a\n```\n",
            "brackets": "```quiz\n" + "[" * 20000 + "\n```\n",
        }
        for name, text in bombs.items():
            with self.subTest(name=name):
                (self.folder / "Lessons" / "02-second.md").write_text(
                    f"---\nid: second\ntitle: Second\n---\n\n# Second\n\n{text}\n")
                done = self.home.run("lint", self.folder, "--fast", timeout=20)
                self.assertEqual(done.returncode, 1, done.stderr)
                self.assertRegex(done.stdout, r"(?m)^Lessons/02-second\.md:\d+:\d+: ")
                self.assert_ends(
                    self.home.run("learn", "inference", "--course", self.folder), 0)

    def test_a_path_that_leaves_the_course_is_refused(self):
        secret = self.home.folder / "secret.md"
        secret.write_text("---\nid: second\ntitle: Secret\n---\n\n# Secret\n\nhidden words\n")
        (self.folder / "Lessons" / "02-second.md").unlink()
        (self.folder / "Lessons" / "02-second.md").symlink_to(secret)
        done = self.lint()
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stdout, r"(?m)^Lessons/02-second\.md:\d+:\d+: ")
        done = self.home.run("learn", "second", "--course", self.folder)
        self.assertNotIn("hidden words", done.stdout)

    def test_a_course_that_changed_keeps_the_history_of_its_questions(self):
        def quiz():
            return self.home.run(
                "quiz", "inference", "--plain", "--course", self.folder, input="?\n?\n")

        self.assert_ends(quiz(), 0)
        first = lesson().questions()[0][0]
        text = self.lesson.read_text()
        self.lesson.write_text(text.replace("A model was trained on pixels", "One was trained on pixels"))
        self.assert_ends(quiz(), 0)
        self.assertEqual(
            self.home.query("SELECT count(*) FROM kept_log WHERE card = ?", first), [(2,)])
        self.assert_ends(self.home.run("memory", "verify", "--course", self.folder), 0)
        # The question vanishes; its history stays and comes back with it.
        self.lesson.write_text(text.replace(f"- id: {first}\n", "- id: inference/renamed\n"))
        self.assert_ends(quiz(), 0)
        self.assertEqual(
            self.home.query("SELECT orphaned FROM cards WHERE id = ?", first), [(1,)])
        self.lesson.write_text(text)
        self.assert_ends(quiz(), 0)
        self.assertEqual(
            self.home.query("SELECT orphaned FROM cards WHERE id = ?", first), [(0,)])
        self.assertEqual(
            self.home.query("SELECT count(*) FROM kept_log WHERE card = ?", first), [(3,)])


if __name__ == "__main__":
    unittest.main()
