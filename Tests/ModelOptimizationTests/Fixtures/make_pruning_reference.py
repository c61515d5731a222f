#!/usr/bin/env python3
"""Makes pruning-reference.json: masks, schedules and masked training as PyTorch computes them.

    python3 make_pruning_reference.py      (needs torch 2; writes beside itself)

Masks are lists of 0 and 1 in the order of our tensors: the weight of a dense layer is the
transpose of PyTorch's.
"""

import json
from pathlib import Path

import torch
from torch.ao.pruning import WeightNormSparsifier
from torch.ao.pruning.scheduler.cubic_scheduler import CubicSL
from torch.nn.utils import prune

torch.manual_seed(20171005)
CONV, DENSE = torch.randn(8, 4, 3, 3), torch.randn(12, 16)


def layers():
    conv, dense = torch.nn.Conv2d(4, 8, 3), torch.nn.Linear(16, 12)
    with torch.no_grad():
        conv.weight.copy_(CONV)
        dense.weight.copy_(DENSE)
    return conv, dense


def tensor(x):
    return {"shape": list(x.shape), "elements": [float(e) for e in x.detach().flatten()]}


def bits(mask):
    return [int(bit) for bit in mask.flatten()]


def masks(conv, dense):
    return {"conv": bits(conv.weight_mask), "dense": bits(dense.weight_mask.T)}


def local(amount):
    conv, dense = layers()
    prune.l1_unstructured(conv, "weight", amount)
    prune.l1_unstructured(dense, "weight", amount)
    return masks(conv, dense)


def together(amount):
    conv, dense = layers()
    prune.global_unstructured(
        [(conv, "weight"), (dense, "weight")], prune.L1Unstructured, amount=amount)
    return masks(conv, dense)


def channels(n):
    """The filters and neurons that go at a half and at a quarter."""
    conv, dense = layers()
    prune.ln_structured(conv, "weight", amount=0.5, n=n, dim=0)
    prune.ln_structured(dense, "weight", amount=0.25, n=n, dim=0)
    gone = [m.weight_mask.flatten(1).sum(1).eq(0).nonzero().flatten().tolist()
            for m in (conv, dense)]
    return {"conv": gone[0], "dense": gone[1]}


def two_of_four(weight):
    """The mask of 2:4 along the rows of a matrix."""
    model = torch.nn.Sequential(torch.nn.Linear(weight.shape[1], weight.shape[0], bias=False))
    with torch.no_grad():
        model[0].weight.copy_(weight)
    sparsifier = WeightNormSparsifier(
        sparsity_level=1.0, sparse_block_shape=(1, 4), zeros_per_block=2)
    sparsifier.prepare(model, [{"tensor_fqn": "0.weight"}])
    sparsifier.step()
    return model[0].parametrizations.weight[0].mask.clone()


def pattern():
    # A row for each output and place of the window, as NVIDIA's apex lays convolutions out.
    rows = CONV.permute(2, 3, 0, 1).reshape(-1, 4)
    conv = two_of_four(rows).reshape(3, 3, 8, 4).permute(2, 3, 0, 1)
    return {"conv": bits(conv), "dense": bits(two_of_four(DENSE).T)}


def training():
    """A pruned dense layer after steps along given gradients."""
    gradients = torch.randn(5, 12, 16)
    results = {}
    for name, make in {
        "sgd": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9),
        "adam": lambda p: torch.optim.Adam(p, lr=0.01),
    }.items():
        _, dense = layers()
        prune.l1_unstructured(dense, "weight", 0.5)
        optimizer = make([dense.weight_orig])
        for gradient in gradients:
            optimizer.zero_grad()
            (dense.weight_orig * dense.weight_mask * gradient).sum().backward()
            optimizer.step()
        results[name] = tensor((dense.weight_orig * dense.weight_mask).T)
    return {"gradients": [tensor(g.T) for g in gradients], "results": results}


def schedule():
    """From 0.1 to 0.9 between the steps 10 and 50."""
    return [
        CubicSL.sparsity_compute_fn(0.1, 0.9, t, 10, 5, 8) for t in range(10, 101)]


if __name__ == "__main__":
    reference = {
        "conv": tensor(CONV),
        "dense": tensor(DENSE.T),
        "local": {str(a): local(a) for a in (0.3, 0.5, 0.9)},
        "global": {str(a): together(a) for a in (0.3, 0.5, 0.9)},
        "channels": {"l1": channels(1), "l2": channels(2)},
        "pattern": pattern(),
        "training": training(),
        "schedule": schedule(),
    }
    path = Path(__file__).with_name("pruning-reference.json")
    path.write_text(json.dumps(reference) + "\n")
