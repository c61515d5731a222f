#!/usr/bin/env python3
"""The manuals: they can be read, and what they show can be typed."""
import json
import re
import unittest

from harness import ROOT, ProgramTest

GUIDE = ROOT / "docs" / "guide"
TOPICS = ["authoring", "exercises", "first-course", "grading", "reviews"]


def fences(topic, language, mark="```"):
    """The contents of a manual's fences of a language."""
    text = (GUIDE / f"{topic}.md").read_text()
    return re.findall(rf"^{mark}{language}\n(.*?)^{mark}$", text, re.DOTALL | re.MULTILINE)


class Guide(ProgramTest):
    def test_without_a_topic_all_are_listed(self):
        self.assert_ends(self.home.run("guide"), 0, *TOPICS, "Writing a course")

    def test_every_topic_is_shown_at_every_width(self):
        for topic in TOPICS:
            for columns in (20, 40, 80):
                with self.subTest(topic=topic, columns=columns):
                    done = self.home.run("guide", topic, COLUMNS=str(columns))
                    self.assertEqual(done.returncode, 0, done.stderr)
                    self.assertGreater(len(done.stdout.splitlines()), 40)
                    self.assertNotIn("\x1b", done.stdout)
                    self.assertEqual(
                        [line for line in done.stdout.splitlines() if len(line) > columns], [])

    def test_an_unknown_topic_is_answered_with_the_nearest(self):
        self.assert_ends(
            self.home.run("guide", "authorng"), 64, 'Did you mean "authoring"?', *TOPICS)

    def course_of_the_manual(self):
        """A course made of all that "Writing a course" shows."""
        folder = self.home.folder / "shown"
        course, front = fences("authoring", "yaml")
        exercise, run, measured, quiz = fences("authoring", "markdown", "````")
        (plan,) = fences("authoring", "markdown")
        sections = {
            "Activate prior knowledge": "Think.", "Overview": "Words.", "Key concepts": "Words.",
            "Learning path": exercise, "Examples": run + "\n" + measured, "Common pitfalls": "Words.",
            "Retrieval quiz": quiz, "Quick recap": "Words.", "Spaced review plan": plan,
        }
        lesson = front + "\n# Rounding\n" + "".join(
            f"\n## {title}\n\n{text}\n" for title, text in sections.items())
        head = "func roundHalfUp(_ value: Double) -> Int "
        files = {
            "Lessons/course.yaml": course,
            "Lessons/01-rounding.md": lesson,
            "Exercises/rounding/half-up.swift": f"// TODO\n{head}{{ 0 }}\n",
            "Solutions/rounding/half-up.swift":
                f"{head}{{ Int((value + 0.5).rounded(.down)) }}\n",
            "Solutions/rounding/half-up.mistakes/truncated.swift": f"{head}{{ Int(value) }}\n",
            "Solutions/rounding/half-up.mistakes/away-from-zero.swift":
                f"{head}{{ Int(value.rounded()) }}\n",
        }
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
        return folder

    def test_the_examples_for_authors_are_a_course_without_errors(self):
        done = self.home.run("lint", self.course_of_the_manual())
        self.assert_ends(
            done, 0, "8 questions", "2 mistakes caught", "1 code block run, 1 measured",
            "no errors")

    def test_all_kinds_of_question_have_an_example(self):
        (quiz,) = [text for text in fences("authoring", "markdown", "````") if "```quiz" in text]
        kinds = re.findall(r"^  kind: (\w+)$", quiz, re.MULTILINE)
        self.assertEqual(
            kinds,
            ["choice", "multi", "text", "numeric", "order", "cloze", "predict", "recall"])

    def test_the_history_that_is_shown_can_be_replayed(self):
        history = fences("reviews", "json")[0]
        done = self.home.run("memory", "replay", "-", input=history)
        self.assertEqual(done.returncode, 0, done.stderr)
        step = json.loads(done.stdout)["sequences"][0]["steps"][0]
        shown = fences("reviews", "json")[1]
        for name, value in step.items():
            self.assertIn(f'"{name}": {json.dumps(value)}', shown)


if __name__ == "__main__":
    unittest.main()
