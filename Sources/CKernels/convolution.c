#include "include/convolution.h"

#include <string.h>

#include "convolution_sets.h"
#include "include/instruction_set.h"

const struct convolution_set *convolution_chosen_set(void) {
  switch (kernel_chosen_instruction_set()) {
#if defined(__x86_64__)
    case kernel_avx512:
      return &convolution_set_avx512;
    case kernel_avx2:
      return &convolution_set_avx2;
#elif defined(__aarch64__)
    case kernel_neon:
      return &convolution_set_neon;
#endif
    default:
      return &convolution_set_portable;
  }
}

static long framed_rows(const struct convolution_sweep *sweep, long rows) {
  return (rows - 1) * sweep->step_height + sweep->window_height;
}

static long panels_of(long columns) {
  return (columns + convolution_panel - 1) / convolution_panel;
}

long convolution_scratch(const struct convolution_sweep *sweep, long rows) {
  if (sweep->is_bare || rows < 1) return 0;
  return framed_rows(sweep, rows) * sweep->framed_width * sweep->source_channels;
}

static long larger_of(long a, long b) { return a > b ? a : b; }
static long smaller_of(long a, long b) { return a < b ? a : b; }

/// The framed image from the row on at which grid row `first_row` begins: the image itself, or a
/// copy of what `rows` rows of the grid need.
static const float *framed_image(const struct convolution_sweep *sweep, const float *source,
                                 long first_row, long rows, float *scratch) {
  long channels = sweep->source_channels;
  long line = sweep->framed_width * channels;
  long start = first_row * sweep->step_height;
  if (sweep->is_bare) return source + start * line;
  // Columns of the frame that hold columns of the image.
  long left = smaller_of(larger_of(sweep->frame_left, 0), sweep->framed_width);
  long right = larger_of(
      left, smaller_of(sweep->frame_left + sweep->source_width, sweep->framed_width));
  long skipped = larger_of(-sweep->frame_left, 0);
  long count = framed_rows(sweep, rows);
  for (long i = 0; i < count; i++) {
    float *row = scratch + i * line;
    long source_row = start + i - sweep->frame_top;
    if (source_row < 0 || source_row >= sweep->source_height || left == right) {
      memset(row, 0, (unsigned long)line * sizeof(float));
      continue;
    }
    memset(row, 0, (unsigned long)(left * channels) * sizeof(float));
    memcpy(row + left * channels,
           source + (source_row * sweep->source_width + skipped) * channels,
           (unsigned long)((right - left) * channels) * sizeof(float));
    memset(row + right * channels, 0,
           (unsigned long)((sweep->framed_width - right) * channels) * sizeof(float));
  }
  return scratch;
}

void convolution_frame_float(const struct convolution_sweep *sweep, const float *source,
                             long first_row, long rows, float *scratch) {
  framed_image(sweep, source, first_row, rows, scratch);
}

void convolution_forward_float(const struct convolution_sweep *sweep, const long *taps,
                               const float *source, const float *weights, const float *bias,
                               int activation, float *target, long first_row, long rows,
                               float *scratch) {
  if (rows < 1) return;
  const struct convolution_set *set = convolution_chosen_set();
  const float *framed = framed_image(sweep, source, first_row, rows, scratch);
  long row_step = sweep->step_height * sweep->framed_width * sweep->source_channels;
  long column_step = sweep->step_width * sweep->source_channels;
  struct convolution_patch patch = {taps, sweep->taps, sweep->run};
  long inner = sweep->taps * sweep->run;
  long panels = panels_of(sweep->group_outputs);
  target += first_row * sweep->target_row;
  if (column_step == 1 && sweep->groups == 1) {
    for (long row = 0; row < rows; row++) {
      for (long panel = 0; panel < panels; panel++) {
        long start = panel * convolution_panel;
        set->row(&patch, framed + row * row_step, sweep->columns, weights + start * inner,
                 bias ? bias + start : 0, activation, target + row * sweep->target_row + start,
                 sweep->target_pixel,
                 smaller_of(sweep->group_outputs - start, convolution_panel));
      }
    }
    return;
  }

  long row = 0, column = 0;
  while (row < rows) {
    const float *sources[convolution_most_rows];
    float *targets[convolution_most_rows];
    long count = 0;
    while (count < set->rows && row < rows) {
      sources[count] = framed + row * row_step + column * column_step;
      targets[count] = target + row * sweep->target_row + column * sweep->target_pixel;
      count++;
      if (++column == sweep->columns) {
        column = 0;
        row++;
      }
    }
    const float *panel_weights = weights;
    const float *panel_bias = bias;
    for (long group = 0; group < sweep->groups; group++) {
      for (long panel = 0; panel < panels; panel++) {
        long left = sweep->group_outputs - panel * convolution_panel;
        set->tile(count, &patch, sources, panel_weights, panel_bias, activation, targets,
                  smaller_of(left, convolution_panel));
        panel_weights += inner * convolution_panel;
        if (panel_bias) panel_bias += convolution_panel;
        for (long i = 0; i < count; i++) targets[i] += smaller_of(left, convolution_panel);
      }
      for (long i = 0; i < count; i++) sources[i] += sweep->group_inputs;
    }
  }
}

