// The loops of elementwise.h, compiled once for each instruction set: the including file has its
// vector.h before this one. The elements that fill no whole vector pass through the same
// instructions in a part of one, so that a result does not depend on where its element stands.
#pragma once

#include "elementwise_functions.h"
#include "elementwise_sets.h"

/// y[i] = `expression` in x, for every i.
#define LOOP_1(from, to, count, expression)     \
  do {                                          \
    long i = 0;                                 \
    for (; i + LANES <= (count); i += LANES) {  \
      vector x = load((from) + i);              \
      store((to) + i, expression);              \
    }                                           \
    if (i < (count)) {                          \
      vector x = load_part((from) + i, (count) - i); \
      store_part((to) + i, expression, (count) - i); \
    }                                           \
  } while (0)

/// to[i] = `expression` in x and z, for every i.
#define LOOP_2(first, second, to, count, expression) \
  do {                                               \
    long i = 0;                                      \
    for (; i + LANES <= (count); i += LANES) {       \
      vector x = load((first) + i);                  \
      vector z = load((second) + i);                 \
      store((to) + i, expression);                   \
    }                                                \
    if (i < (count)) {                               \
      vector x = load_part((first) + i, (count) - i);  \
      vector z = load_part((second) + i, (count) - i); \
      store_part((to) + i, expression, (count) - i);   \
    }                                                \
  } while (0)

KERNEL_TARGET void KERNEL(add_float)(const float *a, const float *b, float *c, long count) {
  LOOP_2(a, b, c, count, add(x, z));
}

KERNEL_TARGET void KERNEL(add_relu_float)(
    const float *a, const float *b, float *c, long count) {
  LOOP_2(a, b, c, count, raise_to(add(x, z), broadcast(0)));
}

KERNEL_TARGET void KERNEL(subtract_float)(
    const float *a, const float *b, float *c, long count) {
  LOOP_2(a, b, c, count, subtract(x, z));
}

KERNEL_TARGET void KERNEL(multiply_float)(
    const float *a, const float *b, float *c, long count) {
  LOOP_2(a, b, c, count, multiply(x, z));
}

KERNEL_TARGET void KERNEL(scale_add_float)(
    const float *from, float factor, float *y, long count) {
  vector f = broadcast(factor);
  LOOP_2(from, y, y, count, multiply_add(x, f, z));
}

KERNEL_TARGET void KERNEL(scale_shift_float)(
    const float *from, float scale, float shift, float *y, long count) {
  vector factor = broadcast(scale);
  vector term = broadcast(shift);
  LOOP_1(from, y, count, multiply_add(x, factor, term));
}

KERNEL_TARGET void KERNEL(scale_shift_channels_float)(
    const float *from, const float *scale, const float *shift, float least, float *y, long rows,
    long channels) {
  vector low = broadcast(least);
  for (long row = 0; row < rows; row++) {
    const float *source = from + row * channels;
    float *target = y + row * channels;
    long c = 0;
    for (; c + LANES <= channels; c += LANES) {
      vector x = multiply_add(load(source + c), load(scale + c), load(shift + c));
      store(target + c, raise_to(x, low));
    }
    if (c < channels) {
      long left = channels - c;
      vector x = load_part(source + c, left);
      x = multiply_add(x, load_part(scale + c, left), load_part(shift + c, left));
      store_part(target + c, raise_to(x, low), left);
    }
  }
}

KERNEL_TARGET void KERNEL(relu_float)(const float *from, float *y, long count) {
  LOOP_1(from, y, count, raise_to(x, broadcast(0)));
}

KERNEL_TARGET void KERNEL(relu_gradient_float)(
    const float *from, const float *dy, float *dx, long count) {
  LOOP_2(from, dy, dx, count, choose(at_most(x, broadcast(0)), broadcast(0), z));
}

KERNEL_TARGET void KERNEL(leaky_relu_float)(
    const float *from, float slope, float *y, long count) {
  vector s = broadcast(slope);
  LOOP_1(from, y, count, choose(less(broadcast(0), x), x, multiply(x, s)));
}

KERNEL_TARGET void KERNEL(leaky_relu_gradient_float)(
    const float *from, const float *dy, float slope, float *dx, long count) {
  vector s = broadcast(slope);
  LOOP_2(from, dy, dx, count, choose(less(broadcast(0), x), z, multiply(z, s)));
}

KERNEL_TARGET void KERNEL(sigmoid_float)(const float *from, float *y, long count) {
  LOOP_1(from, y, count, logistic(x));
}

KERNEL_TARGET void KERNEL(sigmoid_gradient_float)(
    const float *y, const float *dy, float *dx, long count) {
  LOOP_2(y, dy, dx, count, multiply(z, multiply(x, subtract(broadcast(1), x))));
}

