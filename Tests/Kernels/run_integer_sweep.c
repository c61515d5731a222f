#include "instruction_set.h"
#include "integer.h"
#include "integer_pooling.h"
#include "integer_sweep.h"
#include "pooling.h"
#include "results.h"

static void *room(long bytes) {
  void *memory = aligned_alloc(64, (size_t)(bytes + 127) / 64 * 64);
  memset(memory, 0, (size_t)(bytes + 127) / 64 * 64);
  return memory;
}

/// Bytes to be overwritten, and one behind them that must not be.
static unsigned char *bytes_and_guard(long count) {
  unsigned char *bytes = made_up_bytes(count, 13);
  bytes[count] = 9;
  return bytes;
}

static const struct {
  long height, width, channels, outputs, groups, kernel, stride;
} cases[] = {{1, 1, 4, 1, 1, 1, 1},   {5, 6, 1, 32, 1, 5, 1},   {4, 4, 8, 17, 1, 3, 1},
             {6, 5, 3, 40, 1, 3, 2},  {7, 7, 32, 64, 1, 5, 1},  {3, 9, 6, 10, 2, 2, 1},
             {9, 3, 16, 33, 1, 1, 1}, {6, 6, 12, 150, 3, 3, 2}, {4, 5, 128, 31, 1, 1, 1}};

static double scales[512];
static float factors[512], biases[512];

/// Sets what becomes of the sums of a column. Some scales are so large that the results leave 32
/// bits, some are powers of two, so that ties come about.
static void set_column(long place, long number) {
  scales[place] = number % 7 == 3   ? 0x1p20
                  : number % 7 == 5 ? 0x1p-9
                                    : (double)(1000000007 + number) / 0x1p40;
  factors[place] = 0.01f * (float)(number + 1);
  biases[place] = (float)(number % 5) - 2;
}

static struct integer_finish made_up_finish(int kind) {
  struct integer_finish finish = {.zero_point = 77, .low = 77, .high = 250};
  if (kind == 0) {
    finish.scale = scales;
  } else {
    finish.float_scale = factors;
    finish.bias = biases;
    finish.least = kind == 1 ? 0 : -1000;
  }
  return finish;
}

static void run_case(unsigned number, int pooled, int kind, int bits) {
  const long height = cases[number].height, width = cases[number].width;
  const long channels = cases[number].channels, groups = cases[number].groups;
  const long kernel = cases[number].kernel, stride = cases[number].stride;
  const long outputs = cases[number].outputs / groups, inputs = channels / groups;
  const long padding = kernel / 2, run = (inputs + 3) / 4 * 4, taps = kernel * kernel;
  const long framed = width + 2 * padding, lines = height + 2 * padding;
  const long rows = (lines - kernel) / stride + 1, columns = (framed - kernel) / stride + 1;
  signed char *weights = (signed char *)made_up_bytes(taps * run * outputs * groups, 11);
  for (long i = 0; i < taps * run * outputs * groups; i++) {
    weights[i] = (signed char)(weights[i] >> (8 - bits));
    if (i / outputs % run >= inputs) weights[i] = 0;
  }
  const int form = kernel_choose_integer_form(
      weights, taps * run * groups, outputs, outputs, 1, 255);
  const long panel = kernel_integer_panel_columns(form);
  const long in_group = (outputs + panel - 1) / panel, places = groups * in_group * panel;
  const long step = (kernel_integer_packed_bytes(form, taps * run, outputs) + 63) / 64 * 64;
  signed char *packed = room(step * groups);
  int *begin = room(places * (long)sizeof(int));
  for (long g = 0; g < groups; g++) {
    kernel_pack_integer(
        form, weights + g * taps * run * outputs, taps * run, outputs, outputs, 1,
        packed + g * step);
  }
  const long bytes = kernel_integer_activation_bytes(form);
  unsigned char *image = made_up_bytes(height * width * channels, 12);
  unsigned char *frame = room((lines * framed * channels + 16) * bytes);
  kernel_integer_frame(
      image, height, width, channels, padding, padding, framed, 0, lines, 99, (int)bytes, frame);
  long places_of_taps[64];
  for (long tap = 0; tap < taps; tap++) {
    places_of_taps[tap] = (tap / kernel * framed + tap % kernel) * channels * bytes;
  }
  struct integer_sweep sweep = {
      .form = form, .packed = packed, .packed_step = step, .begin = begin,
      .finish = made_up_finish(kind), .taps = places_of_taps, .tap_count = taps,
      .run = run, .groups = groups, .group_outputs = outputs, .group_step = inputs * bytes,
      .columns = columns, .row_step = stride * framed * channels * bytes,
      .point_step = stride * channels * bytes, .pooled = pooled, .points_at_once = 13};
  const long by = pooled ? 2 : 1;
  const long count = rows / by * (columns / by) * cases[number].outputs;
  for (long column = 0; column < cases[number].outputs; column++) {
    const long place = column / outputs * in_group * panel + column % outputs;
    int sum = 0;
    for (long row = 0; row < taps * run; row++) {
      sum += weights[(column / outputs * taps * run + row) * outputs + column % outputs];
    }
    begin[place] = (int)(column * 997 % 5000) - 2500 + sum * kernel_integer_sweep_offset(form);
    set_column(place, column);
  }
  char label[96];
  snprintf(label, sizeof label, "sweep, case %u, pooled %d, kind %d, %d bits", number, pooled,
           kind, bits);
  if (kind == 0) {
    unsigned char *result = bytes_and_guard(count);
    kernel_integer_sweep(&sweep, frame, rows, 0, groups * in_group, result);
    write_bytes(label, result, count + 1);
    free(result);
  } else {
    float *result = floats(count);
    kernel_integer_sweep(&sweep, frame, rows, 0, groups * in_group, result);
    write_floats(label, 0, result, count + 1);
    free(result);
  }
  free(weights), free(packed), free(begin), free(image), free(frame);
}

