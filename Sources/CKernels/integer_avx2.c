#if defined(__x86_64__)
#include <immintrin.h>

#include "integer_forms.h"

#define TARGET __attribute__((target("avx2,fma")))
#define INLINE static inline TARGET __attribute__((always_inline))

INLINE __m256i load(const void *from) { return _mm256_loadu_si256((const __m256i *)from); }
INLINE void store(int *to, __m256i x) { _mm256_storeu_si256((__m256i *)(void *)to, x); }

/// Four bytes of a row, in every lane.
INLINE __m256i four_bytes(const unsigned char *a) {
  int bytes;
  __builtin_memcpy(&bytes, a, sizeof bytes);
  return _mm256_set1_epi32(bytes);
}

// The names of the accumulators: sRH is row R, H the half of the 16 columns. They are no array,
// for the compiler keeps an array in memory.
#define FOR_1_ROW(DO) DO(0)
#define FOR_2_ROWS(DO) DO(0) DO(1)
#define FOR_4_ROWS(DO) FOR_2_ROWS(DO) DO(2) DO(3)
#define FOR_6_ROWS(DO) FOR_4_ROWS(DO) DO(4) DO(5)
#define BEGIN(r)                                        \
  __m256i s##r##0 = load(from + r * from_stride);       \
  __m256i s##r##1 = load(from + r * from_stride + 8);
#define FINISH(r)                       \
  store(c + r * c_stride, s##r##0);     \
  store(c + r * c_stride + 8, s##r##1);

// Pairs: a group is four inner numbers. Two products u8 · s8 are added in 16 bits, which the
// weights have been proved to fit, and two such sums in 32.
#define ADD_PAIRS(r)                                                                      \
  {                                                                                       \
    __m256i x = four_bytes(a + r * row_bytes);                                             \
    s##r##0 = _mm256_add_epi32(s##r##0, _mm256_madd_epi16(_mm256_maddubs_epi16(x, b0), ones)); \
    s##r##1 = _mm256_add_epi32(s##r##1, _mm256_madd_epi16(_mm256_maddubs_epi16(x, b1), ones)); \
  }

#define PAIRS_TILE(name, FOR_ROWS)                                                    \
  TARGET static void name(                                                            \
      const unsigned char *a, const signed char *panel, long groups, const int *from, \
      long from_stride, int *c, long c_stride) {                                      \
    const __m256i ones = _mm256_set1_epi16(1);                                        \
    FOR_ROWS(BEGIN)                                                                   \
    for (long group = 0; group < groups; group++) {                                   \
      __m256i b0 = load(panel);                                                       \
      __m256i b1 = load(panel + 32);                                                  \
      FOR_ROWS(ADD_PAIRS)                                                             \
      a += 4;                                                                         \
      panel += 64;                                                                    \
    }                                                                                 \
    FOR_ROWS(FINISH)                                                                  \
  }

PAIRS_TILE(pairs_tile, FOR_4_ROWS)
PAIRS_TILE(pairs_small_tile, FOR_2_ROWS)
PAIRS_TILE(pairs_row, FOR_1_ROW)

const struct integer_form integer_form_pairs = {
    .group = 4,
    .columns = 16,
    .activation_bytes = 1,
    .shifts_signed = 1,
    .tiles = {{4, pairs_tile}, {2, pairs_small_tile}, {1, pairs_row}},
};

// Words: a group is two inner numbers, widened to 16 bits; two products are added in 32 bits,
// where even 2 · 255 · 128 fits.
INLINE __m256i widen(const signed char *from) {
  return _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(const void *)from));
}
#define ADD_WORDS(r)                                                   \
  {                                                                    \
    __m256i x = four_bytes(a + r * row_bytes);                          \
    s##r##0 = _mm256_add_epi32(s##r##0, _mm256_madd_epi16(x, b0));     \
    s##r##1 = _mm256_add_epi32(s##r##1, _mm256_madd_epi16(x, b1));     \
  }

#define WORDS_TILE(name, FOR_ROWS)                                                    \
  TARGET static void name(                                                            \
      const unsigned char *a, const signed char *panel, long groups, const int *from, \
      long from_stride, int *c, long c_stride) {                                      \
    FOR_ROWS(BEGIN)                                                                   \
    for (long group = 0; group < groups; group++) {                                   \
      __m256i b0 = widen(panel);                                                      \
      __m256i b1 = widen(panel + 16);                                                 \
      FOR_ROWS(ADD_WORDS)                                                             \
      a += 4;                                                                         \
      panel += 32;                                                                    \
    }                                                                                 \
    FOR_ROWS(FINISH)                                                                  \
  }

WORDS_TILE(words_tile, FOR_6_ROWS)
WORDS_TILE(words_small_tile, FOR_2_ROWS)
WORDS_TILE(words_row, FOR_1_ROW)

const struct integer_form integer_form_words = {
    .group = 2,
    .columns = 16,
    .activation_bytes = 2,
    .tiles = {{6, words_tile}, {2, words_small_tile}, {1, words_row}},
};

