// The register tiles of the matrix product, written once for the files matmul_avx2.c,
// matmul_avx512.c and matmul_neon.c. Each defines before it includes this:
//
//   INLINE          static inline, always inlined, with the target's instructions
//   TARGET          the attribute that allows these instructions
//   lanes           floats in a vector
//   tile_rows       rows of the largest tile
//   tile_vectors    vectors in a row of the largest tile
//   narrow_rows     rows of the largest tile of half as many vectors
//   wide_vectors    vectors in a row of the widest tile, which has one row
//   vector, part    the type of a vector, and of the mask of its first lanes
//   broadcast, load, store, multiply_add, add, zero, clip_below_zero, first_lanes,
//   load_part, store_part
//   block_of_family the name of the function that this defines
//
// A tile holds its sums in registers while it walks over inner. Its loops over rows and vectors
// have constant bounds and are unrolled completely, so that the array of sums becomes registers:
// that this happened is seen in the speed, which falls to a third otherwise.
#pragma once

#include "matmul_families.h"

#define UNROLL _Pragma("GCC unroll 16")

enum { width = kernel_matmul_panel, panel_vectors = width / lanes };
enum { stream_row_length = 512, largest_in_cache = 1 << 21 };

struct tile {
  long inner;
  const float *a;
  long a_row, a_inner;
  const float *b;
  long b_panel, b_inner;
  float *c;
  long c_row;
  /// Columns of this tile: fewer than its vectors hold at the right edge.
  long columns;
  int from_stored;
  /// Null when there is none, or when the sums do not end here.
  const float *bias;
  int relu;
};

/// `rows` by `vectors` sums; `partial` when the last vector, or more, reaches past the edge.
INLINE void tile_sized(const struct tile *t, const int rows, const int vectors,
                       const int partial) {
  vector sums[narrow_rows][wide_vectors];
  part mask[wide_vectors];
  if (partial) {
    UNROLL for (int v = 0; v < vectors; v++) mask[v] = first_lanes(t->columns - v * lanes);
  }
  if (t->from_stored) {
    UNROLL for (int r = 0; r < rows; r++) {
      UNROLL for (int v = 0; v < vectors; v++) {
        const float *stored = t->c + r * t->c_row + v * lanes;
        sums[r][v] = partial ? load_part(stored, mask[v]) : load(stored);
      }
    }
  } else {
    UNROLL for (int r = 0; r < rows; r++) {
      UNROLL for (int v = 0; v < vectors; v++) sums[r][v] = zero();
    }
  }
  // The next tile beneath begins where this one's rows end; its sums are on their way while this
  // one is computed.
  if (t->inner >= 64 && !partial) {
    UNROLL for (int r = 0; r < rows; r++) {
      const float *next = t->c + (rows + r) * t->c_row;
      __builtin_prefetch(next, 1, 2);
      if (vectors * lanes > 16) __builtin_prefetch(next + 16, 1, 2);
    }
  }
  // Three rows are reached from one pointer with the strides that an address can hold (one and
  // two times a register), so few pointers move.
  const float *a[(narrow_rows + 2) / 3];
  UNROLL for (int group = 0; group < (rows + 2) / 3; group++) {
    a[group] = t->a + 3 * group * t->a_row;
  }
  const float *b = t->b;
  long a_row = t->a_row, a_inner = t->a_inner, b_inner = t->b_inner, b_panel = t->b_panel;
  _Pragma("GCC unroll 1") for (long inner = t->inner; inner > 0; inner--) {
    if (vectors > rows) {
      // Few rows: their numbers stay in registers, and each vector of b is gone when it is used.
      vector left[narrow_rows];
      UNROLL for (int r = 0; r < rows; r++) left[r] = broadcast(a[r / 3] + r % 3 * a_row);
      UNROLL for (int v = 0; v < vectors; v++) {
        const float *from = b + v / panel_vectors * b_panel + v % panel_vectors * lanes;
        vector right = partial ? load_part(from, mask[v]) : load(from);
        UNROLL for (int r = 0; r < rows; r++) {
          sums[r][v] = multiply_add(left[r], right, sums[r][v]);
        }
      }
    } else {
      vector right[wide_vectors];
      UNROLL for (int v = 0; v < vectors; v++) {
        const float *from = b + v / panel_vectors * b_panel + v % panel_vectors * lanes;
        right[v] = partial ? load_part(from, mask[v]) : load(from);
      }
      UNROLL for (int r = 0; r < rows; r++) {
        vector left = broadcast(a[r / 3] + r % 3 * a_row);
        UNROLL for (int v = 0; v < vectors; v++) {
          sums[r][v] = multiply_add(left, right[v], sums[r][v]);
        }
      }
    }
    UNROLL for (int group = 0; group < (rows + 2) / 3; group++) a[group] += a_inner;
    b += b_inner;
  }
  if (t->bias) {
    UNROLL for (int v = 0; v < vectors; v++) {
      const float *from = t->bias + v * lanes;
      vector bias = partial ? load_part(from, mask[v]) : load(from);
      UNROLL for (int r = 0; r < rows; r++) sums[r][v] = add(sums[r][v], bias);
    }
  }
  if (t->relu) {
    UNROLL for (int r = 0; r < rows; r++) {
      UNROLL for (int v = 0; v < vectors; v++) sums[r][v] = clip_below_zero(sums[r][v]);
    }
  }
  UNROLL for (int r = 0; r < rows; r++) {
    UNROLL for (int v = 0; v < vectors; v++) {
      float *to = t->c + r * t->c_row + v * lanes;
      if (partial) {
        store_part(to, sums[r][v], mask[v]);
      } else {
        store(to, sums[r][v]);
      }
    }
  }
}

