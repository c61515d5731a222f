"""Digests of NumPy's and PyTorch's conversions to and from FP16 and BF16, for HalfFormatTests.

    python3 Tests/ModelOptimizationTests/Fixtures/make_half.py > half.json

needs numpy and torch. A digest is the sum of value * (index * 2654435761 + 1), modulo 2**64. What
is NaN is left out of the digests (as 0): libraries differ in its payload.
"""

import json

import numpy
import torch


def digest(values):
    values = values.astype(numpy.uint64)
    index = numpy.arange(len(values), dtype=numpy.uint64)
    return str(int((values * (index * numpy.uint64(2654435761) + numpy.uint64(1))).sum()))


def narrow(floats, kind):
    if kind == "float16":
        with numpy.errstate(over="ignore"):
            bits = floats.astype(numpy.float16).view(numpy.uint16)
    else:
        bits = torch.from_numpy(floats.copy()).to(torch.bfloat16).view(torch.int16)
        bits = bits.numpy().view(numpy.uint16)
    return numpy.where(numpy.isnan(floats), 0, bits)


def widen(bits, kind):
    if kind == "float16":
        floats = bits.view(numpy.float16).astype(numpy.float32)
    else:
        floats = torch.from_numpy(bits.view(numpy.int16)).view(torch.bfloat16).float().numpy()
    return numpy.where(numpy.isnan(floats), 0, floats.view(numpy.uint32))


every = numpy.arange(65536, dtype=numpy.uint32).astype(numpy.uint16)
# A million floats, spread over all of them: 4099 is prime.
dense = (numpy.arange(2**20, dtype=numpy.uint64) * 4099).astype(numpy.uint32).view(numpy.float32)
# At, just below and just above the middle of each two neighbours of the format.
halves = every.view(numpy.float16).astype(numpy.float32).view(numpy.uint32)
middles = {
    "float16": [halves + numpy.uint32(0x0FFF + step) for step in range(3)],
    "bfloat16": [
        (every.astype(numpy.uint32) << 16) + numpy.uint32(0x7FFF + step) for step in range(3)
    ],
}
# FP16 has subnormal numbers where floats are normal: their middles are odd multiples of 2**-25.
odd = (2 * numpy.arange(1024) + 1).astype(numpy.float32) * numpy.float32(2**-25)
small = [odd.view(numpy.uint32) + numpy.uint32(2**32 - 1 + step & 0xFFFFFFFF) for step in range(3)]

table = {}
for kind in ["float16", "bfloat16"]:
    bits = numpy.concatenate(middles[kind])
    table[kind] = {
        "widened": digest(widen(every, kind)),
        "dense": digest(narrow(dense, kind)),
        "middles": digest(narrow(bits.view(numpy.float32), kind)),
        "small": digest(narrow(numpy.concatenate(small).view(numpy.float32), kind)),
    }
print(json.dumps(table, indent=2))
