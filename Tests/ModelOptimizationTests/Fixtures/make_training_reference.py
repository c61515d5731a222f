#!/usr/bin/env python3
"""Makes training-reference.json: optimizers, losses and schedules as PyTorch computes them.

    python3 make_training_reference.py      (needs torch 2; writes beside itself)

Everything is computed in double precision from numbers that a 32-bit float holds exactly.
"""

import json
from pathlib import Path

import torch

torch.manual_seed(20170828)
STEPS = 5


def tensor(x):
    x = x.detach()
    return {"shape": list(x.shape), "elements": [float(e) for e in x.double().flatten()]}


def floats(*shape):
    return torch.randn(*shape, dtype=torch.float32).double()


def path(make, start, gradients):
    parameter = torch.nn.Parameter(start.clone())
    optimizer = make([parameter])
    states = []
    for gradient in gradients:
        parameter.grad = gradient.clone()
        optimizer.step()
        states.append(tensor(parameter))
    return states


def optimizers():
    start, gradients = floats(6), floats(STEPS, 6)
    o = torch.optim
    makers = {
        "sgdDecay": lambda p: o.SGD(p, lr=0.1, momentum=0.9, weight_decay=0.05),
        "nesterov": lambda p: o.SGD(p, lr=0.1, momentum=0.9, weight_decay=0.05, nesterov=True),
        "adamDecay": lambda p: o.Adam(p, lr=0.01, weight_decay=0.05),
        "adamW": lambda p: o.AdamW(p, lr=0.01, betas=(0.8, 0.99), weight_decay=0.1),
    }
    return {
        "start": tensor(start),
        "gradients": [tensor(g) for g in gradients],
        "paths": {name: path(make, start, gradients) for name, make in makers.items()},
    }


def losses():
    output, target = floats(4, 3).requires_grad_(), floats(4, 3)
    loss = torch.nn.functional.mse_loss(output, target)
    loss.backward()
    return {
        "output": tensor(output),
        "target": tensor(target),
        "meanSquaredError": float(loss.detach()),
        "gradient": tensor(output.grad),
    }


def clipping():
    parameters = [torch.nn.Parameter(floats(3, 5)), torch.nn.Parameter(floats(7))]
    for parameter in parameters:
        parameter.grad = floats(*parameter.shape)
    before = [tensor(p.grad) for p in parameters]
    # PyTorch adds 1e-6 to the norm, which the tolerance of the test covers.
    norm = torch.nn.utils.clip_grad_norm_(parameters, 1.5)
    return {"before": before, "norm": float(norm), "after": [tensor(p.grad) for p in parameters]}


def schedules():
    """The factors of 20 steps, from a learning rate of 1."""

    def factors(make):
        optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
        schedule = make(optimizer)
        rates = []
        for _ in range(20):
            rates.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            schedule.step()
        return rates

    s = torch.optim.lr_scheduler
    return {
        "cosine": factors(lambda o: s.CosineAnnealingLR(o, T_max=20)),
        "steps": factors(lambda o: s.StepLR(o, step_size=5, gamma=0.1)),
        # Four steps of warm-up, the first of which PyTorch does not let be zero.
        "warmUp": factors(
            lambda o: s.SequentialLR(
                o,
                [s.LinearLR(o, 1e-9, 1.0, total_iters=4), s.CosineAnnealingLR(o, T_max=16)],
                milestones=[4],
            )
        ),
    }


def formats():
    """What 16 bits make of numbers: around each edge of the formats, and at random."""
    edges = [0.0, -0.0, 1.0, 1 + 2**-11, 1 + 3 * 2**-11, 1 + 2**-8, 1 + 3 * 2**-8, 2.0**-14]
    edges += [2.0**-24, 2.0**-25, 2.0**-25 * 1.001, 3 * 2.0**-25, 2.0**-15 * 1.0007, 65504.0]
    edges += [65519.0, 65520.0, 1e5, -65520.0, 3.4e38, 1e-40, 2.0**-126, float("inf")]
    values = torch.tensor(edges, dtype=torch.float32)
    values = torch.cat([values, torch.randn(100) * 10 ** torch.linspace(-9, 6, 100)])

    def bits(x):
        return [int(b) & 0xFFFFFFFF for b in x.float().view(torch.int32)]

    return {
        "values": bits(values),
        "fp16": bits(values.half()),
        "bf16": bits(values.bfloat16()),
    }


def main():
    table = {
        "optimizers": optimizers(),
        "losses": losses(),
        "clipping": clipping(),
        "schedules": schedules(),
        "formats": formats(),
    }
    target = Path(__file__).parent / "training-reference.json"
    target.write_text(json.dumps(table, indent=1) + "\n")


if __name__ == "__main__":
    main()
