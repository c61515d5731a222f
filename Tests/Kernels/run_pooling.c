#include "pooling.h"
#include "results.h"

static const struct {
  long height, width, channels, window, stride, padding;
} cases[] = {{4, 4, 1, 2, 2, 0},  {6, 5, 3, 2, 2, 0},  {7, 7, 8, 3, 2, 1}, {8, 6, 33, 2, 2, 0},
             {5, 5, 17, 3, 1, 1}, {7, 7, 64, 7, 7, 0}, {9, 4, 5, 2, 3, 0}};

void run_pooling(void) {
  for (unsigned number = 0; number < sizeof cases / sizeof *cases; number++) {
    long height = cases[number].height, width = cases[number].width;
    long channels = cases[number].channels, side = cases[number].window;
    long stride = cases[number].stride, padding = cases[number].padding;
    long rows = (height + 2 * padding - side) / stride + 1;
    long columns = (width + 2 * padding - side) / stride + 1;
    struct pooling_window window = {
        .height = height, .width = width, .channels = channels, .window_height = side,
        .window_width = side, .stride_height = stride, .stride_width = stride,
        .padding_top = padding, .padding_left = padding, .output_width = columns};
    long inputs = height * width * channels, outputs = rows * columns * channels;
    float *source = made_up_floats(inputs, 1), *slopes = made_up_floats(outputs, 2);
    float *target = floats(outputs), *gradient = made_up_floats(inputs, 3);
    int *pixels = malloc(sizeof(int) * (size_t)outputs);
    memcpy(source + inputs / 2, &(unsigned){0x7fc00000}, 4);
    char label[96];
#define WRITE(what, values, count)                                 \
  do {                                                             \
    snprintf(label, sizeof label, "%s, case %u", what, number);    \
    write_floats(label, 1e-5, values, count);                      \
  } while (0)
    pooling_maximum_float(&window, source, 0, rows, target, pixels);
    WRITE("largest of windows", target, outputs + 1);
    snprintf(label, sizeof label, "pixels of the largest, case %u", number);
    write_ints(label, pixels, outputs);
    pooling_maximum_float(&window, source, 0, rows, target, NULL);
    WRITE("largest of windows alone", target, outputs + 1);
    pooling_maximum_gradient_float(&window, slopes, pixels, rows, gradient);
    WRITE("gradient of the largest", gradient, inputs);
    for (int counts = 0; counts < 2; counts++) {
      pooling_average_float(&window, counts, source, 0, rows, target);
      WRITE(counts ? "mean with padding" : "mean", target, outputs + 1);
      pooling_average_gradient_float(&window, counts, slopes, rows, gradient);
      WRITE(counts ? "gradient of the mean with padding" : "gradient of the mean", gradient,
            inputs);
    }
    free(source), free(slopes), free(target), free(gradient), free(pixels);
  }
}
