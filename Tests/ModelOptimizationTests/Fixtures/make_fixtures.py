#!/usr/bin/env python3
"""Makes the expected values and the files that the tests of ModelOptimization read.

    python3 make_fixtures.py            (needs numpy; writes beside itself)

Expected values are computed in double precision and independently of the library: each formula
is written out here once more, with numpy. The random numbers are seeded, so the same versions of
Python, numpy and zlib give the same files.
"""

import gzip
import json
import struct
import zlib
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
rng = np.random.default_rng(20170828)


def floats(*shape, scale=1.0):
    """Random numbers that a 32-bit float holds exactly."""
    return (rng.standard_normal(shape) * scale).astype(np.float32).astype(np.float64)


def tensor(array):
    array = np.asarray(array, dtype=np.float64)
    return {"shape": list(array.shape), "elements": [float(x) for x in array.ravel()]}


def log_softmax(x):
    shifted = x - x.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def layers():
    x, weight, bias = floats(5, 7), floats(7, 4), floats(4)
    logits = floats(6, 10, scale=5)
    labels = [3, 0, 9, 9, 1, 4]
    log_p = log_softmax(logits)
    return {
        "x": tensor(x),
        "weight": tensor(weight),
        "bias": tensor(bias),
        "dense": tensor(x @ weight + bias),
        "logits": tensor(logits),
        "labels": labels,
        "softmax": tensor(np.exp(log_p)),
        "logSoftmax": tensor(log_p),
        "crossEntropy": float(-np.mean(log_p[np.arange(6), labels])),
        "argmax": [int(c) for c in logits.argmax(axis=1)],
    }


def optimizers():
    start, gradients = floats(6), floats(4, 6)
    sgd, velocity = start.copy(), np.zeros(6)
    sgd_path = []
    for g in gradients:
        velocity = 0.9 * velocity + g
        sgd = sgd - 0.1 * velocity
        sgd_path.append(tensor(sgd))
    adam, mean, square = start.copy(), np.zeros(6), np.zeros(6)
    adam_path = []
    for t, g in enumerate(gradients, start=1):
        mean = 0.9 * mean + 0.1 * g
        square = 0.999 * square + 0.001 * g * g
        step = (mean / (1 - 0.9**t)) / (np.sqrt(square / (1 - 0.999**t)) + 1e-8)
        adam = adam - 0.01 * step
        adam_path.append(tensor(adam))
    return {
        "start": tensor(start),
        "gradients": [tensor(g) for g in gradients],
        "sgd": sgd_path,
        "adam": adam_path,
    }


def random_numbers():
    """SplitMix64 as in Vigna's splitmix64.c; the first five numbers for two seeds."""
    mask = (1 << 64) - 1

    def numbers(state):
        for _ in range(5):
            state = (state + 0x9E3779B97F4A7C15) & mask
            z = state
            z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
            z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
            yield str(z ^ (z >> 31))

    return {"0": list(numbers(0)), "1234567": list(numbers(1234567))}


def gzip_member(data, level=9, strategy=zlib.Z_DEFAULT_STRATEGY, flags=0, fields=b""):
    packer = zlib.compressobj(level, zlib.DEFLATED, -15, 9, strategy)
    body = packer.compress(data) + packer.flush()
    header = b"\x1f\x8b\x08" + bytes([flags]) + bytes(6)
    trailer = struct.pack("<II", zlib.crc32(data), len(data) & 0xFFFFFFFF)
    return header + fields + body + trailer


