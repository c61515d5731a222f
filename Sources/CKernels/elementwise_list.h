// The kernels of elementwise.h, each as ENTRY(result, name, parameters, arguments): declared for
// every instruction set in elementwise_sets.h, chosen among in elementwise.c.

ENTRY(void, add_float, (const float *a, const float *b, float *c, long count), (a, b, c, count))
ENTRY(void, add_relu_float, (const float *a, const float *b, float *c, long count),
      (a, b, c, count))
ENTRY(void, subtract_float, (const float *a, const float *b, float *c, long count),
      (a, b, c, count))
ENTRY(void, multiply_float, (const float *a, const float *b, float *c, long count),
      (a, b, c, count))
ENTRY(void, scale_add_float, (const float *x, float factor, float *y, long count),
      (x, factor, y, count))
ENTRY(void, scale_shift_float,
      (const float *x, float scale, float shift, float *y, long count),
      (x, scale, shift, y, count))
ENTRY(void, scale_shift_channels_float,
      (const float *x, const float *scale, const float *shift, float least, float *y, long rows,
       long channels),
      (x, scale, shift, least, y, rows, channels))
ENTRY(void, relu_float, (const float *x, float *y, long count), (x, y, count))
ENTRY(void, relu_gradient_float, (const float *x, const float *dy, float *dx, long count),
      (x, dy, dx, count))
ENTRY(void, leaky_relu_float, (const float *x, float slope, float *y, long count),
      (x, slope, y, count))
ENTRY(void, leaky_relu_gradient_float,
      (const float *x, const float *dy, float slope, float *dx, long count),
      (x, dy, slope, dx, count))
ENTRY(void, sigmoid_float, (const float *x, float *y, long count), (x, y, count))
ENTRY(void, sigmoid_gradient_float, (const float *y, const float *dy, float *dx, long count),
      (y, dy, dx, count))
ENTRY(void, tanh_float, (const float *x, float *y, long count), (x, y, count))
ENTRY(void, tanh_gradient_float, (const float *y, const float *dy, float *dx, long count),
      (y, dy, dx, count))
ENTRY(void, gelu_float, (const float *x, float *y, long count), (x, y, count))
ENTRY(void, gelu_gradient_float, (const float *x, const float *dy, float *dx, long count),
      (x, dy, dx, count))
ENTRY(void, exp_float, (const float *x, float *y, long count), (x, y, count))
ENTRY(void, adam_step_float,
      (float *values, float *means, float *squares, const float *gradients, long count,
       float beta1, float beta2, float step, float square_scale, float epsilon, float keep,
       float penalty, float gradient_scale),
      (values, means, squares, gradients, count, beta1, beta2, step, square_scale, epsilon, keep,
       penalty, gradient_scale))
ENTRY(void, sgd_step_float,
      (float *values, float *velocities, const float *gradients, long count,
       float learning_rate, float momentum, float penalty, float gradient_scale),
      (values, velocities, gradients, count, learning_rate, momentum, penalty, gradient_scale))
ENTRY(int, all_finite_float, (const float *x, long count), (x, count))
