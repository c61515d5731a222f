#!/usr/bin/env python3
"""Wrong programs made of the solutions, and which of them the checks let through."""
import json
import unittest

from harness import ProgramTest

LESSON = """---
id: shapes
title: Shapes
---

# Shapes

```exercise
id: shapes/area
title: Find the area
```

```swift check="an area is a product"
expect(area(3, 1), equals: 3)
```

## Activate prior knowledge
## Overview
## Key concepts
## Learning path
## Examples
## Common pitfalls
## Retrieval quiz
## Quick recap
## Spaced review plan

| After | Prompt |
|---|---|
| 1 day | One. |
| 3 days | Two. |
| 1 week | Three. |
| 1 month | Four. |
"""


class Mutants(ProgramTest):
    def course(self, lesson=LESSON):
        """A course of one exercise, whose check takes a quotient for a product."""
        folder = self.home.folder / "shapes"
        for path, text in {
            "Lessons/course.yaml": "format: 1\nid: shapes\ntitle: Shapes\nunits: [shapes]\n",
            "Lessons/01-shapes.md": lesson,
            "Solutions/shapes/area.swift":
                "func area(_ width: Int, _ height: Int) -> Int {\n  width * height\n}\n",
        }.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text)
        return folder

    def test_what_is_let_through_is_named_with_its_place_and_ends_with_1(self):
        done = self.home.run("lint", self.course(), "--mutate")
        self.assert_ends(
            done, 1, "Solutions/shapes/area.swift:2:9: no check notices a change of arithmetic",
            "  - width * height\n  + width / height\n", "1 of 2   50 %  too few")

    def test_a_program_can_read_it(self):
        done = self.home.run("lint", self.course(), "--mutate", "--json")
        self.assertEqual(done.returncode, 1, done.stderr)
        document = json.loads(done.stdout)
        self.assertEqual(document["schema"], "pare.mutants/1")
        self.assertEqual((document["mutants"], document["caught"]), (2, 1))
        self.assertEqual(document["least"], 0.8)
        (exercise,) = document["exercises"]
        self.assertEqual(exercise["id"], "shapes/area")
        self.assertFalse(exercise["isEnough"])
        self.assertEqual(
            exercise["survivors"],
            [{
                "kind": "arithmetic", "line": 2, "column": 9, "before": "width * height",
                "after": "width / height", "isUndecided": False,
            }])

    def test_checks_that_catch_all_end_with_0(self):
        folder = self.course(LESSON.replace("area(3, 1), equals: 3", "area(3, 2), equals: 6"))
        done = self.home.run("lint", folder, "--mutate", "--mutants", "all")
        self.assert_ends(done, 0, "2 of 2  100 %")

    def test_what_does_not_go_together_is_said(self):
        for other in ("--fast", "--measure"):
            self.assert_ends(self.home.run("lint", "--mutate", other), 64, "--mutate")
        self.assert_ends(self.home.run("lint", "--mutate", "--mutants", "none"), 64, "none")


if __name__ == "__main__":
    unittest.main()