def gzip_files():
    """Every kind of block, and every field of a header."""
    # Counts that grow like Fibonacci's numbers make the longest Huffman patterns there are.
    counts, a, b = [], 1, 1
    for symbol in range(20):
        counts.append(bytes([symbol]) * a)
        a, b = b, a + b
    skewed = bytearray(b"".join(counts))
    shuffled = np.frombuffer(bytes(skewed), dtype=np.uint8).copy()
    rng.shuffle(shuffled)
    noise = rng.integers(0, 256, 3000, dtype=np.uint8).tobytes()
    words = b"shoe shirt bag coat dress sandal boot pullover trouser sneaker".split()
    text = b" ".join(words[i] for i in rng.integers(0, 10, 600)) + b"z" * 2000
    everything = 4 | 8 | 16 | 2  # extra field, name, comment, checksum of the header
    fields = struct.pack("<H", 5) + b"extra" + b"name\0" + b"comment\0" + b"\x12\x34"
    files = {
        "empty": (b"", {}),
        "dynamic": (text, {}),
        "fixed": (text, {"strategy": zlib.Z_FIXED}),
        "stored": (noise, {"level": 0}),
        "long-patterns": (shuffled.tobytes(), {"strategy": zlib.Z_HUFFMAN_ONLY}),
        "all-fields": (text, {"flags": everything, "fields": fields}),
        "one-distance": (b"q" * 5000, {}),
    }
    folder = HERE / "gzip"
    folder.mkdir(exist_ok=True)
    for name, (data, options) in files.items():
        packed = gzip_member(data, **options)
        if not options.get("flags"):
            assert gzip.decompress(packed) == data
            # The kind of the first block is in bits 1 and 2: stored, fixed or dynamic.
            kinds = {"stored": 0, "fixed": 1, "dynamic": 2, "long-patterns": 2}
            assert packed[10] >> 1 & 3 == kinds.get(name, packed[10] >> 1 & 3), name
        (folder / f"{name}.gz").write_bytes(packed)
        (folder / f"{name}.bin").write_bytes(data)


def safetensors_file():
    """Two tensors, out of alphabetical order, and every escape of JSON in the metadata."""
    first = np.arange(6, dtype="<f4") / 4
    second = np.array([-1.5], dtype="<f4")
    header = (
        '{"__metadata__":{"note":"a \\"quoted\\" \\\\ \\/ \\u00e9 \\ud83d\\udc5f \\n line"},'
        ' "weight" : {"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},'
        '"bias":{"data_offsets":[24,28],"dtype":"F32","shape":[1]}}  '
    ).encode()
    data = first.tobytes() + second.tobytes()
    (HERE / "small.safetensors").write_bytes(struct.pack("<Q", len(header)) + header + data)


def half_safetensors_file():
    """Floats of 16 bits: the largest and the smallest of FP16, and those of BF16 beyond it."""
    half = np.array([1, -2.5, 65504, 2**-24, 0, np.inf, 1 / 3], dtype="<f2").tobytes()
    # The upper halves of 32-bit floats; 1/3 is rounded up in them.
    brain = struct.pack("<4H", 0x3F80, 0xC020, 0x7180, 0x3EAB)
    header = (
        '{"brain":{"dtype":"BF16","shape":[2,2],"data_offsets":[0,8]},'
        '"half":{"dtype":"F16","shape":[7],"data_offsets":[8,22]}}'
    ).encode()
    header += b" " * (-len(header) % 8)
    packed = struct.pack("<Q", len(header)) + header + brain + half
    (HERE / "half.safetensors").write_bytes(packed)


def pixels():
    """Facts about the images, read by Python's own gzip."""
    folder = HERE.parent.parent.parent / "Data" / "fashion-mnist"
    facts = {}
    for name in ["t10k", "train"]:
        images = gzip.decompress((folder / f"{name}-images-idx3-ubyte.gz").read_bytes())[16:]
        labels = gzip.decompress((folder / f"{name}-labels-idx1-ubyte.gz").read_bytes())[8:]
        facts[name] = {
            "count": len(labels),
            "firstLabels": list(labels[:10]),
            "lastLabels": list(labels[-10:]),
            "labelSum": sum(labels),
            "firstImageSum": sum(images[:784]),
            "lastImageSum": sum(images[-784:]),
            "imageSum": int(np.frombuffer(images, dtype=np.uint8).sum(dtype=np.int64)),
        }
    return facts


def main():
    tables = {
        "layers.json": layers(),
        "optimizers.json": optimizers(),
        "splitmix64.json": random_numbers(),
        "pixels.json": pixels(),
    }
    for name, table in tables.items():
        (HERE / name).write_text(json.dumps(table, indent=1) + "\n")
    gzip_files()
    safetensors_file()
    half_safetensors_file()


if __name__ == "__main__":
    main()
