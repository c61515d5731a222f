#!/usr/bin/env python3
"""Makes distillation.json: losses of distillation and their gradients as PyTorch computes them.

    python3 make_distillation.py      (needs torch 2; writes beside itself)

Everything is computed in double precision from numbers that a 32-bit float holds exactly.
"""

import json
from pathlib import Path

import torch
import torch.nn.functional as F

torch.manual_seed(20170828)
BATCH, CLASSES = 5, 4


def tensor(x):
    x = x.detach()
    return {"shape": list(x.shape), "elements": [float(e) for e in x.double().flatten()]}


def floats(*shape, scale=1.0):
    return (scale * torch.randn(*shape, dtype=torch.float32)).double()


def soft_targets(teachers, weights, temperature):
    shares = torch.tensor(weights).double() / sum(weights)
    return sum(s * F.softmax(t / temperature, dim=1) for s, t in zip(shares, teachers))


def distillation(student, targets, labels, temperature, alpha):
    soft = F.kl_div(
        F.log_softmax(student / temperature, dim=1), targets, reduction="batchmean")
    hard = F.cross_entropy(student, labels)
    return alpha * temperature**2 * soft + (1 - alpha) * hard


def losses():
    cases = []
    for temperature, alpha, weights in [
        (1, 0.5, [1]), (4, 0.9, [1]), (2.5, 1, [1]), (8, 0, [1]), (3, 0.7, [1, 1, 2]),
    ]:
        teachers = [floats(BATCH, CLASSES, scale=4) for _ in weights]
        student = floats(BATCH, CLASSES, scale=2).requires_grad_()
        labels = torch.randint(0, CLASSES, (BATCH,))
        targets = soft_targets(teachers, weights, temperature)
        value = distillation(student, targets, labels, temperature, alpha)
        value.backward()
        cases.append({
            "temperature": temperature, "alpha": alpha, "weights": weights,
            "teachers": [tensor(t) for t in teachers], "student": tensor(student),
            "labels": labels.tolist(), "targets": tensor(targets), "value": value.item(),
            "gradient": tensor(student.grad),
        })
    return cases


def features():
    """A dense student 6-5-ReLU-4 whose 5 features are projected to a teacher's 3, and a teacher
    6-3-ReLU-4 whose first layer they are compared with."""
    x, labels = floats(BATCH, 6), torch.randint(0, CLASSES, (BATCH,))
    shapes = [(6, 5), (5,), (5, CLASSES), (CLASSES,), (5, 3), (3,)]
    student = [floats(*s, scale=0.5).requires_grad_() for s in shapes]
    teacher = [floats(*s, scale=0.5) for s in [(6, 3), (3,), (3, CLASSES), (CLASSES,)]]
    shown = x @ teacher[0] + teacher[1]
    answers = F.relu(shown) @ teacher[2] + teacher[3]
    own = x @ student[0] + student[1]
    logits = F.relu(own) @ student[2] + student[3]
    projected = own @ student[4] + student[5]
    temperature, alpha, weight = 3, 0.6, 0.8
    value = distillation(
        logits, F.softmax(answers / temperature, dim=1), labels, temperature, alpha)
    value = value + weight * F.mse_loss(projected, shown)
    value.backward()
    return {
        "temperature": temperature, "alpha": alpha, "weight": weight, "input": tensor(x),
        "labels": labels.tolist(), "student": [tensor(p) for p in student],
        "teacher": [tensor(p) for p in teacher], "value": value.item(),
        "gradients": [tensor(p.grad) for p in student],
    }


table = {"torch": torch.__version__.split("+")[0], "losses": losses(), "features": features()}
path = Path(__file__).with_name("distillation.json")
path.write_text(json.dumps(table) + "\n")
