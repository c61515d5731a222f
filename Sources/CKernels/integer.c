#include "include/integer.h"

#include <stddef.h>
#include <string.h>

#include "include/instruction_set.h"
#include "integer_forms.h"

const struct integer_form *integer_form_of(int form) {
  switch (form) {
#if defined(__x86_64__)
    case kernel_integer_pairs: return &integer_form_pairs;
    case kernel_integer_words: return &integer_form_words;
    case kernel_integer_dot: return &integer_form_dot;
#elif defined(__aarch64__)
    case kernel_integer_neon: return &integer_form_neon;
    case kernel_integer_neon_dot: return &integer_form_neon_dot;
#endif
    default: return &integer_form_plain;
  }
}

int kernel_integer_form_runs(int form) {
  int set = kernel_chosen_instruction_set();
  switch (form) {
    case kernel_integer_plain: return 1;
    case kernel_integer_neon: return set == kernel_neon;
    case kernel_integer_neon_dot: return set == kernel_neon && kernel_has_neon_dot_product();
    case kernel_integer_pairs:
    case kernel_integer_words: return set >= kernel_avx2;
    case kernel_integer_dot: return set >= kernel_avx512;
    default: return 0;
  }
}

int kernel_integer_pairs_fit(
    const signed char *weights, long k, long n, long row_stride, long column_stride,
    int largest_activation) {
  for (long inner = 0; inner < k; inner += 2) {
    const signed char *first = weights + inner * row_stride;
    const signed char *second = inner + 1 < k ? first + row_stride : NULL;
    for (long column = 0; column < n; column++) {
      int a = first[column * column_stride];
      int b = second ? second[column * column_stride] : 0;
      int positive = (a > 0 ? a : 0) + (b > 0 ? b : 0);
      int negative = (a < 0 ? a : 0) + (b < 0 ? b : 0);
      if (positive * largest_activation > 32767) return 0;
      if (negative * largest_activation < -32768) return 0;
    }
  }
  return 1;
}

int kernel_choose_integer_form(
    const signed char *weights, long k, long n, long row_stride, long column_stride,
    int largest_activation) {
  int set = kernel_chosen_instruction_set();
  if (set >= kernel_avx512) return kernel_integer_dot;
  if (set >= kernel_avx2) {
    int fit = kernel_integer_pairs_fit(
        weights, k, n, row_stride, column_stride, largest_activation);
    return fit ? kernel_integer_pairs : kernel_integer_words;
  }
  if (set != kernel_neon) return kernel_integer_plain;
  return kernel_has_neon_dot_product() ? kernel_integer_neon_dot : kernel_integer_neon;
}

long kernel_integer_panel_columns(int form) { return integer_form_of(form)->columns; }

static long rounded_up(long count, long step) { return (count + step - 1) / step * step; }

/// Bytes of one panel, without the sums of its columns.
static long panel_bytes(const struct integer_form *form, long k) {
  return rounded_up(k, form->group) * form->columns;
}

long kernel_integer_packed_bytes(int form, long k, long n) {
  const struct integer_form *f = integer_form_of(form);
  long columns = rounded_up(n, f->columns);
  return columns / f->columns * panel_bytes(f, k) + columns * (long)sizeof(int);
}

// The panels lie one after another, and after them the sum of each column. A panel is cut into
// groups of inner numbers; a group holds, for one column after another, as many bytes. What is
// missing at the edges is 0.
void kernel_pack_integer(
    int form, const signed char *weights, long k, long n, long row_stride, long column_stride,
    signed char *packed) {
  const struct integer_form *f = integer_form_of(form);
  long columns = rounded_up(n, f->columns);
  memset(packed, 0, (size_t)kernel_integer_packed_bytes(form, k, n));
  int *sums = (int *)(void *)(packed + columns / f->columns * panel_bytes(f, k));
  for (long column = 0; column < n; column++) {
    signed char *panel = packed + column / f->columns * panel_bytes(f, k);
    long place = column % f->columns * f->group;
    for (long inner = 0; inner < k; inner++) {
      signed char weight = weights[inner * row_stride + column * column_stride];
      panel[inner / f->group * f->group * f->columns + place + inner % f->group] = weight;
      sums[column] += weight;
    }
  }
}

enum {
  /// Rows of activations that are prepared together, while the panels pass by.
  block_rows = 48,
  most_columns = 32,
  most_tile_rows = 8,
};

/// Copies `count` activations as the form wants them, and zeros up to a whole group.
static void prepare(
    const struct integer_form *form, const unsigned char *a, int a_is_signed, long count,
    unsigned char *to) {
  long padded = rounded_up(count, form->group);
  if (form->activation_bytes == 2) {
    short *words = (short *)(void *)to;
    if (a_is_signed) {
      const signed char *numbers = (const signed char *)a;
      for (long i = 0; i < count; i++) words[i] = numbers[i];
    } else {
      for (long i = 0; i < count; i++) words[i] = a[i];
    }
    for (long i = count; i < padded; i++) words[i] = 0;
  } else {
    int shifts = a_is_signed ? form->shifts_signed : form->shifts_unsigned;
    unsigned char flip = shifts ? 0x80 : 0;
    for (long i = 0; i < count; i++) to[i] = a[i] ^ flip;
    for (long i = count; i < padded; i++) to[i] = 0;
  }
}