long convolution_gradient_scratch(const struct convolution_sweep *sweep, long rows) {
  return convolution_scratch(sweep, rows) + rows * sweep->columns * convolution_panel;
}

/// One panel of the output's channels, side by side, with zeros beyond the last.
static void copy_panel(const float *outputs, long pixels, long channels, long columns,
                       float *panel) {
  for (long pixel = 0; pixel < pixels; pixel++) {
    const float *from = outputs + pixel * channels;
    float *to = panel + pixel * convolution_panel;
    if (columns == convolution_panel) {
      memcpy(to, from, convolution_panel * sizeof(float));
    } else {
      for (long j = 0; j < convolution_panel; j++) to[j] = j < columns ? from[j] : 0;
    }
  }
}

void convolution_weight_gradient_float(const struct convolution_sweep *sweep, const long *points,
                                       long point_count, long rows, const float *source,
                                       const float *output_gradient, float *gradient,
                                       long first_block, long blocks, float *scratch) {
  if (rows < 1) return;
  const struct convolution_set *set = convolution_chosen_set();
  long pixels = rows * sweep->columns;
  float *panel = scratch;
  const float *framed =
      framed_image(sweep, source, 0, rows, scratch + pixels * convolution_panel);
  long panels = panels_of(sweep->group_outputs);
  long blocks_of_panel = point_count / convolution_block;
  long copied = -1;
  for (long block = first_block; block < first_block + blocks; block++) {
    long of_all = block / blocks_of_panel;
    long group = of_all / panels;
    if (of_all != copied) {
      long start = (of_all % panels) * convolution_panel;
      copy_panel(output_gradient + group * sweep->group_outputs + start, pixels,
                 sweep->groups * sweep->group_outputs,
                 smaller_of(sweep->group_outputs - start, convolution_panel), panel);
      copied = of_all;
    }
    set->gradient(sweep, rows, framed + group * sweep->group_inputs,
                  points + block % blocks_of_panel * convolution_block, panel,
                  gradient + block * convolution_block * convolution_panel);
  }
}

void convolution_products_float(long matrices, long rows, long inner, long columns,
                                const float *source, long source_row, long source_matrix,
                                const float *weights, float *target, long target_row,
                                long target_matrix) {
  const struct convolution_set *set = convolution_chosen_set();
  long offset = 0;
  struct convolution_patch patch = {&offset, 1, inner};
  long panels = panels_of(columns);
  for (long matrix = 0; matrix < matrices; matrix++) {
    for (long panel = 0; panel < panels; panel++) {
      for (long row = 0; row < rows; row += set->rows) {
        const float *sources[convolution_most_rows];
        float *targets[convolution_most_rows];
        long count = smaller_of(set->rows, rows - row);
        for (long i = 0; i < count; i++) {
          sources[i] = source + matrix * source_matrix + (row + i) * source_row;
          targets[i] = target + matrix * target_matrix + (row + i) * target_row +
                       panel * convolution_panel;
        }
        set->tile(count, &patch, sources, weights, 0, 0, targets,
                  smaller_of(columns - panel * convolution_panel, convolution_panel));
      }
      weights += inner * convolution_panel;
    }
  }
}

void convolution_bias_gradient_float(const float *output_gradient, long pixels, long outputs,
                                     float *gradient) {
  enum { width = 64, part = 256 };
  for (long first = 0; first < outputs; first += width) {
    long count = smaller_of(width, outputs - first);
    float total[width] = {0};
    for (long start = 0; start < pixels; start += part) {
      float sum[width] = {0};
      long end = smaller_of(start + part, pixels);
      for (long pixel = start; pixel < end; pixel++) {
        const float *row = output_gradient + pixel * outputs + first;
        for (long j = 0; j < count; j++) sum[j] += row[j];
      }
      for (long j = 0; j < count; j++) total[j] += sum[j];
    }
    memcpy(gradient + first, total, (unsigned long)count * sizeof(float));
  }
}