/// Rounded, shifted and clamped numbers, eight of them. A float of 32 bits may lie beyond the
/// integers, so that the limits come first; NaN takes the lower.
INLINE __m256i to_steps(__m256 x, __m256 low, __m256 high, __m256i zero) {
  x = _mm256_min_ps(_mm256_max_ps(x, low), high);
  return _mm256_add_epi32(_mm256_cvtps_epi32(x), zero);
}

/// Keeps the low byte of eight numbers.
INLINE void store_bytes(unsigned char *to, __m256i x) {
  __m256i order = _mm256_setr_epi8(
      0, 4, 8, 12, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
      0, 4, 8, 12, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1);
  x = _mm256_shuffle_epi8(x, order);
  int first = _mm_cvtsi128_si32(_mm256_castsi256_si128(x));
  int second = _mm_cvtsi128_si32(_mm256_extracti128_si256(x, 1));
  __builtin_memcpy(to, &first, 4);
  __builtin_memcpy(to + 4, &second, 4);
}

TARGET void kernel_requantize_integer_avx2(
    const int *sums, long sums_stride, const float *scale, int zero_point, int low, int high,
    unsigned char *to, long to_stride, long rows, long columns) {
  __m256 l = _mm256_set1_ps((float)(low - zero_point));
  __m256 h = _mm256_set1_ps((float)(high - zero_point));
  __m256i z = _mm256_set1_epi32(zero_point);
  for (long row = 0; row < rows; row++) {
    const int *from = sums + row * sums_stride;
    unsigned char *target = to + row * to_stride;
    long i = 0;
    for (; i + 8 <= columns; i += 8) {
      __m256 x = _mm256_mul_ps(_mm256_cvtepi32_ps(load(from + i)), _mm256_loadu_ps(scale + i));
      store_bytes(target + i, to_steps(x, l, h, z));
    }
    if (i < columns) {
      kernel_requantize_integer_portable(
          from + i, 0, scale + i, zero_point, low, high, target + i, 0, 1, columns - i);
    }
  }
}

TARGET void kernel_dequantize_integer_avx2(
    const int *sums, long sums_stride, const float *scale, const float *bias, float least,
    float *to, long to_stride, long rows, long columns) {
  __m256 l = _mm256_set1_ps(least);
  for (long row = 0; row < rows; row++) {
    const int *from = sums + row * sums_stride;
    float *target = to + row * to_stride;
    long i = 0;
    for (; i + 8 <= columns; i += 8) {
      __m256 x = _mm256_mul_ps(_mm256_cvtepi32_ps(load(from + i)), _mm256_loadu_ps(scale + i));
      x = _mm256_add_ps(x, _mm256_loadu_ps(bias + i));
      _mm256_storeu_ps(target + i, _mm256_max_ps(l, x));
    }
    for (; i < columns; i++) {
      // Vector instructions for one number: the compiler must not fuse the two operations.
      __m128 x = _mm_mul_ss(_mm_set_ss((float)from[i]), _mm_set_ss(scale[i]));
      x = _mm_max_ss(_mm_set_ss(least), _mm_add_ss(x, _mm_set_ss(bias[i])));
      target[i] = _mm_cvtss_f32(x);
    }
  }
}

TARGET void kernel_quantize_float_avx2(
    const float *x, float inverse_scale, int zero_point, int low, int high, unsigned char *to,
    long count) {
  __m256 scale = _mm256_set1_ps(inverse_scale);
  __m256 l = _mm256_set1_ps((float)(low - zero_point));
  __m256 h = _mm256_set1_ps((float)(high - zero_point));
  __m256i z = _mm256_set1_epi32(zero_point);
  long i = 0;
  for (; i + 8 <= count; i += 8) {
    store_bytes(to + i, to_steps(_mm256_mul_ps(_mm256_loadu_ps(x + i), scale), l, h, z));
  }
  if (i < count) {
    kernel_quantize_float_portable(
        x + i, inverse_scale, zero_point, low, high, to + i, count - i);
  }
}

TARGET void kernel_range_float_avx2(
    const float *x, long count, float *least, float *largest) {
  // An instruction's second operand is its result where the first is NaN.
  __m256 low = _mm256_setzero_ps(), high = low;
  long i = 0;
  for (; i + 8 <= count; i += 8) {
    __m256 here = _mm256_loadu_ps(x + i);
    low = _mm256_min_ps(here, low);
    high = _mm256_max_ps(here, high);
  }
  float lows[8], highs[8];
  _mm256_storeu_ps(lows, low);
  _mm256_storeu_ps(highs, high);
  kernel_range_float_portable(x + i, count - i, least, largest);
  for (int lane = 0; lane < 8; lane++) {
    if (lows[lane] < *least) *least = lows[lane];
    if (highs[lane] > *largest) *largest = highs[lane];
  }
}
#endif
