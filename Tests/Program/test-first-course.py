#!/usr/bin/env python3
"""The worked example of the manual for authors, done as it stands there."""
import os
import re
import unittest

from harness import ROOT, ProgramTest

PAGE = ROOT / "docs" / "guide" / "first-course.md"


def parts(text):
    """What the page asks for, in order: `("file", path, content)` or `("command", line, shown)`."""
    found = []
    fence = re.compile(
        r"^(?:`(?P<path>[^`\n]+)`:\n\n)?(?P<mark>`{3,})(?P<language>\w+)\n(?P<body>.*?)^(?P=mark)$",
        re.DOTALL | re.MULTILINE)
    for match in fence.finditer(text):
        if match["path"]:
            found.append(("file", match["path"], match["body"]))
        elif match["language"] == "console":
            for part in re.split(r"^\$ ", match["body"], flags=re.MULTILINE)[1:]:
                command, _, shown = part.partition("\n")
                found.append(("command", command, shown))
    return found


def pattern(shown):
    """What an output must look like: white space and times do not count, `…` is anything."""
    words = [r".*" if word == "…" else re.escape(word) for word in timeless(shown).split()]
    return r"\s*" + r"\s+".join(words).replace(r"\s+.*", ".*").replace(r".*\s+", ".*") + r"\s*"


def timeless(text):
    """A text without what changes from run to run, or from one compiler to the next."""
    text = re.sub(r"\b\d+ of \d+ +100 %", "0 of 0 100 %", text)
    return re.sub(r"\b\d+(\.\d+)? (m?s)\b", r"0 \2", text)


class FirstCourse(ProgramTest):
    def shell(self, command, cwd):
        """Runs a line as in a terminal that stays open; answers what it said and where it ended."""
        place = self.home.folder / "place"
        done = self.home.shell(
            f"{{ {command}\n}} 2>&1; status=$?; pwd > {place}; exit $status", cwd=cwd,
            GIT_AUTHOR_NAME="Ada", GIT_AUTHOR_EMAIL="ada@example.org", GIT_COMMITTER_NAME="Ada",
            GIT_COMMITTER_EMAIL="ada@example.org", GIT_CONFIG_NOSYSTEM="1")
        said = done.stdout.replace(str(self.home.folder), "/home/ada")
        # Where no dictionary is installed, the linter says so.
        said = re.sub(r"(?m)^Spelling was not checked.*\n", "", said)
        return said, place.read_text().rstrip("\n")

    def test_the_example_is_true_from_the_first_command_to_the_last(self):
        cwd = self.home.folder
        steps = parts(PAGE.read_text())
        self.assertGreater(len(steps), 25)
        for kind, what, content in steps:
            if kind == "file":
                path = self.home.folder / "numbers" / what
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(content)
                continue
            said, cwd = self.shell(what, cwd)
            self.assertRegex(timeless(said), re.compile(rf"\A{pattern(content)}\Z", re.DOTALL), what)


if __name__ == "__main__":
    unittest.main()
