"""Drives the real program: in a pipe with `run`, in a terminal with `Screen` (tmux)."""
import json
import os
import pathlib
import shlex
import shutil
import subprocess
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / ".build" / "release" / "pare"
ESCAPE = "\x1b"


class Home:
    """A new PARE_HOME, and the environment of a user who has nothing else set."""

    def __init__(self, **more):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="pare-home-"))
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

    def run(self, *arguments, input="", cwd=None, timeout=120, **more):
        """Runs the program with standard input from a text; all output is captured."""
        environment = {k: v for k, v in {**self.environment, **more}.items() if v is not None}
        return subprocess.run(
            [str(PROGRAM), *map(str, arguments)], input=input, capture_output=True, text=True,
            errors="surrogateescape", cwd=cwd or self.folder, env=environment, timeout=timeout)

    def json(self, *arguments, **more):
        return json.loads(self.run(*arguments, "--json", **more).stdout)


class Screen:
    """A window of tmux in which the program runs under an ordinary shell."""

    def __init__(self, home, columns=80, rows=24, cwd=None, term="tmux-256color"):
        self.server = f"pare{os.getpid()}-{id(self)}"
        environment = {**home.environment, "TERM": term, "PS1": "ready> "}
        shell = "env -i " + " ".join(
            f"{name}={shlex.quote(value)}" for name, value in environment.items()
        ) + " bash --norc --noprofile"
        self._tmux("-f", "/dev/null", "new-session", "-d", "-x", str(columns), "-y", str(rows),
                   "-s", "t", "-c", str(cwd or home.folder), shell)
        self.wait("ready>")

    def _tmux(self, *arguments):
        done = subprocess.run(["tmux", "-L", self.server, *arguments], capture_output=True,
                              text=True, timeout=20)
        return done.stdout

    def type(self, text):
        """Types text as it is, and ends with Enter where it ends with a newline."""
        if text.rstrip("\n"):
            self._tmux("send-keys", "-t", "t", "-l", text.rstrip("\n"))
        if text.endswith("\n"):
            self._tmux("send-keys", "-t", "t", "Enter")

    def key(self, *names):
        self._tmux("send-keys", "-t", "t", *names)

    def text(self, colors=False):
        return self._tmux("capture-pane", "-p", *(["-e"] if colors else []), "-t", "t")

    def wait(self, text, seconds=20):
        """Waits until the screen shows a text; never a fixed time."""
        end = time.monotonic() + seconds
        while True:
            shown = self.text()
            if text in shown:
                return shown
            if time.monotonic() > end:
                raise AssertionError(f"{text!r} did not appear within {seconds} s:\n{shown}")
            time.sleep(0.03)

    def wait_gone(self, text, seconds=20):
        end = time.monotonic() + seconds
        while text in self.text():
            if time.monotonic() > end:
                raise AssertionError(f"{text!r} did not go away:\n{self.text()}")
            time.sleep(0.03)

    def resize(self, columns, rows):
        self._tmux("resize-window", "-t", "t", "-x", str(columns), "-y", str(rows))

    def shell(self, command, marker="done"):
        """Runs a shell command and waits for its end; answers the screen."""
        self.type(f"clear; {command}; echo {marker}-$?\n")
        return self.wait(f"{marker}-")

    def close(self):
        self._tmux("kill-server")


class ProgramTest(unittest.TestCase):
    """A test with a home of its own."""

    def setUp(self):
        self.home = Home()
        self.addCleanup(self.home.remove)

    def screen(self, **options):
        screen = Screen(self.home, **options)
        self.addCleanup(screen.close)
        return screen

    def workspace(self):
        folder = self.home.folder / "work"
        done = self.home.run("init", folder)
        self.assertEqual(done.returncode, 0, done.stderr)
        return folder
