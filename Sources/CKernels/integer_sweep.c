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
    case kernel_integer_neon_dot: return &integer_sweep_neon_dot;
#endif
    default: return &integer_sweep_plain;
  }
}

/// Makes the sums of one point into floats.
///
/// - first: the first column's place in the arrays of `finish`.
/// - point: the point's place in the grid.
static void finish_floats(
    const struct integer_finish *finish, const int *sums, long first, long columns, long point,
    float *to) {
  const unsigned zero = finish->row_zero ? (unsigned)finish->row_zero[point] : 0;
  const float row_scale = finish->row_scale ? finish->row_scale[point] : 1;
  const float least = finish->least;
  // Nothing overlaps and nothing is asked within the loops, so that compilers take many at once.
  const float *restrict scale = finish->float_scale + first;
  const int *restrict sum = sums;
  // Where the zero point is 0, anything times it.
  const int *restrict column_sum = zero ? finish->column_sums + first : sums;
  const float *restrict bias = finish->bias ? finish->bias + first : NULL;
  float *restrict result = to;
  if (!bias) {
    for (long i = 0; i < columns; i++) {
      float factor = scale[i] * row_scale;
      float x = (float)(int)((unsigned)sum[i] - zero * (unsigned)column_sum[i]) * factor;
      result[i] = x < least ? least : x;
    }
    return;
  }
  for (long i = 0; i < columns; i++) {
    // Statements of their own: a product and its sum are not fused then.
    float factor = scale[i] * row_scale;
    float product = (float)(int)((unsigned)sum[i] - zero * (unsigned)column_sum[i]) * factor;
    float x = product + bias[i];
    result[i] = x < least ? least : x;
  }
}

/// The points of a grid in the order in which they are computed: one row after another, or four
/// for each result when they are pooled.
struct cursor {
  const unsigned char *point;
  long point_step, row_step;
  /// From behind the last point of a row to the first of the next.
  long to_next_row;
  long column, columns;
};

static struct cursor cursor_at(
    const struct integer_sweep *s, const unsigned char *source, long first) {
  const long by = s->pooled ? 2 : 1;
  struct cursor cursor = {
      .point_step = s->point_step, .row_step = s->row_step, .columns = s->columns / by};
  if (cursor.columns == 0) return cursor;
  cursor.column = first % cursor.columns;
  cursor.to_next_row = by * (s->row_step - cursor.columns * s->point_step);
  cursor.point =
      source + by * (first / cursor.columns * s->row_step + cursor.column * s->point_step);
  return cursor;
}

static inline void take_next(struct cursor *cursor, long by) {
  cursor->point += by * cursor->point_step;
  if (++cursor->column == cursor->columns) {
    cursor->column = 0;
    cursor->point += cursor->to_next_row;
  }
}

