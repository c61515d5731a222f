#!/usr/bin/env python3
"""`./pare` builds where it must; a second start builds nothing and asks no network."""
import os
import pathlib
import shutil
import subprocess
import unittest

from harness import PROGRAM, ROOT, ProgramTest

LAUNCHER = ROOT / "pare"


class Launcher(ProgramTest):
    def start(self, *arguments, launcher=LAUNCHER, cwd=None, before=(), **more):
        return subprocess.run(
            [*before, str(launcher), *arguments], capture_output=True, text=True,
            stdin=subprocess.DEVNULL, cwd=cwd or self.home.folder,
            env=self.home.environment_with(more), timeout=120)

    def project(self):
        """A project that looks built, with programs that only say that they were started."""
        folder = self.home.folder / "a project"
        (folder / "Scripts").mkdir(parents=True)
        (folder / "Sources").mkdir()
        (folder / ".build" / "release").mkdir(parents=True)
        (folder / "bin").mkdir()
        shutil.copy(LAUNCHER, folder / "pare")
        (folder / "Package.swift").write_text("// swift-tools-version: 6.2\n")
        (folder / "Sources" / "main.swift").write_text("print(1)\n")
        self.tool(folder / "Scripts" / "install-needs", "echo needs $1 >>\"$0.log\"")
        self.tool(folder / "bin" / "swift", f"""
            echo "swift $*" >>"$0.log"
            [ -e "{folder}/fails" ] && exit 1
            cp "{folder}/bin/program" "{folder}/.build/release/pare"
            """)
        self.tool(folder / "bin" / "program", 'echo "started $# $*"; exit 7')
        return folder

    def tool(self, path, script):
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def begin(self, project, *arguments, **more):
        path = f"{project / 'bin'}:{os.environ['PATH']}"
        return self.start(*arguments, launcher=project / "pare", PATH=path, **more)

    def builds(self, project):
        log = project / "bin" / "swift.log"
        return log.read_text().count("swift build") if log.exists() else 0

    # This project

    @unittest.skipUnless((ROOT / ".build" / "pare-is-built").exists(), "built without the launcher")
    def test_a_second_start_builds_nothing(self):
        if any(
            path.stat().st_mtime > (ROOT / ".build" / "pare-is-built").stat().st_mtime
            for path in [ROOT / "Package.swift", ROOT / "Sources", *(ROOT / "Sources").rglob("*")]
        ):
            self.skipTest("the sources are newer than the build")
        before = PROGRAM.stat().st_mtime_ns
        done = self.start("list")
        self.assert_ends(done, 0, "inference/scale-pixels")
        self.assertEqual(done.stderr, "")
        self.assertNotIn("Building", done.stdout)
        self.assertEqual(PROGRAM.stat().st_mtime_ns, before)

    def test_the_real_program_starts_without_network_and_without_a_build(self):
        project = self.home.folder / "built"
        (project / ".build").mkdir(parents=True)
        (project / ".build" / "release").symlink_to(PROGRAM.parent)
        (project / "Sources").mkdir()
        (project / "Package.swift").write_text("")
        shutil.copy(LAUNCHER, project / "pare")
        (project / ".build" / "pare-is-built").touch()
        before = PROGRAM.stat().st_mtime_ns
        done = self.start("list", launcher=project / "pare", before=self.without_network())
        self.assert_ends(done, 0, "inference/scale-pixels")
        self.assertEqual(done.stderr, "")
        self.assertEqual(PROGRAM.stat().st_mtime_ns, before)

    def without_network(self):
        """A command that takes the network away from another; empty where none can."""
        unshare = ["unshare", "-n"] if os.getuid() == 0 else ["unshare", "-rn"]
        if not shutil.which("unshare"):
            return []
        probe = subprocess.run([*unshare, "true"], capture_output=True)
        return [shutil.which("unshare"), *unshare[1:]] if probe.returncode == 0 else []

    # Any project

    def test_the_first_start_builds_and_the_second_does_not(self):
        project = self.project()
        done = self.begin(project, "list", "a b", "")
        self.assertEqual(done.stdout, "started 3 list a b \n")
        self.assertEqual(done.returncode, 7, "the status of the program")
        self.assertIn("Building the workbook", done.stderr)
        self.assertEqual(self.builds(project), 1)
        done = self.begin(project, "list")
        self.assertEqual((done.returncode, done.stdout, done.stderr), (7, "started 1 list\n", ""))
        self.assertEqual(self.builds(project), 1)
        needs = (project / "Scripts" / "install-needs.log").read_text()
        self.assertEqual(needs, "needs build\n", "what is missing is asked for once")

    def test_a_changed_added_or_removed_source_is_built(self):
        project = self.project()
        self.begin(project)
        changes = [
            lambda: os.utime(project / "Sources" / "main.swift", (2e9, 2e9)),
            lambda: os.utime(project / "Package.swift", (2e9, 2e9)),
        ]
        built = self.builds(project)
        for change in changes:
            change()
            done = self.begin(project)
            self.assertIn("Building what has changed", done.stderr)
            built += 1
            self.assertEqual(self.builds(project), built)
            for path in (project / "Sources" / "main.swift", project / "Package.swift"):
                os.utime(path, (1, 1))
        self.begin(project)
        self.assertEqual(self.builds(project), built)
        for change in ("new.swift", None):
            os.utime(project / ".build" / "pare-is-built", (1e9, 1e9))
            os.utime(project / "Sources", (5e8, 5e8))
            self.begin(project)
            self.assertEqual(self.builds(project), built)
            if change:
                (project / "Sources" / change).write_text("")
                os.utime(project / "Sources" / change, (5e8, 5e8))
            else:
                (project / "Sources" / "new.swift").unlink()
            self.begin(project)
            built += 1
            self.assertEqual(self.builds(project), built)

    def test_a_build_that_fails_says_what_to_do_and_is_tried_again(self):
        project = self.project()
        (project / "fails").touch()
        for _ in range(2):
            done = self.begin(project)
            self.assertEqual(done.returncode, 70)
            self.assertIn("The build failed", done.stderr)
            self.assertEqual(done.stdout, "")
        (project / "fails").unlink()
        self.assertEqual(self.begin(project).returncode, 7)
        self.assertEqual(self.builds(project), 3)
        self.assertEqual(list((project / ".build").glob("pare-build-begun*")), [])

    def test_what_is_missing_stops_before_the_build(self):
        project = self.project()
        self.tool(project / "Scripts" / "install-needs", "echo tool is missing; exit 69")
        done = self.begin(project)
        self.assertEqual(done.returncode, 69)
        self.assertIn("tool is missing", done.stderr)
        self.assertEqual(self.builds(project), 0)

    def test_it_may_be_called_by_a_link_from_anywhere(self):
        project = self.project()
        self.begin(project)
        link = self.home.folder / "linked"
        link.symlink_to(project / "pare")
        done = self.start("list", launcher=link, cwd=pathlib.Path("/"))
        self.assertEqual((done.returncode, done.stdout), (7, "started 1 list\n"))

    def test_the_second_start_needs_no_network_and_no_compiler(self):
        project = self.project()
        self.begin(project)
        tools = self.home.folder / "tools"
        tools.mkdir()
        for tool in ("sh", "find", "head", "readlink", "dirname"):
            (tools / tool).symlink_to(shutil.which(tool))
        done = self.start(
            "list", launcher=project / "pare", before=self.without_network(), PATH=str(tools))
        self.assertEqual(
            (done.returncode, done.stdout, done.stderr), (7, "started 1 list\n", ""))


class Needs(ProgramTest):
    NEEDS = ROOT / "Scripts" / "install-needs"

    def test_without_swift_it_says_where_to_get_it(self):
        tools = self.home.folder / "tools"
        tools.mkdir()
        (tools / "sh").symlink_to(shutil.which("sh"))
        done = subprocess.run(
            [self.NEEDS, "build"], capture_output=True, text=True, env={"PATH": str(tools)},
            stdin=subprocess.DEVNULL)
        self.assertEqual(done.returncode, 69)
        self.assertIn("swift.org/install", done.stderr)

    def test_with_everything_there_it_says_nothing(self):
        done = subprocess.run(
            [self.NEEDS, "build"], capture_output=True, text=True, stdin=subprocess.DEVNULL)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))


if __name__ == "__main__":
    unittest.main()
