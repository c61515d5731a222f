"""Forward and backward passes of a small network with PyTorch's own fake quantization, for
QuantizationAwareTests.

    python3 Tests/ModelOptimizationTests/Fixtures/make_quantization_aware.py \
      > quantization-aware.json

needs torch. Images calibrate the ranges; a batch that reaches further then moves them a little, and
is cut off at their ends, where no gradient passes.
"""

import json

import torch

torch.manual_seed(3)
calibration = torch.randn(16, 6)
batch = 1.6 * torch.randn(8, 6)
weights = [torch.randn(5, 6), torch.randn(3, 5)]  # [outputs, inputs]
biases = [torch.randn(5), torch.randn(3)]


def activation(x, low, high):
    low, high = min(low, 0.0), max(high, 0.0)
    scale = (high - low) / 255
    return torch.fake_quantize_per_tensor_affine(x, scale, -round(low / scale), 0, 255)


def rounded(weight, bits):
    scale = weight.detach().abs().amax(1) / (2 ** (bits - 1) - 1)
    zero = torch.zeros(len(scale), dtype=torch.int32)
    return torch.fake_quantize_per_channel_affine(
        weight, scale, zero, 0, -(2 ** (bits - 1)), 2 ** (bits - 1) - 1
    )


def network(x, weights, ranges, bits):
    x = activation(x, *ranges[0])
    x = torch.relu(x @ rounded(weights[0], bits).T + biases[0])
    return activation(x, *ranges[1]) @ rounded(weights[1], bits).T + biases[1]


def values(t):
    return [float(x) for x in t.detach().reshape(-1)]


cases = []
for bits in [8, 3]:
    ranges = [(calibration.min().item(), calibration.max().item())]
    hidden = activation(calibration, *ranges[0]) @ rounded(weights[0], bits).T + biases[0]
    ranges.append((0.0, hidden.max().item()))
    # A batch moves each range by a hundredth of the way, before it is rounded.
    seen = (batch.min().item(), batch.max().item())
    ranges[0] = tuple(a + 0.01 * (b - a) for a, b in zip(ranges[0], seen))
    hidden = activation(batch, *ranges[0]) @ rounded(weights[0], bits).T + biases[0]
    seen = (torch.relu(hidden).min().item(), torch.relu(hidden).max().item())
    ranges[1] = tuple(a + 0.01 * (b - a) for a, b in zip(ranges[1], seen))

    x = batch.clone().requires_grad_()
    learned = [w.clone().requires_grad_() for w in weights]
    y = network(x, learned, ranges, bits)
    slope = torch.arange(y.numel()).reshape(y.shape).remainder(5) - 2.0
    y.backward(slope)
    assert (x.grad == 0).any() and (x.grad != 0).any()
    cases.append({
        "bits": bits, "ranges": ranges, "output": values(y), "inputGradient": values(x.grad),
        "weightGradients": [values(w.grad.T) for w in learned],
    })  # fmt: skip
print(json.dumps({
    "calibration": values(calibration), "batch": values(batch),
    "weights": [values(w.T) for w in weights], "biases": [values(b) for b in biases],
    "cases": cases,
}))  # fmt: skip
