#include "include/integer_sweep.h"

#include <stddef.h>
#include <string.h>

#include "include/integer.h"
#include "integer_forms.h"
#include "integer_sweep_forms.h"

static const struct integer_sweep_form *tiles_of(int form) {
  switch (form) {
#if defined(__x86_64__)
    case kernel_integer_pairs: return &integer_sweep_pairs;
    case kernel_integer_words: return &integer_sweep_words;
    case kernel_integer_dot: return &integer_sweep_dot;
#elif defined(__aarch64__)
    case kernel_integer_neon: return &integer_sweep_neon;
#endif
    default: return &integer_sweep_plain;
  }
}

/// The nearest whole number of |x| below 2⁵¹; a half goes to the even one.
static inline double rounded(double x) {
  const double shift = 0x1.8p52;
  return (x + shift) - shift;
}

/// Makes the sums of one point into what is stored.
///
/// - first: the first column's place in the arrays of `finish`.
/// - point: the point's place in the grid.
static void finish_sums(
    const struct integer_finish *finish, const int *sums, long first, long columns, long point,
    void *target, long channel) {
  if (finish->scale) {
    unsigned char *to = (unsigned char *)target + channel;
    const double low = finish->low - finish->zero_point, high = finish->high - finish->zero_point;
    for (long i = 0; i < columns; i++) {
      double x = (double)sums[i] * finish->scale[first + i];
      x = x < low ? low : x > high ? high : x;
      to[i] = (unsigned char)((int)rounded(x) + finish->zero_point);
    }
    return;
  }
  float *to = (float *)target + channel;
  const unsigned zero = finish->row_zero ? (unsigned)finish->row_zero[point] : 0;
  const float scale = finish->row_scale ? finish->row_scale[point] : 1;
  for (long i = 0; i < columns; i++) {
    unsigned sum = (unsigned)sums[i];
    if (zero) sum -= zero * (unsigned)finish->column_sums[first + i];
    // Statements of their own: a product and its sum are not fused then.
    float factor = finish->float_scale[first + i] * scale;
    float product = (float)(int)sum * factor;
    float x = finish->bias ? product + finish->bias[first + i] : product;
    to[i] = x < finish->least ? finish->least : x;
  }
}

/// The points of a grid in the order in which they are computed: one row after another, or four
/// for each point that is left when they are pooled.
struct cursor {
  const struct integer_sweep *sweep;
  const unsigned char *source;
  long row, column;
};

static void take_points(struct cursor *cursor, int count, const unsigned char **points) {
  const struct integer_sweep *s = cursor->sweep;
  const long columns = s->pooled ? s->columns / 2 : s->columns;
  for (int i = 0; i < count;) {
    if (s->pooled) {
      const unsigned char *point =
          cursor->source + 2 * cursor->row * s->row_step + 2 * cursor->column * s->point_step;
      points[i++] = point;
      points[i++] = point + s->point_step;
      points[i++] = point + s->row_step;
      points[i++] = point + s->row_step + s->point_step;
    } else {
      points[i++] =
          cursor->source + cursor->row * s->row_step + cursor->column * s->point_step;
    }
    if (++cursor->column == columns) {
      cursor->column = 0;
      cursor->row++;
    }
  }
}

static void keep_largest(int *sums, int results, long width) {
  for (int result = 0; result < results; result++) {
    int *to = sums + result * width;
    const int *from = sums + 4 * result * width;
    for (long i = 0; i < width; i++) {
      int a = from[i] > from[width + i] ? from[i] : from[width + i];
      int b = from[2 * width + i] > from[3 * width + i] ? from[2 * width + i] : from[3 * width + i];
      to[i] = a > b ? a : b;
    }
  }
}

/// Computes the points from `first` to `end` for one panel.
static void sweep_panel(
    const struct integer_sweep *s, const unsigned char *source, long first, long end,
    long panel, void *target) {
  const struct integer_form *form = integer_form_of(s->form);
  const struct integer_sweep_form *tiles = tiles_of(s->form);
  const long width = form->columns;
  const long in_group = (s->group_outputs + width - 1) / width;
  const long group = panel / in_group, part = panel % in_group;
  const long columns =
      s->group_outputs - part * width < width ? s->group_outputs - part * width : width;
  const long channels = s->groups * s->group_outputs;
  const long inner = s->tap_count * s->run;
  const signed char *packed = s->packed + group * s->packed_step + part * inner * width;
  const long grid_columns = s->pooled ? s->columns / 2 : s->columns;
  const long element = s->finish.scale ? 1 : (long)sizeof(float);
  struct cursor cursor = {
      s, source + group * s->group_step, grid_columns ? first / grid_columns : 0,
      grid_columns ? first % grid_columns : 0};
  int sums[most_sweep_rows * most_sweep_columns];
  const unsigned char *points[most_sweep_rows];
  const int per_result = s->pooled ? 4 : 1;
  long point = first;
  for (int t = 0; t < 3; t++) {
    const int taken = tiles->tiles[t].points;
    const int results = taken / per_result;
    for (; results > 0 && end - point >= results; point += results) {
      take_points(&cursor, taken, points);
      tiles->tiles[t].run(
          points, s->taps, s->tap_count, s->run / form->group, packed, s->begin + panel * width,
          sums);
      if (s->pooled) keep_largest(sums, results, width);
      for (int i = 0; i < results; i++) {
        finish_sums(
            &s->finish, sums + i * width, panel * width, columns, point + i,
            (char *)target + (point + i) * channels * element,
            group * s->group_outputs + part * width);
      }
    }
  }
  // What is pooled but has no tile of four points.
  for (; point < end; point++) {
    take_points(&cursor, 4, points);
    for (int i = 0; i < 4; i++) {
      tiles->tiles[2].run(
          points + i, s->taps, s->tap_count, s->run / form->group, packed,
          s->begin + panel * width, sums + i * width);
    }
    keep_largest(sums, 1, width);
    finish_sums(
        &s->finish, sums, panel * width, columns, point,
        (char *)target + point * channels * element, group * s->group_outputs + part * width);
  }
}

