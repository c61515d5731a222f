// The loops of sparse.h, written once in the words of the vector_*.h before it.
#include "sparse_sets.h"

/// Where the rest of the row at `lane` of a slice ends.
INLINE long rest_end(const struct kernel_sparse_slices *matrix, long slice, int lane) {
  return lane + 1 < kernel_sparse_lanes
      ? matrix->rest_starts[slice * kernel_sparse_lanes + lane + 1]
      : matrix->slice_starts[slice + 1];
}

/// One product of the kind that the vectors have: fused where theirs are.
INLINE float multiply_add_one(float a, float b, float c) {
  float lanes[LANES];
  store(lanes, multiply_add(broadcast(a), broadcast(b), broadcast(c)));
  return lanes[0];
}

// Eight sums at a time, each in the order of its row: none waits for another.
KERNEL_TARGET void KERNEL(sparse_dot_float)(
    const struct kernel_sparse_slices *matrix, long first_slice, long slices, const float *x,
    float *y) {
  for (long slice = first_slice; slice < first_slice + slices; slice++) {
    const long start = matrix->slice_starts[slice];
    const float *values = matrix->values + start;
    const int *offsets = matrix->offsets + start;
    float sums[kernel_sparse_lanes];
    gather_dot(values, offsets, matrix->shared_counts[slice], x, sums);
    const long place = slice * kernel_sparse_lanes;
    for (int lane = 0; lane < kernel_sparse_lanes; lane++) {
      const int row = matrix->rows[place + lane];
      if (row < 0) continue;
      float sum = sums[lane];
      for (long i = matrix->rest_starts[place + lane]; i < rest_end(matrix, slice, lane); i++) {
        sum = multiply_add_one(matrix->values[i], x[matrix->offsets[i]], sum);
      }
      sum += matrix->bias[place + lane];
      y[row] = sum < matrix->least ? matrix->least : sum;
    }
  }
}

#define EACH_1(DO) DO(0)
#define EACH_2(DO) EACH_1(DO) DO(1)
#define EACH_4(DO) EACH_2(DO) DO(2) DO(3)
#define EACH_8(DO) EACH_4(DO) DO(4) DO(5) DO(6) DO(7)

#define BEGIN(i) vector sum##i = broadcast(0);
#define ADD(i) sum##i = multiply_add(value, load(from + i * LANES), sum##i);
#define FINISH(i) store(y + i * LANES, raise_to(add(sum##i, bias), least));

/// One row for as many vectors of columns as the name says; named sums stay in registers.
#define ROW_TILE(count)                                                                        \
  INLINE void row_tile_##count(                                                                \
      const float *values, const int *offsets, long shared, const float *rest_values,          \
      const int *rest_offsets, long rest, const float *x, long x_stride, vector bias,          \
      vector least, float *y) {                                                                \
    EACH_##count(BEGIN)                                                                        \
    for (long i = 0; i < shared; i++) {                                                        \
      const vector value = broadcast(values[i * kernel_sparse_lanes]);                         \
      const float *from = x + offsets[i * kernel_sparse_lanes] * x_stride;                                \
      EACH_##count(ADD)                                                                        \
    }                                                                                          \
    for (long i = 0; i < rest; i++) {                                                          \
      const vector value = broadcast(rest_values[i]);                                          \
      const float *from = x + rest_offsets[i] * x_stride;                                                 \
      EACH_##count(ADD)                                                                        \
    }                                                                                          \
    EACH_##count(FINISH)                                                                       \
  }
ROW_TILE(8)
ROW_TILE(4)
ROW_TILE(2)
ROW_TILE(1)

#define BEGIN_PAIR(i) vector first##i = broadcast(0), second##i = broadcast(0);
#define ADD_PAIR(i)                                                                \
  first##i = multiply_add(first_value, load(first_from + i * LANES), first##i);    \
  second##i = multiply_add(second_value, load(second_from + i * LANES), second##i);