static void run_depthwise(long channels, long kernel, long stride, long dilation) {
  const long height = 7, width = 9, padding = kernel / 2, taps = kernel * kernel;
  const long reach = (kernel - 1) * dilation + 1;
  const long framed = width + 2 * padding, lines = height + 2 * padding;
  if (reach > lines) return;
  const long rows = (lines - reach) / stride + 1, columns = (framed - reach) / stride + 1;
  unsigned char *image = made_up_bytes(height * width * channels, 21);
  unsigned char *frame = room(lines * framed * channels + 16);
  kernel_integer_frame(
      image, height, width, channels, padding, padding, framed, 0, lines, 31, 1, frame);
  long places[64];
  for (long tap = 0; tap < taps; tap++) {
    places[tap] = (tap / kernel * framed + tap % kernel) * dilation * channels;
  }
  signed char *weights = (signed char *)made_up_bytes(taps * channels, 22);
  int *begin = room((channels + 64) * (long)sizeof(int));
  for (long i = 0; i < channels; i++) {
    begin[i] = (int)(i * 997 % 5000) - 2500;
    set_column(i, i);
  }
  for (int pooled = 0; pooled < 2; pooled++) {
    struct integer_sweep sweep = {
        .packed = weights, .begin = begin, .finish = made_up_finish(0),
        .taps = places, .tap_count = taps, .run = 1, .groups = channels, .group_outputs = 1,
        .columns = columns, .row_step = stride * framed * channels,
        .point_step = stride * channels, .pooled = pooled};
    const long by = pooled ? 2 : 1, count = rows / by * (columns / by) * channels;
    unsigned char *result = bytes_and_guard(count);
    kernel_integer_sweep_depthwise(&sweep, frame, rows, result);
    char label[96];
    snprintf(label, sizeof label, "depthwise %ld, kernel %ld, stride %ld, dilation %ld, pooled %d",
             channels, kernel, stride, dilation, pooled);
    write_bytes(label, result, count + 1);
    free(result);
  }
  free(image), free(frame), free(weights), free(begin);
}

static void run_pools(void) {
  const long channels[] = {1, 3, 16, 70};
  double scale[10];
  for (int i = 0; i < 10; i++) scale[i] = 1.7 / (i ? i : 1);
  for (int number = 0; number < 4; number++) {
    const long count = channels[number];
    const struct pooling_window window = {
        .height = 7, .width = 6, .channels = count, .window_height = 3, .window_width = 3,
        .stride_height = 2, .stride_width = 1, .padding_top = 1, .padding_left = 1,
        .output_width = 6};
    unsigned char *image = made_up_bytes(42 * count, 31), *result = bytes_and_guard(24 * count);
    char label[96];
    kernel_integer_pooling_maximum(&window, image, 0, 4, result);
    snprintf(label, sizeof label, "largest bytes, %ld channels", count);
    write_bytes(label, result, 24 * count + 1);
    kernel_integer_pooling_average(&window, number % 2, image, 99, scale, 3, 3, 255, 0, 4, result);
    snprintf(label, sizeof label, "mean bytes, %ld channels", count);
    write_bytes(label, result, 24 * count + 1);
    kernel_integer_sum(
        image, 3, 1048579, image + count, 200, 77777, 21, 9, 9, 240, result, 24 * count);
    snprintf(label, sizeof label, "sum of bytes, %ld channels", count);
    write_bytes(label, result, 24 * count + 1);
    free(image), free(result);
  }
}

void run_integer_sweep(void) {
  for (unsigned number = 0; number < sizeof cases / sizeof *cases; number++) {
    for (int pooled = 0; pooled < 2; pooled++) {
      for (int kind = 0; kind < 3; kind++) {
        run_case(number, pooled, kind, 8);
        run_case(number, pooled, kind, 7);
      }
    }
  }
  const long channels[] = {1, 7, 16, 24, 33, 64};
  for (int i = 0; i < 6; i++) {
    run_depthwise(channels[i], 3, 1, 1);
    run_depthwise(channels[i], 3, 2, 1);
    run_depthwise(channels[i], 3, 3, 1);
    run_depthwise(channels[i], 3, 1, 2);
    run_depthwise(channels[i], 5, 1, 1);
    run_depthwise(channels[i], 2, 1, 1);
    run_depthwise(channels[i], 1, 1, 1);
  }
  run_pools();
}
