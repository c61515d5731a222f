#!/usr/bin/env python3
"""Writes classification.json: reports of scikit-learn (run with 1.9) for seeded predictions.

    pip install scikit-learn && python3 make_classification.py
"""
import json
import pathlib
import random

from sklearn.metrics import accuracy_score, precision_recall_fscore_support

random.seed(20)


def case(name, classes, labels, predictions):
    def scores(average):
        *values, support = precision_recall_fscore_support(
            labels, predictions, labels=None if average else list(range(classes)),
            average=average, zero_division=0.0)
        return {
            "precision": values[0] if average else list(values[0]),
            "recall": values[1] if average else list(values[1]),
            "f1": values[2] if average else list(values[2]),
            "support": None if average else [int(count) for count in support],
        }

    return {
        "name": name, "classes": classes, "labels": labels, "predictions": predictions,
        "accuracy": accuracy_score(labels, predictions), "rows": scores(None),
        "macro": scores("macro"), "weighted": scores("weighted"),
    }


def noisy(labels, classes, share):
    return [label if random.random() > share else random.randrange(classes) for label in labels]


balanced = [index % 10 for index in range(300)]
skewed = [0] * 90 + [1] * 8 + [2] * 2
cases = [
    case("ten classes, a third guessed", 10, balanced, noisy(balanced, 10, 0.3)),
    case("a rare class", 3, skewed, noisy(skewed, 3, 0.2)),
    case("one answer for everything", 3, skewed, [0] * 100),
    case("a class that is absent but predicted", 4, [0, 0, 1, 1], [0, 3, 1, 1]),
    case("a class that nobody knows of", 5, [0, 1, 2, 0], [0, 2, 1, 0]),
    case("all wrong", 2, [0, 1, 0, 1], [1, 0, 1, 0]),
]
path = pathlib.Path(__file__).with_name("classification.json")
path.write_text(json.dumps(cases, indent=None, separators=(",", ":")) + "\n")
