"""Drives the real program: in a pipe with `run`, in a terminal with `Screen` (tmux)."""
import json
import os
import pathlib
import re
import select
import shlex
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

sys.dont_write_bytecode = True

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / ".build" / "release" / "pare"
ESCAPE = "\x1b"


def eventually(condition, what, seconds=20):
    """Waits until a condition holds, and answers what it answered; never a fixed time."""
    end = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(f"{what() if callable(what) else what}, within {seconds} s")
        time.sleep(0.03)


def processes_of(text):
    """The ids of living processes whose arguments hold a text."""
    done = subprocess.run(["ps", "-eo", "pid=,stat=,args="], capture_output=True, text=True)
    lines = [line.split(None, 2) for line in done.stdout.split("\n") if text in line]
    return [int(line[0]) for line in lines if not line[1].startswith("Z")]


def alive(process):
    """Whether a process runs; one that has ended and waits for its parent does not."""
    done = subprocess.run(["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True)
    return bool(done.stdout.strip()) and not done.stdout.strip().startswith("Z")


class Home:
    """A new PARE_HOME, and the environment of a user who has nothing else set."""

    def __init__(self, **more):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="pare-home-"))
        self.store = self.folder / "pare" / "data" / "pare.sqlite"
        self.environment = {
            "PATH": f"{PROGRAM.parent}:{os.environ['PATH']}",
            "HOME": str(self.folder),
            "PARE_HOME": str(self.folder / "pare"),
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            **more,
        }

    def remove(self):
        for path, _, _ in os.walk(self.folder):
            os.chmod(path, 0o700)
        shutil.rmtree(self.folder)

    def environment_with(self, more):
        """The environment with additions; a value of None takes a variable away."""
        return {k: v for k, v in {**self.environment, **more}.items() if v is not None}

    def run(self, *arguments, input="", cwd=None, timeout=120, **more):
        """Runs the program with standard input from a text; all output is captured."""
        return subprocess.run(
            [str(PROGRAM), *map(str, arguments)], input=input, capture_output=True, text=True,
            errors="surrogateescape", cwd=cwd or self.folder, env=self.environment_with(more),
            timeout=timeout)

    def shell(self, command, cwd=None, timeout=120, **more):
        """Runs a line of the shell, in which `pare` is the program."""
        return subprocess.run(
            ["bash", "--norc", "-c", command], stdin=subprocess.DEVNULL, capture_output=True,
            text=True, errors="surrogateescape", cwd=cwd or self.folder,
            env=self.environment_with(more), timeout=timeout)

    def json(self, *arguments, **more):
        done = self.run(*arguments, "--json", **more)
        try:
            return json.loads(done.stdout)
        except json.JSONDecodeError as error:
            raise AssertionError(
                f"{arguments}: no JSON ({error}), exit {done.returncode}\n"
                f"{done.stdout}\n{done.stderr}") from error

    def start(self, *arguments, **more):
        """Starts the program with pipes at all three ends, for a conversation."""
        return subprocess.Popen(
            [str(PROGRAM), *map(str, arguments)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, cwd=self.folder, env=self.environment_with(more), bufsize=0)

    def query(self, sql, *values):
        """Reads rows of the store as another program would."""
        database = sqlite3.connect(f"file:{self.store}?mode=ro", uri=True, timeout=10)
        try:
            return database.execute(sql, values).fetchall()
        finally:
            database.close()


class Screen:
    """A window of tmux in which the program runs under an ordinary shell."""

    def __init__(self, home, columns=80, rows=24, cwd=None, term="tmux-256color"):
        # A server of its own, with its socket where it goes away with the home.
        self.server = str(home.folder / f"window-{id(self)}")
        environment = {**home.environment, "TERM": term, "PS1": "ready> ",
                       "HISTFILE": "/dev/null"}
        shell = "env -i " + " ".join(
            f"{name}={shlex.quote(value)}" for name, value in environment.items()
        ) + " bash --norc --noprofile"
        self._tmux("-f", "/dev/null", "new-session", "-d", "-x", str(columns), "-y", str(rows),
                   "-s", "t", "-c", str(cwd or home.folder), shell)
        self._tmux("set-option", "-t", "t", "status", "off")
        self.wait("ready>")

    def _tmux(self, *arguments):
        done = subprocess.run(["tmux", "-S", self.server, *arguments], capture_output=True,
                              text=True, timeout=20)
        return done.stdout

    def type(self, text):
        """Types text as it is, and ends with Enter where it ends with a newline."""
        if text.rstrip("\n"):
            self._tmux("send-keys", "-t", "t", "-l", "--", text.rstrip("\n"))
        if text.endswith("\n"):
            self._tmux("send-keys", "-t", "t", "Enter")

    def key(self, *names):
        self._tmux("send-keys", "-t", "t", *names)

    def text(self, colors=False, history=False, joined=False):
        """What is on the screen; `joined` undoes the terminal's own wrapping of long lines."""
        return self._tmux(
            "capture-pane", "-p", *(["-e"] if colors else []),
            *(["-S", "-"] if history else []), *(["-J"] if joined else []), "-t", "t")

    def too_wide(self, columns):
        """The lines that the program wrote wider than the window."""
        return [line for line in self.text(history=True, joined=True).split("\n")
                if len(line.rstrip()) > columns]

    def record(self, path):
        """Keeps every byte that the window gets from now on in a file."""
        self._tmux("pipe-pane", "-t", "t", f"cat >> {shlex.quote(str(path))}")
        path.touch()

    def state(self, name):
        """What tmux knows of the window, such as `alternate_on` or `cursor_flag`."""
        return self._tmux("display-message", "-p", "-t", "t", "#{" + name + "}").strip()

    def until(self, condition, what, seconds=20):
        """Waits until a condition holds for the text on the screen; never a fixed time."""
        return eventually(
            lambda: condition(self.text()), lambda: f"{what}; the screen is:\n{self.text()}", seconds)

    def wait(self, text, seconds=20):
        """Waits until the screen shows a text, and answers the screen."""
        return self.until(lambda shown: text in shown and shown, f"no {text!r}", seconds)

    def wait_for(self, pattern, seconds=20):
        """Waits until the screen matches a regular expression, and answers the match."""
        return self.until(
            lambda shown: re.search(pattern, shown, re.M), f"nothing like {pattern!r}", seconds)

    def wait_gone(self, text, seconds=20):
        self.until(lambda shown: text not in shown, f"{text!r} is still there", seconds)

    def resize(self, columns, rows):
        self._tmux("resize-window", "-t", "t", "-x", str(columns), "-y", str(rows))

    def shell(self, command, marker="done"):
        """Runs a shell command on a clear screen; answers its output and its exit status."""
        self.key("C-l")
        self.type(f"clear; {command}; echo {marker}=$?\n")
        found = self.wait_for(rf"^{marker}=(\d+)")
        return found.string[:found.start()], int(found.group(1))

    def assert_sane(self, test):
        """The terminal is as a shell wants it: cooked, echoing, cursor shown, main screen."""
        text, _ = self.shell("stty -a")
        test.assertRegex(text, r"(?<!-)\bicanon\b")
        test.assertRegex(text, r"(?<!-)\becho\b")
        test.assertRegex(text, r"(?<!-)\bisig\b")
        test.assertRegex(text, r"(?<!-)\bicrnl\b")
        test.assertRegex(text, r"(?<!-)\bopost\b")
        test.assertEqual(self.state("alternate_on"), "0", "the alternate screen was left on")
        test.assertEqual(self.state("cursor_flag"), "1", "the cursor was left hidden")

    def status(self):
        """The exit status of the last command."""
        self.type("echo status=$?\n")
        return int(self.wait_for(r"^status=(\d+)")[1])

    def processes(self):
        """The ids of the processes below the window's shell."""
        shell = self.state("pane_pid")
        done = subprocess.run(["ps", "-o", "pid=", "--ppid", shell], capture_output=True, text=True)
        return [int(word) for word in done.stdout.split()]

    def hang_up(self):
        self._tmux("kill-session", "-t", "t")

    def close(self):
        # Closed once more after a test that closed it, when nobody answers any more.
        shell = self.state("pane_pid")
        processes = [int(shell), *self.processes()] if shell else []
        self._tmux("kill-server")
        for process in processes:
            eventually(lambda: not alive(process), "a process outlived its window")


class Conversation:
    """A program in pipes: lines are written to it, and texts are waited for."""

    def __init__(self, process):
        self.process = process
        self.seen = ""
        self._rest = b""

    def say(self, line):
        self.process.stdin.write((line + "\n").encode())

    def read(self, count=4096, seconds=30):
        """Reads what is there, at most `count` bytes; waits for the first; false at the end."""
        ready, _, _ = select.select([self.process.stdout], [], [], seconds)
        if not ready:
            raise AssertionError(f"nothing came within {seconds} s after:\n{self.seen[-2000:]}")
        chunk = os.read(self.process.stdout.fileno(), count)
        self._rest += chunk
        # A character may be cut in two.
        text = self._rest.decode("utf-8", "ignore")
        self._rest = self._rest[len(text.encode()):]
        self.seen += text
        return bool(chunk)

    def wait(self, text, times=1):
        """Reads until a text was seen so many times; false where the program ended first."""
        while self.seen.count(text) < times:
            if not self.read():
                return False
        return True

    def rest(self):
        """Reads to the end of the output."""
        while self.read():
            pass
        return self.seen

    def end(self):
        """Frees the process; it must have ended or be killed."""
        self.process.wait(timeout=60)
        for end in (self.process.stdin, self.process.stdout, self.process.stderr):
            end.close()


class Lesson:
    """What a lesson's Markdown says, read without the program."""

    def __init__(self, path):
        self.path = path
        self.headings = []
        self.blocks = []
        fence = None
        for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
            mark = re.match(r"(`{3,}|~{3,})(.*)$", line)
            if fence:
                if mark and mark[1].startswith(fence) and not mark[2].strip():
                    fence = None
                else:
                    self.blocks[-1][1].append(line)
            elif mark:
                fence = mark[1]
                self.blocks.append((mark[2].strip(), [], number))
            elif re.match(r"#{1,6} ", line):
                self.headings.append(line.lstrip("#").strip())

    def questions(self):
        """`(id, kind, answer)` of each question; the answer as its line says it."""
        found = []
        for info, lines, _ in self.blocks:
            if info != "quiz":
                continue
            for entry in re.split(r"(?m)^- ", "\n".join(lines))[1:]:
                fields = dict(re.findall(r"(?m)^(?:  )?(\w+): *(.*)$", entry))
                found.append((fields["id"], fields["kind"], fields.get("answer", "")))
        return found

    def exercise(self, id):
        """An exercise's checks, and what starter and mistakes are declared to fail."""
        for index, (info, lines, _) in enumerate(self.blocks):
            if info == "exercise" and f"id: {id}" in lines:
                break
        else:
            raise AssertionError(f"{self.path}: no exercise {id}")
        checks = []
        for info, _, _ in self.blocks[index + 1:]:
            if info == "exercise":
                break
            title = re.match(r'swift check="((?:[^"\\]|\\.)*)"', info)
            if title:
                checks.append(re.sub(r"\\(.)", r"\1", title[1]))
        text = "\n".join(lines) + "\n"
        starter = re.search(r"(?m)^starter:\n((?:  .*\n)+)", text)
        mistakes = re.search(r"(?m)^mistakes:\n((?:  .*\n)+)", text)
        return {
            "checks": checks,
            "starter": _fails(starter[1]),
            "mistakes": [
                {
                    "file": re.search(r"(?m)^ *(?:- )?file: (.*)$", entry)[1],
                    "fails": _fails(entry),
                    "tells": _scalar(re.search(r"(?m)^ *tells: (.*)$", entry)[1]),
                }
                for entry in re.split(r"(?m)^  - ", mistakes[1])[1:]
            ],
        }


def _fails(text):
    block = re.search(r"fails:\n((?: +- .*\n)+)", text)
    return [_scalar(line.strip()[2:]) for line in block[1].strip().split("\n")]


def _scalar(text):
    return json.loads(text) if text.startswith('"') else text


def lesson(name="01-inference.md"):
    return Lesson(ROOT / "Lessons" / name)


def plain_answer(kind, answer, right=True):
    """One line that answers a question of a pipe, the right one where that is easily said."""
    if kind == "recall":
        return "3" if right else "1"
    if kind in ("numeric", "predict") and right:
        return _scalar(answer)
    if kind == "choice":
        return "1"
    return "?"


def words(text):
    """A text without the white space that wrapping changes."""
    return " ".join(text.split())


class ProgramTest(unittest.TestCase):
    """A test with a home of its own."""

    maxDiff = None

    def setUp(self):
        self.home = Home()
        self.addCleanup(self.home.remove)

    def screen(self, home=None, **options):
        screen = Screen(home or self.home, **options)
        self.addCleanup(screen.close)
        return screen

    def workspace(self):
        folder = self.home.folder / "work"
        done = self.home.run("init", folder)
        self.assertEqual(done.returncode, 0, done.stderr)
        return folder

    def solve(self, workspace, exercise, source="Solutions"):
        """Puts a solution, or with `Exercises` the starter, into the workspace."""
        shutil.copyfile(ROOT / source / f"{exercise}.swift", workspace / f"{exercise}.swift")

    def course(self):
        """A copy of the course that may be broken."""
        folder = self.home.folder / "course"
        for name in ("Lessons", "Exercises", "Solutions"):
            shutil.copytree(ROOT / name, folder / name)
        return folder

    def namespace(self, script, **more):
        """Runs a shell script as root of a mount namespace of its own."""
        unshare = ["unshare", "-m"] if os.getuid() == 0 else ["unshare", "-rm"]
        probe = subprocess.run(
            [*unshare, "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, text=True)
        if probe.returncode != 0:
            self.skipTest(f"no mount namespace can be made here: {probe.stderr.strip()}")
        # The namespace of processes ends all that is in it when its first process is killed.
        return subprocess.run(
            [*unshare, "--pid", "--fork", "--kill-child", "--mount-proc", "bash", "--norc", "-c", script],
            capture_output=True, text=True, stdin=subprocess.DEVNULL, cwd=self.home.folder,
            timeout=60, env=self.home.environment_with(more))

    def assert_ends(self, done, status, *texts):
        """The program ended with a status and said all of these on one of its outputs."""
        said = done.stdout + done.stderr
        self.assertEqual(done.returncode, status, said)
        for text in texts:
            self.assertIn(words(text), words(said))

    def assert_no_crash(self, done):
        """No trap of Swift, no dump, no signal but the one of a closed pipe."""
        self.assertIn(done.returncode, [0, 1, 64, 65, 66, 69, 70, 74, 75, 130, 141], done.stderr)
        self.assertNotIn("Fatal error", done.stderr)
        self.assertNotIn("Crash", done.stderr)
