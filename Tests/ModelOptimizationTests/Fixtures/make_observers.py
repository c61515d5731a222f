"""What observers should say of some numbers, for RangeObserverTests.

    python3 Tests/ModelOptimizationTests/Fixtures/make_observers.py > observers.json

needs numpy, scipy and torch. Ranges of min-max and moving average are PyTorch's own observers';
the percentile is NumPy's of the numbers themselves; the least squared error is searched on the
numbers themselves; the entropy is SciPy's, of distributions that NumPy makes by matrices.
"""

import json

import numpy
import scipy.stats
import torch

f32 = numpy.float32


def numbers(kind, count=6000):
    """The test makes the same ones: float32 products and sums, each rounded as IEEE 754 says."""
    index = numpy.arange(count, dtype=numpy.uint64)
    u = ((index * numpy.uint64(2654435761)) % numpy.uint64(2**24)).astype(f32) * f32(2**-24)
    v = u - f32(0.375)
    cubes = v * v * v * f32(8)
    if kind == "rectified":
        return numpy.maximum(cubes, f32(0))
    if kind == "outliers":
        return numpy.where(index % numpy.uint64(1000) == 7, cubes * f32(20), v)
    if kind == "negative":
        return -numpy.abs(cubes)
    return cubes


def parameters(low, high, bits, scheme):
    low, high = min(low, 0), max(high, 0)
    if scheme == "symmetric":
        return f32(max(-low, high) / (2 ** (bits - 1) - 1)), 2 ** (bits - 1)
    scale = f32((high - low) / (2**bits - 1))
    return scale, -int(numpy.round(low / scale))


def mean_squared_error(x, low, high, bits, scheme):
    scale, zero = parameters(low, high, bits, scheme)
    q = numpy.clip(numpy.round(x / scale) + zero, 0, 2**bits - 1)
    return ((x.astype(numpy.float64) - (q - zero) * numpy.float64(scale)) ** 2).mean()


def entropy_bins(x, levels, width):
    """The bins below the best threshold, all candidates as rows of probabilities."""
    magnitude = numpy.where(x >= 0, numpy.floor(x / width), -1 - numpy.floor(x / width))
    counts = numpy.bincount(magnitude.astype(int)).astype(float)
    if len(counts) <= levels:
        return len(counts)
    counts[0] = counts[1]
    best = None
    for bins in range(levels, len(counts) + 1):
        p = counts[:bins].copy()
        level_of = numpy.searchsorted(numpy.arange(1, levels + 1) * bins // levels,
                                      numpy.arange(bins), side="right")  # fmt: skip
        onto = level_of[:, None] == numpy.arange(levels)
        filled = onto.T.astype(float) @ (p > 0)
        q = (onto @ (onto.T @ p / numpy.maximum(filled, 1))) * (p > 0)
        p[-1] += counts[bins:].sum()
        divergence = scipy.stats.entropy(p, q) if q.sum() > 0 else numpy.inf
        if best is None or divergence <= best[0] * (1 + 1e-12):
            best = (divergence, bins)
    return best[1]


def width(x, largest_bin_count):
    low, high = min(float(x.min()), 0.0), max(float(x.max()), 0.0)
    w = 2.0**-60
    while numpy.floor(high / w) - numpy.floor(low / w) >= largest_bin_count:
        w *= 2
    return w


cases = []
for kind in ["cubes", "rectified", "outliers", "negative"]:
    x = numbers(kind)
    batches = x.reshape(10, -1)
    ao = torch.ao.quantization
    whole, moving = ao.MinMaxObserver(), ao.MovingAverageMinMaxObserver(averaging_constant=0.01)
    for batch in batches:
        whole(torch.tensor(batch))
        moving(torch.tensor(batch))
    one_sided = x.min() >= 0 or x.max() <= 0
    outside = 1.0 if one_sided else 0.5
    below = 0 if x.min() >= 0 else outside
    above = 0 if x.max() <= 0 else outside
    errors = {}
    for bits in [3, 4, 8]:
        for scheme in ["affine", "symmetric"]:
            errors[f"{bits} {scheme}"] = min(
                mean_squared_error(x, x.min() * s / 100, x.max() * s / 100, bits, scheme)
                for s in range(1, 101)
            )
    bins = 512
    cases.append({
        "kind": kind,
        "minMax": [whole.min_val.item(), whole.max_val.item()],
        "movingAverage": [moving.min_val.item(), moving.max_val.item()],
        "percentile99": [float(p) for p in numpy.percentile(x, [below, 100 - above])],
        "leastErrors": errors,
        "width": width(x, bins),
        "entropyBins": {str(n): entropy_bins(x, n, width(x, bins)) for n in [8, 16, 128]},
    })  # fmt: skip
print(json.dumps(cases, indent=1))