#define ADD_FIRST(i) first##i = multiply_add(value, load(from + i * LANES), first##i);
#define ADD_SECOND(i) second##i = multiply_add(value, load(from + i * LANES), second##i);
#define FINISH_PAIR(i)                                                                       \
  store(row[0].y + at + i * LANES, raise_to(add(first##i, broadcast(row[0].bias)), least));  \
  store(row[1].y + at + i * LANES, raise_to(add(second##i, broadcast(row[1].bias)), least));
#define ADD_REST(index, DO, count)                                             \
  for (long i = 0; i < row[index].rest; i++) {                                 \
    const vector value = broadcast(row[index].rest_values[i]);                 \
    const float *from = x + row[index].rest_offsets[i] * x_stride;             \
    EACH_##count(DO)                                                           \
  }

/// A row of a slice.
struct sparse_row {
  const float *values;
  const int *offsets;
  const float *rest_values;
  const int *rest_offsets;
  long rest;
  float bias;
  float *y;
};

/// Two rows of a slice together, for as many vectors of columns as the name says: with few vectors
/// one row alone would wait for its own sums.
#define PAIR_TILE(count)                                                                      \
  INLINE void pair_tile_##count(                                                              \
      const struct sparse_row *row, long shared, const float *x, long x_stride, vector least, \
      long at) {                                                                              \
    x += at;                                                                                  \
    EACH_##count(BEGIN_PAIR)                                                                  \
    for (long i = 0; i < shared * kernel_sparse_lanes; i += kernel_sparse_lanes) {            \
      const vector first_value = broadcast(row[0].values[i]);                                 \
      const vector second_value = broadcast(row[1].values[i]);                                \
      const float *first_from = x + row[0].offsets[i] * x_stride;                             \
      const float *second_from = x + row[1].offsets[i] * x_stride;                            \
      EACH_##count(ADD_PAIR)                                                                  \
    }                                                                                         \
    ADD_REST(0, ADD_FIRST, count)                                                             \
    ADD_REST(1, ADD_SECOND, count)                                                            \
    EACH_##count(FINISH_PAIR)                                                                 \
  }
PAIR_TILE(4)
PAIR_TILE(2)

KERNEL_TARGET void KERNEL(sparse_rows_float)(
    const struct kernel_sparse_slices *matrix, long first_slice, long slices, const float *x,
    long x_stride, long width, float *y, long y_stride) {
  const vector least = broadcast(matrix->least);
  for (long slice = first_slice; slice < first_slice + slices; slice++) {
    const long start = matrix->slice_starts[slice];
    const long shared = matrix->shared_counts[slice];
    struct sparse_row rows[kernel_sparse_lanes];
    int count = 0;
    for (int lane = 0; lane < kernel_sparse_lanes; lane++) {
      const long place = slice * kernel_sparse_lanes + lane;
      if (matrix->rows[place] < 0) break;
      const long rest = matrix->rest_starts[place];
      rows[count++] = (struct sparse_row){
          .values = matrix->values + start + lane, .offsets = matrix->offsets + start + lane,
          .rest_values = matrix->values + rest, .rest_offsets = matrix->offsets + rest,
          .rest = rest_end(matrix, slice, lane) - rest, .bias = matrix->bias[place],
          .y = y + matrix->rows[place] * y_stride};
    }
    // Many columns: eight vectors of each row. The columns left: of two rows, or of the last one.
    const long wide = width / (8 * LANES) * (8 * LANES);
    for (int index = 0; index < count; index++) {
      const struct sparse_row *row = rows + index;
      const int is_single = index + 1 == count && count % 2 == 1;
#define TILES(vectors, end)                                                              \
  for (; end - i >= vectors * LANES; i += vectors * LANES) {                             \
    row_tile_##vectors(row->values, row->offsets, shared, row->rest_values,              \
                       row->rest_offsets, row->rest, x + i, x_stride,                    \
                       broadcast(row->bias), least, row->y + i);                         \
  }
      long i = 0;
      TILES(8, wide)
      if (is_single) {
        TILES(4, width)
        TILES(2, width)
        TILES(1, width)
      } else if (index % 2 == 1) {
        for (; width - i >= 4 * LANES; i += 4 * LANES) {
          pair_tile_4(row - 1, shared, x, x_stride, least, i);
        }
        for (; width - i >= 2 * LANES; i += 2 * LANES) {
          pair_tile_2(row - 1, shared, x, x_stride, least, i);
        }
      }
    }
  }
}

// A panel has 16 rows, two or four vectors; `count` vectors of x share what is read of it.
enum { PANEL_VECTORS = kernel_sparse_block_rows / LANES };

#define BLOCK_BEGIN(i)                           \
  vector sums##i[PANEL_VECTORS];                 \
  for (int v = 0; v < PANEL_VECTORS; v++) sums##i[v] = broadcast(0);
#define BLOCK_ADD(i)                                                                        \
  {                                                                                         \
    const vector factor = broadcast(x[i * x_stride + offset]);                              \
    for (int v = 0; v < PANEL_VECTORS; v++) {                                               \
      sums##i[v] = multiply_add(load(values + v * LANES), factor, sums##i[v]);              \
    }                                                                                       \
  }
#define BLOCK_FINISH(i)                                                                     \
  for (int v = 0; v < PANEL_VECTORS; v++) {                                                 \
    store(to + i * to_stride + v * LANES,                                                   \
          raise_to(add(sums##i[v], load(bias + v * LANES)), least));                        \
  }

#define BLOCK_TILE(count)                                                                   \
  INLINE void block_tile_##count(                                                           \
      const float *values, const int *offsets, long blocks, const float *x, long x_stride,  \
      const float *bias, vector least, float *to, long to_stride) {                         \
    EACH_##count(BLOCK_BEGIN)                                                               \
    for (long block = 0; block < blocks; block++) {                                         \
      const long offset = offsets[block];                                                   \
      EACH_##count(BLOCK_ADD)                                                               \
      values += kernel_sparse_block_rows;                                                   \
    }                                                                                       \
    EACH_##count(BLOCK_FINISH)                                                              \
  }
BLOCK_TILE(4)
BLOCK_TILE(1)

KERNEL_TARGET void KERNEL(sparse_blocks_float)(
    const struct kernel_sparse_panels *matrix, long first_panel, long panels, const float *x,
    long x_stride, long count, float *y, long y_stride) {
  const vector least = broadcast(matrix->least);
  for (long panel = first_panel; panel < first_panel + panels; panel++) {
    const long start = matrix->starts[panel];
    const long blocks = matrix->starts[panel + 1] - start;
    const float *values = matrix->values + start * kernel_sparse_block_rows;
    const int *offsets = matrix->offsets + start;
    const long row = panel * kernel_sparse_block_rows;
    const float *bias = matrix->bias + row;
    const long rows = matrix->rows - row;
    const int whole = rows >= kernel_sparse_block_rows;
    float copy[4 * kernel_sparse_block_rows];
    for (long i = 0; i < count;) {
      const int together = count - i >= 4 ? 4 : 1;
      float *to = whole ? y + i * y_stride + row : copy;
      const long to_stride = whole ? y_stride : kernel_sparse_block_rows;
      const float *from = x + i * x_stride;
      if (together == 4) {
        block_tile_4(values, offsets, blocks, from, x_stride, bias, least, to, to_stride);
      } else {
        block_tile_1(values, offsets, blocks, from, x_stride, bias, least, to, to_stride);
      }
      for (int j = 0; !whole && j < together; j++) {
        for (long r = 0; r < rows; r++) {
          y[(i + j) * y_stride + row + r] = copy[j * kernel_sparse_block_rows + r];
        }
      }
      i += together;
    }
  }
}
