// Functions of one variable by polynomials, for elementwise_loops.h and reduction_loops.h.
//
// Every lane computes the same whatever stands beside it. NaN gives NaN. The coefficients are
// fitted by Tests/Kernels/fit_polynomials.py; the errors are held in ElementwiseFunctionTests.
#pragma once

/// e to the power of x, within 1.5 units in the last place; 0 below -104, infinity above 88.73.
///
/// x = n · ln 2 + r with a whole n, so that eˣ = 2ⁿ · eʳ and |r| ≤ ln 2 / 2.
INLINE vector exponential(vector x) {
  x = lower_to(raise_to(x, broadcast(-105)), broadcast(89));
  vector n = round_to_whole(multiply(x, broadcast(0x1.715476p0f)));
  // ln 2 in two parts, the first so short that its product with n is exact.
  vector r = multiply_add(n, broadcast(-0x1.63p-1f), x);
  r = multiply_add(n, broadcast(0x1.bd0106p-13f), r);
  vector p = broadcast(0x1.6db414p-10f);
  p = multiply_add(p, r, broadcast(0x1.123b46p-7f));
  p = multiply_add(p, r, broadcast(0x1.55545ep-5f));
  p = multiply_add(p, r, broadcast(0x1.55549p-3f));
  p = multiply_add(p, r, broadcast(0.5f));
  p = add(multiply_add(multiply(r, r), p, r), broadcast(1));
  return scale_by_power(p, n);
}

/// 1 / (1 + e⁻ˣ), within 3 units in the last place, also where it is tiny.
INLINE vector logistic(vector x) {
  vector e = exponential(subtract(broadcast(0), absolute(x)));
  vector above = choose(less(x, broadcast(0)), e, broadcast(1));
  return divide(above, add(broadcast(1), e));
}

/// The hyperbolic tangent, within 3 units in the last place.
INLINE vector hyperbolic_tangent(vector x) {
  vector size = absolute(x);
  vector e = exponential(add(size, size));
  vector far = subtract(broadcast(1), divide(broadcast(2), add(e, broadcast(1))));
  vector z = multiply(x, x);
  vector p = broadcast(-0x1.76ac0ep-8f);
  p = multiply_add(p, z, broadcast(0x1.5256d4p-6f));
  p = multiply_add(p, z, broadcast(-0x1.b84448p-5f));
  p = multiply_add(p, z, broadcast(0x1.110768p-3f));
  p = multiply_add(p, z, broadcast(-0x1.555534p-2f));
  // Near zero the difference above would lose its digits.
  vector near = multiply_add(multiply(size, z), p, size);
  return with_sign(choose(less(size, broadcast(0.625f)), near, far), x);
}

/// How much of the normal distribution lies above t ≥ 0, divided by e to the power of -t² / 2.
INLINE vector normal_tail(vector t) {
  vector u = divide(broadcast(1), multiply_add(t, broadcast(0.5f), broadcast(1)));
  vector p = broadcast(-0x1.84f302p-6f);
  p = multiply_add(p, u, broadcast(0x1.7784bp-3f));
  p = multiply_add(p, u, broadcast(-0x1.24425ep-1f));
  p = multiply_add(p, u, broadcast(0x1.cfab5p-1f));
  p = multiply_add(p, u, broadcast(-0x1.6b1a2p-1f));
  p = multiply_add(p, u, broadcast(0x1.4ace3p-3f));
  p = multiply_add(p, u, broadcast(-0x1.08463ap-9f));
  p = multiply_add(p, u, broadcast(0x1.4144bcp-3f));
  p = multiply_add(p, u, broadcast(0x1.975ec6p-3f));
  p = multiply_add(p, u, broadcast(0x1.988ddp-3f));
  return multiply(p, u);
}

/// The density's numerator e to the power of -t² / 2, and Φ(x), the share below x.
INLINE vector normal_share(vector x, vector *density) {
  // Beyond 15 nothing is left of the tail, and an infinity times zero would be NaN.
  vector t = lower_to(absolute(x), broadcast(15));
  *density = exponential(multiply(multiply(t, t), broadcast(-0.5f)));
  vector tail = multiply(normal_tail(t), *density);
  return choose(less(x, broadcast(0)), tail, subtract(broadcast(1), tail));
}

/// x · Φ(x): the Gaussian error linear unit in its exact form.
INLINE vector gaussian_unit(vector x) {
  vector density;
  vector share = normal_share(x, &density);
  // Φ(-∞) is 0, and so is the limit of the product.
  return choose(less(x, broadcast(-15)), broadcast(0), multiply(x, share));
}

/// Φ(x) + x · φ(x), the slope of the above.
INLINE vector gaussian_unit_slope(vector x) {
  vector density;
  vector share = normal_share(x, &density);
  vector within = lower_to(raise_to(x, broadcast(-15)), broadcast(15));
  vector inverse_root = broadcast(0x1.988454p-2f);  // 1 / √(2π)
  return multiply_add(multiply(within, inverse_root), density, share);
}