KERNEL_TARGET void KERNEL(tanh_float)(const float *from, float *y, long count) {
  LOOP_1(from, y, count, hyperbolic_tangent(x));
}

KERNEL_TARGET void KERNEL(tanh_gradient_float)(
    const float *y, const float *dy, float *dx, long count) {
  LOOP_2(y, dy, dx, count, multiply(z, subtract(broadcast(1), multiply(x, x))));
}

KERNEL_TARGET void KERNEL(gelu_float)(const float *from, float *y, long count) {
  LOOP_1(from, y, count, gaussian_unit(x));
}

KERNEL_TARGET void KERNEL(gelu_gradient_float)(
    const float *from, const float *dy, float *dx, long count) {
  LOOP_2(from, dy, dx, count, multiply(z, gaussian_unit_slope(x)));
}

KERNEL_TARGET void KERNEL(exp_float)(const float *from, float *y, long count) {
  LOOP_1(from, y, count, exponential(x));
}

KERNEL_TARGET void KERNEL(adam_step_float)(
    float *values, float *means, float *squares, const float *gradients, long count,
    float beta1, float beta2, float step, float square_scale, float epsilon, float keep,
    float penalty, float gradient_scale) {
  for (long i = 0; i < count; i += LANES) {
    long left = count - i;
    int whole = left >= LANES;
    vector value = whole ? load(values + i) : load_part(values + i, left);
    vector mean = whole ? load(means + i) : load_part(means + i, left);
    vector square = whole ? load(squares + i) : load_part(squares + i, left);
    vector g = whole ? load(gradients + i) : load_part(gradients + i, left);
    g = multiply_add(value, broadcast(penalty), multiply(g, broadcast(gradient_scale)));
    mean = multiply_add(mean, broadcast(beta1), multiply(g, broadcast(1 - beta1)));
    vector g2 = multiply(multiply(g, broadcast(1 - beta2)), g);
    square = multiply_add(square, broadcast(beta2), g2);
    vector spread = square_root(multiply(square, broadcast(square_scale)));
    vector move = multiply(mean, broadcast(step));
    move = divide(move, add(spread, broadcast(epsilon)));
    value = subtract(multiply(value, broadcast(keep)), move);
    if (whole) {
      store(values + i, value);
      store(means + i, mean);
      store(squares + i, square);
    } else {
      store_part(values + i, value, left);
      store_part(means + i, mean, left);
      store_part(squares + i, square, left);
    }
  }
}

KERNEL_TARGET void KERNEL(sgd_step_float)(
    float *values, float *velocities, const float *gradients, long count,
    float learning_rate, float momentum, float penalty, float gradient_scale) {
  for (long i = 0; i < count; i += LANES) {
    long left = count - i;
    int whole = left >= LANES;
    vector value = whole ? load(values + i) : load_part(values + i, left);
    vector velocity = whole ? load(velocities + i) : load_part(velocities + i, left);
    vector g = whole ? load(gradients + i) : load_part(gradients + i, left);
    g = multiply_add(value, broadcast(penalty), multiply(g, broadcast(gradient_scale)));
    velocity = multiply_add(velocity, broadcast(momentum), g);
    value = multiply_add(velocity, broadcast(-learning_rate), value);
    if (whole) {
      store(values + i, value);
      store(velocities + i, velocity);
    } else {
      store_part(values + i, value, left);
      store_part(velocities + i, velocity, left);
    }
  }
}

KERNEL_TARGET int KERNEL(all_finite_float)(const float *x, long count) {
  // x - x is 0 for every finite x and NaN for the others, and a sum with NaN stays NaN.
  vector s0 = broadcast(0), s1 = s0, s2 = s0, s3 = s0;
  long i = 0;
  for (; i + 4 * LANES <= count; i += 4 * LANES) {
    vector x0 = load(x + i), x1 = load(x + i + LANES);
    vector x2 = load(x + i + 2 * LANES), x3 = load(x + i + 3 * LANES);
    s0 = add(s0, subtract(x0, x0));
    s1 = add(s1, subtract(x1, x1));
    s2 = add(s2, subtract(x2, x2));
    s3 = add(s3, subtract(x3, x3));
  }
  for (; i < count; i += LANES) {
    long left = count - i;
    vector last = left >= LANES ? load(x + i) : load_part(x + i, left);
    s0 = add(s0, subtract(last, last));
  }
  s0 = add(add(s0, s1), add(s2, s3));
  float lanes[LANES];
  store(lanes, s0);
  int finite = 1;
  for (int lane = 0; lane < LANES; lane++) finite &= lanes[lane] == 0;
  return finite;
}
