"""Integers, scales, zero points and bytes of quantized tensors, for QuantizedTensorTests.

    python3 Tests/ModelOptimizationTests/Fixtures/make_quantization.py > quantization.json

needs numpy and torch. NumPy cuts the blocks and packs the bits by another route than the library
(reshapes, and one long string of bits); where PyTorch has the format, its own observers and
quantized tensors must say the same before anything is printed.
"""

import json

import numpy
import torch

f32 = numpy.float32


def parameters(values, bits, signed, scheme):
    lowest = -(2 ** (bits - 1)) if signed else 0
    if scheme == "symmetric":
        step = numpy.abs(values).max().astype(numpy.float64) / (2 ** (bits - 1) - 1)
        return f32(step) if step else f32(1), 0 if signed else 2 ** (bits - 1)
    low, high = min(values.min(), 0), max(values.max(), 0)
    scale = f32((numpy.float64(high) - low) / (2**bits - 1)) or f32(1)
    return scale, int(lowest - numpy.round(numpy.float64(low) / scale))


def quantize(values, scale, zero, bits, signed):
    lowest = -(2 ** (bits - 1)) if signed else 0
    steps = numpy.round(values * (f32(1) / scale))
    return numpy.clip(steps + zero, lowest, lowest + 2**bits - 1).astype(int)


def packed(rows, bits):
    result = b""
    for row in rows:
        text = "".join(format(int(q) % 2**bits, f"0{bits}b")[::-1] for q in row)
        text += "0" * (-len(text) % 8)
        result += bytes(int(text[i : i + 8][::-1], 2) for i in range(0, len(text), 8))
    return result.hex()


def case(shape, axis, bits, signed, scheme, granularity, seed):
    generator = numpy.random.default_rng(seed)
    tensor = generator.normal(0.2, 1, shape).astype(f32)
    matrix = numpy.moveaxis(tensor, axis, 0).reshape(shape[axis], -1)
    if granularity != "tensor" and shape[axis] > 1:
        matrix[1] = 0.75  # a constant channel
        matrix[0] = 0  # one whose range has no width
        tensor = numpy.moveaxis(
            matrix.reshape([shape[axis]] + [n for i, n in enumerate(shape) if i != axis]), 0, axis
        )
    outputs, inputs = matrix.shape
    size = granularity if isinstance(granularity, int) else inputs
    scales, zeros, integers, restored = [], [], numpy.zeros((outputs, inputs), int), 0 * matrix
    blocks = (
        [(slice(None), slice(None))]
        if granularity == "tensor"
        else [(o, slice(i, i + size)) for o in range(outputs) for i in range(0, inputs, size)]
    )
    for block in blocks:
        scale, zero = parameters(matrix[block], bits, signed, scheme)
        if isinstance(granularity, int):
            scale = f32(numpy.float16(scale))
        integers[block] = quantize(matrix[block], scale, zero, bits, signed)
        restored[block] = (integers[block] - zero).astype(f32) * scale
        scales.append(float(scale))
        zeros.append(zero)
    if bits == 8 and scheme == "affine" and granularity in ("tensor", "channel"):
        check_with_torch(torch.tensor(matrix), signed, granularity, scales, zeros, integers)
    rows = integers.reshape(1, -1) if granularity == "tensor" else integers
    own = numpy.moveaxis(
        restored.reshape([outputs] + [n for i, n in enumerate(shape) if i != axis]), 0, axis
    )
    return {
        "shape": shape, "axis": axis, "bits": bits, "isSigned": signed, "scheme": scheme,
        "group": granularity if isinstance(granularity, int) else None,
        "isWhole": granularity == "tensor", "elements": [float(x) for x in tensor.ravel()],
        "scales": scales, "zeroPoints": zeros if scheme == "affine" else [],
        "packed": packed(rows, bits), "restored": [float(x) for x in own.ravel()],
    }  # fmt: skip


def check_with_torch(matrix, signed, granularity, scales, zeros, integers):
    kind = torch.qint8 if signed else torch.quint8
    ao = torch.ao.quantization
    if granularity == "tensor":
        observer = ao.MinMaxObserver(dtype=kind, qscheme=torch.per_tensor_affine)
    else:
        observer = ao.PerChannelMinMaxObserver(
            ch_axis=0, dtype=kind, qscheme=torch.per_channel_affine
        )
    observer(matrix)
    scale, zero = observer.calculate_qparams()
    # PyTorch keeps a scale of at least its epsilon where the range has no width.
    wide = scale > 2 * torch.finfo(torch.float32).eps
    assert numpy.allclose(scale[wide], numpy.array(scales, f32)[wide.numpy()], rtol=1e-6)
    assert (zero[wide].numpy() == numpy.array(zeros)[wide.numpy()]).all()
    ours = torch.tensor(scales, dtype=torch.float32), torch.tensor(zeros)
    if granularity == "tensor":
        theirs = torch.quantize_per_tensor(matrix, ours[0].item(), int(ours[1]), kind)
    else:
        theirs = torch.quantize_per_channel(matrix, ours[0].double(), ours[1], 0, kind)
    assert (theirs.int_repr().numpy() == integers).all()


cases = [
    case([4, 5], 1, 8, True, "affine", "tensor", 1),
    case([4, 5], 1, 8, False, "affine", "channel", 2),
    case([4, 2, 3, 3], 0, 8, True, "symmetric", "channel", 3),
    case([7, 3], 1, 4, True, "symmetric", 4, 4),
    case([3, 2, 3, 3], 0, 4, True, "symmetric", 6, 5),
    case([3, 2, 3, 3], 0, 4, False, "affine", 32, 6),
    case([5, 3], 1, 2, True, "symmetric", "channel", 7),
    case([3, 7], 0, 3, True, "symmetric", "channel", 8),
    case([3, 5], 0, 5, False, "symmetric", "tensor", 9),
    case([2, 3, 4], 1, 11, True, "affine", "channel", 10),
    case([3, 9], 0, 16, True, "symmetric", "channel", 11),
    case([3, 9], 0, 1, False, "affine", "channel", 12),
]
print(json.dumps(cases))
