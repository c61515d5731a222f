// Loops over elements: y[i] from x[i] alone. `y` may be `x` itself; other overlaps are not allowed.
// An element's result does not depend on where it stands, nor on `count`.
#pragma once

/// c = a + b.
void kernel_add_float(const float *a, const float *b, float *c, long count);
/// c = max(a + b, 0): the sum at the end of a residual block.
void kernel_add_relu_float(const float *a, const float *b, float *c, long count);
/// c = a - b.
void kernel_subtract_float(const float *a, const float *b, float *c, long count);
/// c = a · b, element by element.
void kernel_multiply_float(const float *a, const float *b, float *c, long count);
/// y = y + factor · x.
void kernel_scale_add_float(const float *x, float factor, float *y, long count);
/// y = scale · x + shift.
void kernel_scale_shift_float(const float *x, float scale, float shift, float *y, long count);
/// y[row, channel] = max(scale[channel] · x[row, channel] + shift[channel], least), where `least`
/// is -∞ for no activation and 0 for ReLU.
void kernel_scale_shift_channels_float(
    const float *x, const float *scale, const float *shift, float least, float *y, long rows,
    long channels);

/// y = max(x, 0); NaN stays.
void kernel_relu_float(const float *x, float *y, long count);
/// dx = dy where x > 0, else 0. `x` may be the input or the output of the layer.
void kernel_relu_gradient_float(const float *x, const float *dy, float *dx, long count);
/// y = x where x > 0, else slope · x.
void kernel_leaky_relu_float(const float *x, float slope, float *y, long count);
/// dx = dy where x > 0, else slope · dy.
void kernel_leaky_relu_gradient_float(
    const float *x, const float *dy, float slope, float *dx, long count);
/// y = 1 / (1 + e⁻ˣ).
void kernel_sigmoid_float(const float *x, float *y, long count);
/// dx = dy · y · (1 - y), from the output of the layer.
void kernel_sigmoid_gradient_float(const float *y, const float *dy, float *dx, long count);
/// y = tanh x.
void kernel_tanh_float(const float *x, float *y, long count);
/// dx = dy · (1 - y²), from the output of the layer.
void kernel_tanh_gradient_float(const float *y, const float *dy, float *dx, long count);
/// y = x · Φ(x) = x / 2 · (1 + erf(x / √2)).
void kernel_gelu_float(const float *x, float *y, long count);
/// dx = dy · (Φ(x) + x · φ(x)), from the input of the layer.
void kernel_gelu_gradient_float(const float *x, const float *dy, float *dx, long count);
/// y = eˣ.
void kernel_exp_float(const float *x, float *y, long count);

/// One step of Adam or AdamW over `count` parameters.
///
///     g = gradient_scale · gradient + penalty · value
///     mean = beta1 · mean + (1 - beta1) · g;  square = beta2 · square + (1 - beta2) · g²
///     value = keep · value - step · mean / (√(square_scale · square) + epsilon)
///
/// `step` is the learning rate / (1 - beta1ᵗ), `square_scale` 1 / (1 - beta2ᵗ). `penalty` is the
/// L2 penalty inside the gradient; AdamW has `keep` = 1 - learning rate · weight decay, Adam 1.
void kernel_adam_step_float(
    float *values, float *means, float *squares, const float *gradients, long count,
    float beta1, float beta2, float step, float square_scale, float epsilon, float keep,
    float penalty, float gradient_scale);
/// One step of gradient descent with momentum over `count` parameters.
///
///     velocity = momentum · velocity + gradient_scale · gradient + penalty · value
///     value = value - learning_rate · velocity
void kernel_sgd_step_float(
    float *values, float *velocities, const float *gradients, long count,
    float learning_rate, float momentum, float penalty, float gradient_scale);

/// 1 if no element is NaN or infinite, else 0.
int kernel_all_finite_float(const float *x, long count);