/// Runs one tile, by way of a copy where the panel has fewer columns than its width.
static void run_tile(
    integer_tile tile, int rows, int width, long columns, const unsigned char *a,
    const signed char *panel, long groups, const int *from, long from_stride, int *c,
    long c_stride) {
  if (columns == width) {
    tile(a, panel, groups, from, from_stride, c, c_stride);
    return;
  }
  int copy[most_tile_rows * most_columns];
  if (from_stride) {
    for (int row = 0; row < rows; row++) {
      for (long i = 0; i < columns; i++) copy[row * width + i] = from[row * from_stride + i];
      for (long i = columns; i < width; i++) copy[row * width + i] = 0;
    }
    from = copy;
    from_stride = width;
  }
  tile(a, panel, groups, from, from_stride, copy, width);
  for (int row = 0; row < rows; row++) {
    for (long i = 0; i < columns; i++) c[row * c_stride + i] = copy[row * width + i];
  }
}

/// Multiplies `height` prepared rows with a chunk of one panel; `begin` stands for the sums of
/// earlier chunks in the first, and is null in the others.
static void run_panel(
    const struct integer_form *f, const unsigned char *prepared, const signed char *panel,
    long groups, const int *begin, int *c, long c_stride, long height, long columns) {
  long row = 0;
  for (int t = 0; t < 3; t++) {
    int rows = f->tiles[t].rows;
    for (; height - row >= rows; row += rows) {
      int *to = c + row * c_stride;
      run_tile(
          f->tiles[t].run, rows, f->columns, columns, prepared + row * row_bytes, panel, groups,
          begin ? begin : to, begin ? 0 : c_stride, to, c_stride);
    }
  }
}

/// What the sums of a panel begin from.
static void set_begin(
    int *begin, int width, long columns, const int *start, int offset, const int *sums) {
  // Unsigned, for a sum of 32 bits may wrap around.
  for (int i = 0; i < width; i++) begin[i] = (int)(0u - (unsigned)offset * (unsigned)sums[i]);
  for (int i = 0; start && i < columns; i++) {
    begin[i] = (int)((unsigned)begin[i] + (unsigned)start[i]);
  }
}

void kernel_matmul_integer(
    int form, const unsigned char *a, long a_stride, int a_is_signed, const signed char *packed,
    const int *start, int *c, long c_stride, long rows, long k, long n, long first_panel,
    long panels) {
  const struct integer_form *f = integer_form_of(form);
  const int width = f->columns;
  const long bytes = panel_bytes(f, k);
  const int *sums = (const int *)(const void *)(packed + (n + width - 1) / width * bytes);
  // What has been added to each activation.
  const int offset =
      a_is_signed ? (f->shifts_signed ? 128 : 0) : (f->shifts_unsigned ? -128 : 0);
  const long chunk = chunk_bytes / f->activation_bytes;
  _Alignas(64) unsigned char prepared[block_rows * row_bytes];

  for (long row = 0; row < rows; row += block_rows) {
    const long height = rows - row < block_rows ? rows - row : block_rows;
    // The block holds one chunk of many rows, or many chunks of one row: then the weights are
    // read from their beginning to their end, as the memory likes it.
    const long together = height == 1 ? block_rows : 1;
    long inner = 0;
    do {
      for (long slot = 0; slot < block_rows; slot++) {
        long at = together == 1 ? inner : inner + slot * chunk;
        if ((together == 1 && slot >= height) || at >= k) break;
        const unsigned char *from = a + (together == 1 ? row + slot : row) * a_stride + at;
        prepare(f, from, a_is_signed, k - at < chunk ? k - at : chunk,
                prepared + slot * row_bytes);
      }
      for (long p = first_panel; p < first_panel + panels; p++) {
        const long first = p * width;
        const long columns = n - first < width ? n - first : width;
        int begin[most_columns];
        if (inner == 0) {
          set_begin(begin, width, columns, start ? start + first : NULL, offset, sums + first);
        }
        for (long slot = 0; slot < together; slot++) {
          long at = inner + slot * chunk;
          if (at >= k && at > 0) break;
          long count = k - at < chunk ? k - at : chunk;
          run_panel(
              f, prepared + slot * row_bytes, packed + p * bytes + at * width,
              (count + f->group - 1) / f->group, at == 0 ? begin : NULL,
              c + row * c_stride + first, c_stride, height, columns);
        }
      }
      inner += together * chunk;
    } while (inner < k);
  }
}

#if defined(__x86_64__)
#define ENTRY(result, name, parameters, arguments)                                             \
  result kernel_##name parameters {                                                            \
    if (kernel_chosen_instruction_set() >= kernel_avx2) return kernel_##name##_avx2 arguments; \
    return kernel_##name##_portable arguments;                                                 \
  }
#elif defined(__aarch64__)
#define ENTRY(result, name, parameters, arguments)                                             \
  result kernel_##name parameters {                                                            \
    if (kernel_chosen_instruction_set() == kernel_neon) return kernel_##name##_neon arguments; \
    return kernel_##name##_portable arguments;                                                 \
  }
#else
#define ENTRY(result, name, parameters, arguments) \
  result kernel_##name parameters { return kernel_##name##_portable arguments; }
#endif
#include "integer_list.h"
