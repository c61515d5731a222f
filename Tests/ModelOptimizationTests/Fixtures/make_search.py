#!/usr/bin/env python3
"""Writes search.json: Gaussian processes of scikit-learn (run with 1.9), and expected improvement
by SciPy's normal distribution and by integrating max(0, f - best) over it.

    pip install scikit-learn && python3 make_search.py
"""
import json
import pathlib

import numpy as np
from scipy.integrate import quad
from scipy.stats import norm
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, ConstantKernel, Matern, WhiteKernel

rng = np.random.default_rng(11)


def kernel(name, lengths):
    return RBF(lengths) if name == "squaredExponential" else Matern(lengths, nu=2.5)


def process(name, lengths, variance, noise, offset, count):
    points = rng.random((count, len(lengths)))
    values = offset + np.sin(5 * points[:, 0]) + points.sum(1) ** 2 / 3 + 0.05 * rng.normal(size=count)
    queries = rng.random((6, len(lengths)))
    queries[0] = points[0]
    regressor = GaussianProcessRegressor(
        ConstantKernel(variance) * kernel(name, lengths), alpha=noise, optimizer=None)
    regressor.fit(points, values - offset)
    means, deviations = regressor.predict(queries, return_std=True)
    best = float(values.max())
    rows = []
    for mean, deviation in zip(means + offset, deviations):
        z = (mean - best) / deviation
        closed = (mean - best) * norm.cdf(z) + deviation * norm.pdf(z)
        integral = quad(lambda f: (f - best) * norm.pdf(f, mean, deviation), best,
                        max(best, mean) + 12 * deviation, points=[mean] if mean > best else None,
                        epsabs=1e-13)[0]
        assert abs(closed - integral) < 1e-9, (closed, integral)
        rows.append({"mean": mean, "variance": deviation ** 2, "expectedImprovement": closed})
    return {
        "kernel": name, "lengthScales": lengths, "variance": variance, "noise": noise,
        "offset": offset, "points": points.tolist(), "values": values.tolist(),
        "queries": queries.tolist(), "best": best, "predictions": rows,
        "logMarginalLikelihood": regressor.log_marginal_likelihood_value_,
    }


def fit(name, count):
    """The highest likelihood that scikit-learn finds within the ranges that are searched here."""
    points = rng.random((count, 2))
    values = np.sin(6 * points[:, 0]) + 0.2 * points[:, 1] + 0.1 * rng.normal(size=count)
    values = (values - values.mean()) / values.std()
    whole = ConstantKernel(1, (1e-4, 1e4)) * kernel(name, [1, 1]) + WhiteKernel(0.1, (1e-6, 1))
    whole = whole.clone_with_theta(whole.theta)
    regressor = GaussianProcessRegressor(whole, alpha=0, n_restarts_optimizer=20, random_state=3)
    regressor.fit(points, values)
    return {"kernel": name, "points": points.tolist(), "values": values.tolist(),
            "logMarginalLikelihood": regressor.log_marginal_likelihood_value_}


document = {
    "processes": [
        process("matern52", [0.3, 0.8], 1.7, 1e-4, 0.4, 12),
        process("squaredExponential", [0.5], 0.6, 1e-3, -1.0, 8),
        process("matern52", [0.2, 1.5, 0.7], 2.0, 0.05, 0.0, 20),
        process("squaredExponential", [0.4, 0.4], 1.0, 1e-2, 0.0, 15),
    ],
    "fits": [fit("matern52", 25), fit("squaredExponential", 25)],
}
target = pathlib.Path(__file__).with_name("search.json")
target.write_text(json.dumps(document, indent=1) + "\n")