/// A few rows of b from end to end, times their factors in a, added to one row of c.
INLINE void stream_rows(const struct matmul_block *block, long inner, const int count) {
  // What the loops use stands in variables of its own: a store of a vector might be into the block,
  // for all that the compiler knows.
  const long columns = block->columns, step = block->b_inner;
  const float *b = block->b + inner * step;
  float *c = block->c;
  const int from_stored = block->from_stored || inner > 0;
  const int last = inner + count == block->inner;
  const float *bias = last ? block->bias : 0;
  const int relu = last && block->relu;
  vector left[8];
  UNROLL for (int i = 0; i < count; i++) {
    left[i] = broadcast(block->a + (inner + i) * block->a_inner);
  }
  long column = 0;
  for (; column + 2 * lanes <= columns; column += 2 * lanes) {
    vector low = from_stored ? load(c + column) : zero();
    vector high = from_stored ? load(c + column + lanes) : zero();
    UNROLL for (int i = 0; i < count; i++) {
      const float *row = b + i * step + column;
      low = multiply_add(left[i], load(row), low);
      high = multiply_add(left[i], load(row + lanes), high);
    }
    if (bias) {
      low = add(low, load(bias + column));
      high = add(high, load(bias + column + lanes));
    }
    if (relu) {
      low = clip_below_zero(low);
      high = clip_below_zero(high);
    }
    store(c + column, low);
    store(c + column + lanes, high);
  }
  for (; column < columns; column += lanes) {
    part mask = first_lanes(columns - column);
    vector sum = from_stored ? load_part(c + column, mask) : zero();
    UNROLL for (int i = 0; i < count; i++) {
      sum = multiply_add(left[i], load_part(b + i * step + column, mask), sum);
    }
    if (bias) sum = add(sum, load_part(bias + column, mask));
    if (relu) sum = clip_below_zero(sum);
    store_part(c + column, sum, mask);
  }
}