void kernel_integer_sweep(
    const struct integer_sweep *s, const unsigned char *source, long rows, long first_panel,
    long panels, void *target) {
  const long total = s->pooled ? (rows / 2) * (s->columns / 2) : rows * s->columns;
  for (long first = 0; first < total; first += s->points_at_once) {
    const long end = total - first < s->points_at_once ? total : first + s->points_at_once;
    for (long panel = first_panel; panel < first_panel + panels; panel++) {
      sweep_panel(s, source, first, end, panel, target);
    }
  }
}

void kernel_integer_sweep_depthwise(
    const struct integer_sweep *s, const unsigned char *source, long rows, void *target) {
  enum { together = 64 };
  const long channels = s->groups;
  const long element = s->finish.scale ? 1 : (long)sizeof(float);
  const long total = s->pooled ? (rows / 2) * (s->columns / 2) : rows * s->columns;
  const int per_result = s->pooled ? 4 : 1;
  struct cursor cursor = {s, source, 0, 0};
  const unsigned char *points[4];
  int sums[4 * together];
  for (long point = 0; point < total; point++) {
    take_points(&cursor, per_result, points);
    for (long channel = 0; channel < channels; channel += together) {
      const long count = channels - channel < together ? channels - channel : together;
      for (int p = 0; p < per_result; p++) {
        int *to = sums + p * together;
        memcpy(to, s->begin + channel, (size_t)count * sizeof(int));
        for (long tap = 0; tap < s->tap_count; tap++) {
          const unsigned char *x = points[p] + s->taps[tap] + channel;
          const signed char *weight = s->packed + tap * channels + channel;
          for (long i = 0; i < count; i++) to[i] += x[i] * weight[i];
        }
      }
      if (s->pooled) keep_largest(sums, 1, together);
      finish_sums(
          &s->finish, sums, channel, count, point, (char *)target + point * channels * element,
          channel);
    }
  }
}

long kernel_integer_activation_bytes(int form) { return integer_form_of(form)->activation_bytes; }

static void copy(const unsigned char *from, long count, int activation_bytes, unsigned char *to) {
  if (activation_bytes == 1) {
    memcpy(to, from, (size_t)count);
  } else {
    unsigned short *words = (unsigned short *)(void *)to;
    for (long i = 0; i < count; i++) words[i] = from[i];
  }
}

static void fill(int value, long count, int activation_bytes, unsigned char *to) {
  if (activation_bytes == 1) {
    memset(to, value, (size_t)count);
  } else {
    unsigned short *words = (unsigned short *)(void *)to;
    for (long i = 0; i < count; i++) words[i] = (unsigned short)value;
  }
}

void kernel_integer_frame(
    const unsigned char *source, long height, long width, long channels, long top, long left,
    long framed_width, long first_row, long rows, int zero_point, int activation_bytes,
    unsigned char *to) {
  const long line = framed_width * channels;
  // The columns of the image that lie within the frame.
  const long begin = left < 0 ? -left : 0;
  const long before = left < 0 ? 0 : left < framed_width ? left : framed_width;
  long count = framed_width - before < width - begin ? framed_width - before : width - begin;
  if (count < 0) count = 0;
  for (long row = first_row; row < first_row + rows; row++) {
    const long y = row - top;
    if (y < 0 || y >= height) {
      fill(zero_point, line, activation_bytes, to);
      to += line * activation_bytes;
      continue;
    }
    fill(zero_point, before * channels, activation_bytes, to);
    to += before * channels * activation_bytes;
    copy(source + (y * width + begin) * channels, count * channels, activation_bytes, to);
    to += count * channels * activation_bytes;
    const long behind = (framed_width - before - count) * channels;
    fill(zero_point, behind, activation_bytes, to);
    to += behind * activation_bytes;
  }
  memset(to, 0, (size_t)(8 * activation_bytes));
}

void kernel_integer_patches(
    const unsigned char *source, const long *taps, long tap_count, long run, long columns,
    long rows, long row_step, long point_step, long point_bytes, unsigned char *to) {
  for (long row = 0; row < rows; row++) {
    for (long column = 0; column < columns; column++) {
      const unsigned char *point = source + row * row_step + column * point_step;
      unsigned char *at = to;
      for (long tap = 0; tap < tap_count; tap++) {
        memcpy(at, point + taps[tap], (size_t)run);
        at += run;
      }
      memset(at, 0, (size_t)(to + point_bytes - at));
      to += point_bytes;
    }
  }
}

void kernel_integer_rows(
    const unsigned char *source, long stride, long rows, long count, long padded,
    int activation_bytes, unsigned char *to) {
  for (long row = 0; row < rows; row++) {
    copy(source + row * stride, count, activation_bytes, to);
    fill(0, padded - count, activation_bytes, to + count * activation_bytes);
    to += padded * activation_bytes;
  }
}
