#!/usr/bin/env python3
"""Makes factorization.json: singular values and low-rank approximations as NumPy computes them.

    python3 make_factorization.py      (needs numpy; writes beside itself)

Everything is computed in double precision from numbers that a 32-bit float holds exactly.
"""

import json
from pathlib import Path

import numpy as np

random = np.random.default_rng(20170828)


def tensor(x):
    return {"shape": list(x.shape), "elements": [float(e) for e in x.flatten()]}


def case(name, matrix, rank):
    matrix = matrix.astype(np.float32).astype(np.float64)
    u, s, vt = np.linalg.svd(matrix, full_matrices=False)
    nearest = (u[:, :rank] * s[:rank]) @ vt[:rank]
    energy = np.cumsum(s**2) / np.sum(s**2)
    return {
        "name": name, "matrix": tensor(matrix), "rank": rank, "values": s.tolist(),
        "nearest": tensor(nearest), "error": float(np.linalg.norm(matrix - nearest)),
        # The shares lie between two steps of the energy, so that no rounding decides.
        "ranks": [
            [float(share), int(np.searchsorted(energy, share) + 1)]
            for share in (0.5, 0.9, 0.99) if np.min(np.abs(energy - share)) > 1e-6
        ],
    }


def normal(*shape):
    return random.standard_normal(shape)


table = {
    "numpy": np.__version__,
    "cases": [
        case("a tall matrix", normal(20, 6), 3),
        case("a wide matrix", normal(5, 17), 2),
        case("a square matrix", normal(9, 9), 5),
        case("a row", normal(1, 7), 1),
        case("a column", normal(7, 1), 1),
        # Integers, so that the matrix has rank 3 in 32 bits as well.
        case("a matrix of rank 3", np.rint(8 * normal(12, 3)) @ np.rint(8 * normal(3, 8)), 3),
        case("values of many sizes", normal(10, 7) * 10.0 ** -np.arange(7), 4),
    ],
}
path = Path(__file__).with_name("factorization.json")
path.write_text(json.dumps(table) + "\n")
