"""The polynomials of Sources/CKernels/elementwise_functions.h, fitted anew.

Each is fitted in double precision to the smallest largest relative error: by least squares whose
weights grow where the error is large (Lawson's method), then rounded to single precision.

    python3 Tests/Kernels/fit_polynomials.py        needs numpy and scipy
"""

import numpy
from scipy.special import erfcx


def fit(value, powers, low, high, weight=1.0, rounds=200):
    """Coefficients c of sum(c[i] * x ** powers[i]) for value(x) on [low, high]."""
    nodes = numpy.cos(numpy.linspace(0, numpy.pi, 4001))
    x = (low + high) / 2 + (high - low) / 2 * nodes
    columns = numpy.stack([x**power for power in powers], axis=1)
    target = value(x)
    scale = weight(x) if callable(weight) else weight / numpy.abs(target)
    lawson = numpy.ones_like(x)
    best = None
    for _ in range(rounds):
        factor = numpy.sqrt(lawson) * scale
        c, *_ = numpy.linalg.lstsq(columns * factor[:, None], target * factor, rcond=None)
        error = numpy.abs((columns @ c - target) * scale)
        if best is None or error.max() < best[0]:
            best = (error.max(), c)
        lawson *= error
        lawson /= lawson.sum()
    return best


def show(name, result):
    error, c = result
    print(f"{name}: largest error {error:.2e}")
    for coefficient in c:
        print(f"  {float(numpy.float32(coefficient)).hex()}f,  // {numpy.float32(coefficient)!s}")


def exponential(r):
    """(exp(r) - 1 - r) / r**2, by its series: the difference would lose digits near zero."""
    total, term = numpy.zeros_like(r), numpy.full_like(r, 0.5)
    for index in range(3, 30):
        total += term
        term = term * r / index
    return total


def hyperbolic(z):
    """(tanh(x) - x) / x**3 for z = x**2."""
    x = numpy.sqrt(numpy.maximum(z, 1e-4))
    near = -1 / 3 + z * (2 / 15 + z * (-17 / 315 + z * 62 / 2835))
    return numpy.where(z < 1e-3, near, (numpy.tanh(x) - x) / x**3)


half = numpy.log(2) / 2
# The error of exp itself is r**2 times that of this factor.
show("exp", fit(exponential, range(5), -half, half, lambda r: r * r + 1e-9))
# The error of tanh relative to x is z times that of this factor.
show("tanh", fit(hyperbolic, range(5), 0, 0.625**2, lambda z: z + 1e-9))
# exp(t**2 / 2) times the upper tail of the normal distribution, in u = 1 / (1 + t / 2).
show(
    "tail",
    fit(lambda u: erfcx((2 / u - 2) / numpy.sqrt(2)) / 2, range(1, 11), 1 / (1 + 15 / 2), 1),
)
