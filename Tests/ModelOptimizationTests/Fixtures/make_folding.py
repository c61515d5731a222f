#!/usr/bin/env python3
"""Writes folding.json: what PyTorch gives for a convolution or dense layer with a batch norm
behind it, in evaluation mode, and the weights that torch.nn.utils.fusion folds them to.

Needs PyTorch; run in this folder: ./make_folding.py
"""

import json

import torch
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval, fuse_linear_bn_eval

torch.manual_seed(11)


def tensor(x):
    return {"shape": list(x.shape), "elements": [float(v) for v in x.detach().flatten()]}


def normalized(norm):
    with torch.no_grad():
        norm.weight.uniform_(-1.5, 1.5)
        norm.bias.uniform_(-1, 1)
        norm.running_mean.uniform_(-1, 1)
        norm.running_var.uniform_(0.01, 3)
        # A channel that never changed.
        norm.running_var[0] = 0
    return norm.eval()


def case(name, layer, norm, x, fuse):
    layer, norm = layer.eval(), normalized(norm)
    fused = fuse(layer, norm)
    return {
        "name": name,
        "weight": tensor(layer.weight),
        "bias": None if layer.bias is None else tensor(layer.bias),
        "scale": tensor(norm.weight),
        "shift": tensor(norm.bias),
        "mean": tensor(norm.running_mean),
        "variance": tensor(norm.running_var),
        "epsilon": norm.eps,
        "foldedWeight": tensor(fused.weight),
        "foldedBias": tensor(fused.bias),
        "input": tensor(x),
        "output": tensor(norm(layer(x))),
    }


cases = [
    case("convolution", nn.Conv2d(3, 4, 3, padding=1), nn.BatchNorm2d(4, eps=1e-3),
         torch.randn(2, 3, 5, 4), fuse_conv_bn_eval),
    case("convolution without a bias", nn.Conv2d(2, 5, 3, bias=False), nn.BatchNorm2d(5),
         torch.randn(1, 2, 5, 5), fuse_conv_bn_eval),
    case("depthwise", nn.Conv2d(4, 4, 3, padding=1, groups=4), nn.BatchNorm2d(4),
         torch.randn(2, 4, 4, 3), fuse_conv_bn_eval),
    case("dense", nn.Linear(6, 3), nn.BatchNorm1d(3), torch.randn(4, 6), fuse_linear_bn_eval),
]
with open("folding.json", "w") as file:
    json.dump({"torch": torch.__version__, "cases": cases}, file)