static inline void take_points(
    struct cursor *cursor, int pooled, int count, const unsigned char **points) {
  if (pooled) {
    for (int i = 0; i < count; i += 4) {
      points[i] = cursor->point;
      points[i + 1] = cursor->point + cursor->point_step;
      points[i + 2] = cursor->point + cursor->row_step;
      points[i + 3] = cursor->point + cursor->row_step + cursor->point_step;
      take_next(cursor, 2);
    }
  } else {
    for (int i = 0; i < count; i++) {
      points[i] = cursor->point;
      take_next(cursor, 1);
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

/// One panel of a sweep.
struct panel {
  const struct integer_sweep *sweep;
  const struct integer_sweep_form *form;
  const signed char *weights;
  /// Columns of the form's panels, and those of this one that count.
  long width, columns;
  /// The first column's place in the arrays, and its channel.
  long place, channel;
  /// Inner numbers that lie together.
  int group;
  /// What was taken off its weights.
  long rest_count;
  const unsigned *rest_places;
  const signed char *rests;
};

/// Stores what became of the sums of `results` points from `point` on.
static void store(
    const struct panel *panel, int *sums, int results, long point, void *target) {
  const struct integer_sweep *s = panel->sweep;
  const long channels = s->groups * s->group_outputs;
  if (s->finish.scale) {
    panel->form->bytes(
        &s->finish, s->finish.scale + panel->place, sums, s->pooled, results, panel->columns,
        (unsigned char *)target + point * channels + panel->channel, channels);
    return;
  }
  if (s->pooled) keep_largest(sums, results, panel->width);
  for (int i = 0; i < results; i++) {
    finish_floats(
        &s->finish, sums + i * panel->width, panel->place, panel->columns, point + i,
        (float *)target + (point + i) * channels + panel->channel);
  }
}

/// The sums of `count` points.
static void run_tile(
    const struct panel *panel, integer_sweep_tile tile, const unsigned char *const *points,
    int count, int *sums) {
  const struct integer_sweep *s = panel->sweep;
  tile(points, s->taps, s->tap_count, s->run / panel->group, panel->weights,
       s->begin + panel->place, sums);
  if (panel->rest_count > 0) {
    panel->form->add_rests(
        points, count, s->taps, s->run / panel->group, panel->rest_count, panel->rest_places,
        panel->rests, sums);
  }
}

/// Computes the points from `first` to `end` for one panel.
static void sweep_panel(
    const struct panel *panel, const unsigned char *source, long first, long end, void *target) {
  const struct integer_sweep *s = panel->sweep;
  struct cursor cursor = cursor_at(s, source, first);
  _Alignas(64) int sums[most_sweep_rows * most_sweep_columns];
  const unsigned char *points[most_sweep_rows];
  const int per_result = s->pooled ? 4 : 1;
  long point = first;
  for (int t = 0; t < 3; t++) {
    const int taken = panel->form->tiles[t].points;
    const int results = taken / per_result;
    for (; results > 0 && end - point >= results; point += results) {
      take_points(&cursor, s->pooled, taken, points);
      run_tile(panel, panel->form->tiles[t].run, points, taken, sums);
      store(panel, sums, results, point, target);
    }
  }
  // Forms without a tile of four points.
  for (; point < end; point++) {
    take_points(&cursor, 1, 4, points);
    for (int i = 0; i < 4; i++) {
      run_tile(panel, panel->form->tiles[2].run, points + i, 1, sums + i * panel->width);
    }
    store(panel, sums, 1, point, target);
  }
}

void kernel_integer_sweep(
    const struct integer_sweep *s, const unsigned char *source, long rows, long first_panel,
    long panels, void *target) {
  const struct integer_form *form = integer_form_of(s->form);
  const long width = form->columns;
  const long in_group = (s->group_outputs + width - 1) / width;
  const long *rests = s->rests.first;
  const long total = s->pooled ? (rows / 2) * (s->columns / 2) : rows * s->columns;
  for (long first = 0; first < total; first += s->points_at_once) {
    const long end = total - first < s->points_at_once ? total : first + s->points_at_once;
    for (long number = first_panel; number < first_panel + panels; number++) {
      const long group = number / in_group, part = number % in_group;
      const long left = s->group_outputs - part * width;
      const struct panel panel = {
          .sweep = s,
          .form = tiles_of(s->form),
          .weights = s->packed + group * s->packed_step + part * s->tap_count * s->run * width,
          .width = width,
          .columns = left < width ? left : width,
          .place = number * width,
          .channel = group * s->group_outputs + part * width,
          .group = form->group,
          .rest_count = rests ? rests[number + 1] - rests[number] : 0,
          .rest_places = rests ? s->rests.places + rests[number] : NULL,
          .rests = rests ? s->rests.weights + rests[number] * 64 : NULL,
      };
      sweep_panel(&panel, source + group * s->group_step, first, end, target);
    }
  }
}

void kernel_integer_split_pairs(signed char *weights, signed char *rest, long k, long stride) {
  for (long inner = 0; inner < k; inner += 2) {
    const int a = weights[inner * stride], b = weights[(inner + 1) * stride];
    int left = b;
    if (a > 0 && b > 0 && a + b > 128) left = 128 - a;
    if (a < 0 && b < 0 && a + b < -128) left = -128 - a;
    weights[(inner + 1) * stride] = (signed char)left;
    rest[inner * stride] = 0;
    rest[(inner + 1) * stride] = (signed char)(b - left);
  }
}

int kernel_integer_sweep_offset(int form) {
  return integer_form_of(form)->shifts_unsigned ? 128 : 0;
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
  memset(to, 0, (size_t)(16 * activation_bytes));
}

/// Copies runs of up to `bytes` bytes, always so many: what is too much is overwritten by the next
/// run, or multiplied with zeros.
#define PATCHES(bytes)                                                         \
  for (long row = 0; row < rows; row++) {                                      \
    const unsigned char *point = source + row * row_step;                      \
    for (long column = 0; column < columns; column++, point += point_step) {   \
      for (long tap = 0; tap < tap_count; tap++) {                             \
        memcpy(to + tap * run, point + taps[tap], bytes);                      \
      }                                                                        \
      to += point_bytes;                                                       \
    }                                                                          \
  }

void kernel_integer_patches(
    const unsigned char *source, const long *taps, long tap_count, long run, long columns,
    long rows, long row_step, long point_step, long point_bytes, unsigned char *to) {
  if (run <= 8) {
    PATCHES(8)
  } else if (run <= 16) {
    PATCHES(16)
  } else {
    PATCHES((unsigned long)run)
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
