#include <math.h>

#include "elementwise.h"
#include "results.h"

typedef void (*unary)(const float *, float *, long);
typedef void (*binary)(const float *, const float *, float *, long);

static const struct {
  const char *name;
  unary run;
} unaries[] = {
    {"relu", kernel_relu_float}, {"sigmoid", kernel_sigmoid_float}, {"tanh", kernel_tanh_float},
    {"gelu", kernel_gelu_float}, {"exp", kernel_exp_float},
};

static const struct {
  const char *name;
  binary run;
} binaries[] = {
    {"add", kernel_add_float},
    {"add relu", kernel_add_relu_float},
    {"subtract", kernel_subtract_float},
    {"multiply", kernel_multiply_float},
    {"relu gradient", kernel_relu_gradient_float},
    {"sigmoid gradient", kernel_sigmoid_gradient_float},
    {"tanh gradient", kernel_tanh_gradient_float},
    {"gelu gradient", kernel_gelu_gradient_float},
};

static void name(char *to, const char *kernel, long count) {
  snprintf(to, 96, "%s of %ld", kernel, count);
}

/// Numbers of every size, and those that are none.
static float *odd_floats(long count) {
  static const unsigned odd[] = {0x7f800000, 0xff800000, 0x7fc00000, 0x80000000, 0x00000001,
                                 0x7f7fffff, 0xff7fffff, 0x42b17218, 0xc2aeac50, 0xc2d00000};
  float *x = made_up_floats(count, 1);
  for (long i = 0; i < count; i++) {
    x[i] *= 10;
    if (i % 3 == 2) memcpy(x + i, odd + i / 3 % 10, 4);
  }
  return x;
}

void run_elementwise(void) {
  char label[96];
  for (long count = 0; count <= 70; count += count < 20 ? 1 : 7) {
    float *x = odd_floats(count), *z = made_up_floats(count, 2), *y = floats(count);
    for (unsigned i = 0; i < sizeof unaries / sizeof *unaries; i++) {
      unaries[i].run(x, y, count);
      name(label, unaries[i].name, count);
      write_floats(label, 1e-6, y, count + 1);
    }
    for (unsigned i = 0; i < sizeof binaries / sizeof *binaries; i++) {
      binaries[i].run(z, z, y, count);
      name(label, binaries[i].name, count);
      write_floats(label, 2e-6, y, count + 1);
    }
    kernel_scale_add_float(z, 0.3f, y, count);
    name(label, "scale add", count);
    write_floats(label, 1e-5, y, count + 1);
    kernel_scale_shift_float(z, 0.3f, -1, y, count);
    name(label, "scale shift", count);
    write_floats(label, 1e-6, y, count + 1);
    kernel_leaky_relu_float(x, 0.1f, y, count);
    name(label, "leaky relu", count);
    write_floats(label, 0, y, count + 1);
    kernel_leaky_relu_gradient_float(x, z, 0.1f, y, count);
    name(label, "leaky relu gradient", count);
    write_floats(label, 0, y, count + 1);
    float *image = made_up_floats(3 * count, 3), *scaled = floats(3 * count);
    kernel_scale_shift_channels_float(image, z, x, 0, scaled, 3, count);
    name(label, "scale shift channels", count);
    write_floats(label, 2e-6, scaled, 3 * count + 1);

    float *values = made_up_floats(count, 4), *means = made_up_floats(count, 5);
    float *squares = made_up_floats(count, 6), *slopes = made_up_floats(count, 7);
    for (long i = 0; i < count; i++) squares[i] = fabsf(squares[i]);
    kernel_adam_step_float(
        values, means, squares, slopes, count, 0.9f, 0.99f, 0.1f, 2, 1e-3f, 0.99f, 0.01f, 0.5f);
    name(label, "adam values", count);
    write_floats(label, 1e-5, values, count);
    name(label, "adam squares", count);
    write_floats(label, 1e-5, squares, count);
    kernel_sgd_step_float(values, means, slopes, count, 0.1f, 0.9f, 0.01f, 0.5f);
    name(label, "momentum values", count);
    write_floats(label, 1e-5, values, count);

    int finite[2] = {kernel_all_finite_float(z, count), kernel_all_finite_float(x, count)};
    name(label, "all finite", count);
    write_ints(label, finite, 2);
    free(x), free(y), free(z), free(image), free(scaled);
    free(values), free(means), free(squares), free(slopes);
  }
}