/// One row times a row-major matrix in place. Each number of b is read once, and only the memory
/// counts: processors fetch ahead best where few rows are read from end to end.
INLINE void stream_block(const struct matmul_block *block, const int height) {
  long inner = 0;
  for (; inner + height <= block->inner; inner += height) stream_rows(block, inner, height);
  for (; inner < block->inner; inner++) stream_rows(block, inner, 1);
}

/// Whether rows of b are so long that one row of a is better streamed.
static int is_streamed(const struct matmul_block *block) {
  return block->rows == 1 && block->inner > 0 && block->b_panel == width &&
         block->b_inner >= stream_row_length;
}

typedef void tile_function(const struct tile *t);

/// A function for one size of tile, and one for such a tile at the right edge.
#define TILE(rows, vectors)                                          \
  TARGET static void tile_##rows##_##vectors(const struct tile *t) { \
    tile_sized(t, rows, vectors, 0);                                 \
  }                                                                  \
  TARGET static void edge_##rows##_##vectors(const struct tile *t) { \
    tile_sized(t, rows, vectors, 1);                                 \
  }

/// A function for a size that is not used at the edge.
#define WIDE_TILE(rows, vectors)                                     \
  TARGET static void tile_##rows##_##vectors(const struct tile *t) { \
    tile_sized(t, rows, vectors, 0);                                 \
  }

/// What the blocks of a family are made of.
struct tile_set {
  /// By rows: tiles of all the vectors of the largest, and of half of them, whole or at the edge.
  tile_function *whole[tile_rows + 1], *edge[tile_rows + 1];
  tile_function *half[narrow_rows + 1], *half_edge[narrow_rows + 1];
  /// For blocks of so few rows that the sums of a tile would be too few to hide the latency of a
  /// multiply-add: more columns. By rows; 0 columns where the largest tile serves.
  tile_function *wide[tile_rows + 1];
  long wide_columns[tile_rows + 1];
};

/// Rows of the next tile when so many are left: a short last tile does its work at a worse rate
/// than two of middle size.
static long next_rows(long left, long most) {
  if (left <= most) return left;
  return left < 2 * most ? (left + 1) / 2 : most;
}

INLINE void fill_block(const struct matmul_block *block, const struct tile_set *set) {
  enum { whole_columns = tile_vectors * lanes };
  if (is_streamed(block)) {
    // More rows at a time keep more reads under way, which memory needs and a cache does not.
    if (block->inner * block->b_inner > largest_in_cache) {
      stream_block(block, 8);
    } else {
      stream_block(block, 4);
    }
    return;
  }
  struct tile t = {
      .inner = block->inner,
      .a = block->a,
      .a_row = block->a_row,
      .a_inner = block->a_inner,
      .b_panel = block->b_panel,
      .b_inner = block->b_inner,
      .c_row = block->c_row,
      .from_stored = block->from_stored,
      .relu = block->relu,
  };
  for (long column = 0; column < block->columns; column += t.columns) {
    long left = block->columns - column;
    t.b = block->b + column / width * block->b_panel;
    t.bias = block->bias ? block->bias + column : 0;
    long wide = block->rows <= tile_rows ? set->wide_columns[block->rows] : 0;
    if (wide > 0 && left >= wide) {
      t.c = block->c + column;
      t.columns = wide;
      set->wide[block->rows](&t);
      continue;
    }
    t.columns = left < whole_columns ? left : whole_columns;
    int all = t.columns > whole_columns / 2;
    int partial = t.columns < (all ? whole_columns : whole_columns / 2);
    tile_function *const *tiles = all ? (partial ? set->edge : set->whole)
                                      : (partial ? set->half_edge : set->half);
    long most_rows = all ? tile_rows : narrow_rows;
    for (long row = 0; row < block->rows;) {
      long rows = next_rows(block->rows - row, most_rows);
      t.a = block->a + row * block->a_row;
      t.c = block->c + row * block->c_row + column;
      tiles[rows](&t);
      row += rows;
    }
    t.a = block->a;
  }
}
