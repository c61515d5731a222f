// The register tiles of the matrix product, written once for the files matmul_avx2.c,
// matmul_avx512.c and matmul_neon.c. Each defines before it includes this:
//
//   INLINE          static inline, always inlined, with the target's instructions
//   TARGET          the attribute that allows these instructions
//   lanes           floats in a vector
//   tile_rows       rows of the largest tile
//   tile_vectors    vectors in a row of the largest tile
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
  vector sums[tile_rows][wide_vectors];
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
  // Three rows are reached from one pointer with the strides that an address can hold (one and
  // two times a register), so few pointers move.
  const float *a[(tile_rows + 2) / 3];
  UNROLL for (int group = 0; group < (rows + 2) / 3; group++) {
    a[group] = t->a + 3 * group * t->a_row;
  }
  const float *b = t->b;
  long a_row = t->a_row, a_inner = t->a_inner, b_inner = t->b_inner, b_panel = t->b_panel;
  _Pragma("GCC unroll 1") for (long inner = t->inner; inner > 0; inner--) {
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
  /// By rows, then half the vectors of the largest tile or all of them.
  tile_function *whole[tile_rows + 1][2], *edge[tile_rows + 1][2];
  /// For blocks of so few rows that the sums of a tile would be too few to hide the latency of a
  /// multiply-add: more columns. By rows; 0 columns where the largest tile serves.
  tile_function *wide[tile_rows + 1];
  long wide_columns[tile_rows + 1];
};

/// Rows of the next tile when so many are left: a short last tile does its work at a worse rate
/// than two of middle size.
static long next_rows(long left) {
  if (left <= tile_rows) return left;
  return left < 2 * tile_rows ? (left + 1) / 2 : tile_rows;
}

static void fill_block(const struct matmul_block *block, const struct tile_set *set) {
  const struct kernel_matmul_product *p = block->product;
  enum { whole_columns = tile_vectors * lanes };
  struct tile t = {
      .inner = block->inner,
      .a_row = p->a_row_stride,
      .a_inner = p->a_inner_stride,
      .b_panel = p->b_panel_stride,
      .b_inner = p->b_inner_stride,
      .c_row = p->c_row_stride,
      .from_stored = block->from_stored,
      .relu = block->last && p->activation == kernel_matmul_relu,
  };
  const float *first_a =
      p->a + block->first_row * p->a_row_stride + block->first_inner * p->a_inner_stride;
  const float *first_b = p->b + block->first_inner * p->b_inner_stride;
  float *first_c = p->c + block->first_row * p->c_row_stride;
  long column = block->first_column, end = column + block->columns;
  while (column < end) {
    long left = end - column;
    t.b = first_b + column / width * p->b_panel_stride;
    t.bias = block->last && p->bias ? p->bias + column : 0;
    long wide = block->rows <= tile_rows ? set->wide_columns[block->rows] : 0;
    if (wide > 0 && left >= wide) {
      t.a = first_a;
      t.c = first_c + column;
      t.columns = wide;
      set->wide[block->rows](&t);
      column += wide;
      continue;
    }
    t.columns = left < whole_columns ? left : whole_columns;
    int all = t.columns > whole_columns / 2;
    int partial = t.columns < (all ? whole_columns : whole_columns / 2);
    for (long row = 0; row < block->rows;) {
      long rows = next_rows(block->rows - row);
      t.a = first_a + row * p->a_row_stride;
      t.c = first_c + row * p->c_row_stride + column;
      (partial ? set->edge : set->whole)[rows][all](&t);
      row += rows;
    }
    column += t.columns;
  }
}
