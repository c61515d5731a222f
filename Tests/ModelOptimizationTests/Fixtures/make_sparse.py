#!/usr/bin/env python3
"""Writes sparse.json: what SciPy stores of a matrix by rows, and what it gives for a product.

Needs SciPy; run in this folder: ./make_sparse.py
"""

import json

import numpy
import scipy.sparse

generator = numpy.random.default_rng(5)


def case(rows, columns, density, width):
    matrix = scipy.sparse.random(
        rows, columns, density=density, format="csr", random_state=generator, dtype=numpy.float32,
        data_rvs=lambda n: generator.uniform(-1, 1, n).astype(numpy.float32))
    matrix.sort_indices()
    x = generator.uniform(-1, 1, (columns, width)).astype(numpy.float32)
    y = matrix.astype(numpy.float64) @ x.astype(numpy.float64)
    tensor = lambda t: {"shape": list(t.shape), "elements": [float(v) for v in t.ravel()]}
    return {
        "dense": tensor(matrix.toarray()),
        "rowStarts": matrix.indptr.tolist(),
        "columnIndices": matrix.indices.tolist(),
        "values": [float(v) for v in matrix.data],
        "x": tensor(x),
        "y": tensor(y),
    }


cases = [case(5, 7, 0.4, 3), case(19, 30, 0.15, 18), case(33, 12, 0.6, 1), case(8, 9, 0.0, 2)]
with open("sparse.json", "w") as file:
    json.dump({"scipy": scipy.__version__, "cases": cases}, file)
