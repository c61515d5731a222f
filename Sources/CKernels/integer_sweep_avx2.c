#if defined(__x86_64__)
#include "integer_bytes_avx2.h"
#include "integer_sweep_forms.h"

INLINE void store(int *to, __m256i x) { _mm256_storeu_si256((__m256i *)(void *)to, x); }
INLINE __m256i four_bytes(const unsigned char *a) {
  int bytes;
  __builtin_memcpy(&bytes, a, sizeof bytes);
  return _mm256_set1_epi32(bytes);
}

// sPH is point P, H the half of the 16 columns.
#define FOR_1_POINT(DO) DO(0)
#define FOR_4_POINTS(DO) DO(0) DO(1) DO(2) DO(3)
#define BEGIN(p)                          \
  const unsigned char *a##p = points[p];  \
  __m256i s##p##0 = begin0, s##p##1 = begin1;
#define FINISH(p)                    \
  store(sums + p * 16, s##p##0);     \
  store(sums + p * 16 + 8, s##p##1);
#define TILE(name, FOR_POINTS, WEIGHTS, ADD, panel_bytes)                              \
  TARGET static void name(                                                             \
      const unsigned char *const *points, const long *taps, long tap_count,            \
      long groups, const signed char *panel, const int *begin, int *sums) {            \
    const __m256i ones = _mm256_set1_epi16(1);                                         \
    (void)ones;                                                                        \
    __m256i begin0 = load(begin), begin1 = load(begin + 8);                            \
    FOR_POINTS(BEGIN)                                                                  \
    for (long tap = 0; tap < tap_count; tap++) {                                       \
      long end = taps[tap] + groups * 4;                                               \
      for (long at = taps[tap]; at < end; at += 4) {                                   \
        WEIGHTS                                                                        \
        FOR_POINTS(ADD)                                                                \
        panel += panel_bytes;                                                          \
      }                                                                                \
    }                                                                                  \
    FOR_POINTS(FINISH)                                                                 \
  }

// Pairs: a group is four inner numbers. Two products u8 · s8 are added in 16 bits, which the
// weights have been proved to fit, and two such sums in 32.
#define PAIRS __m256i b0 = load(panel), b1 = load(panel + 32);
#define ADD_PAIRS(p)                                                                           \
  {                                                                                            \
    __m256i x = four_bytes(a##p + at);                                                         \
    s##p##0 = _mm256_add_epi32(s##p##0, _mm256_madd_epi16(_mm256_maddubs_epi16(x, b0), ones)); \
    s##p##1 = _mm256_add_epi32(s##p##1, _mm256_madd_epi16(_mm256_maddubs_epi16(x, b1), ones)); \
  }
TILE(pairs_tile, FOR_4_POINTS, PAIRS, ADD_PAIRS, 64)
TILE(pairs_point, FOR_1_POINT, PAIRS, ADD_PAIRS, 64)

TARGET static void add_rests(
    const unsigned char *const *points, int point_count, const long *taps, long groups, long count,
    const unsigned *places, const signed char *weights, int *sums) {
  const __m256i ones = _mm256_set1_epi16(1);
  for (int point = 0; point < point_count; point++) {
    const unsigned char *a0 = points[point];
    __m256i s00 = load(sums + point * 16), s01 = load(sums + point * 16 + 8);
    for (long rest = 0; rest < count; rest++) {
      const unsigned tap = places[rest] / (unsigned)groups;
      const long at = taps[tap] + 4 * (places[rest] - tap * (unsigned)groups);
      __m256i b0 = load(weights + rest * 64), b1 = load(weights + rest * 64 + 32);
      ADD_PAIRS(0)
    }
    store(sums + point * 16, s00);
    store(sums + point * 16 + 8, s01);
  }
}

// Words: a group is two inner numbers, widened to 16 bits.
INLINE __m256i widen(const signed char *from) {
  return _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(const void *)from));
}
#define WORDS __m256i b0 = widen(panel), b1 = widen(panel + 16);
#define ADD_WORDS(p)                                                 \
  {                                                                  \
    __m256i x = four_bytes(a##p + at);                               \
    s##p##0 = _mm256_add_epi32(s##p##0, _mm256_madd_epi16(x, b0));   \
    s##p##1 = _mm256_add_epi32(s##p##1, _mm256_madd_epi16(x, b1));   \
  }
TILE(words_tile, FOR_4_POINTS, WORDS, ADD_WORDS, 32)
TILE(words_point, FOR_1_POINT, WORDS, ADD_WORDS, 32)

INLINE __m256i largest(const int *sums) {
  __m256i a = _mm256_max_epi32(load(sums), load(sums + 16));
  return _mm256_max_epi32(a, _mm256_max_epi32(load(sums + 32), load(sums + 48)));
}

TARGET static void avx2_bytes(
    const struct integer_finish *finish, const double *scale, const int *sums, int pooled,
    int results, long columns, unsigned char *to, long step) {
  const struct exit exit = exit_of(finish);
  for (int result = 0; result < results; result++) {
    __m256i a = pooled ? largest(sums) : load(sums);
    __m256i b = pooled ? largest(sums + 8) : load(sums + 8);
    __m128i bytes = to_bytes(a, b, scale, exit);
    if (columns == 16) {
      _mm_storeu_si128((__m128i *)(void *)to, bytes);
    } else {
      unsigned char copy[16];
      _mm_storeu_si128((__m128i *)(void *)copy, bytes);
      for (long i = 0; i < columns; i++) to[i] = copy[i];
    }
    sums += pooled ? 64 : 16;
    to += step;
  }
}

const struct integer_sweep_form integer_sweep_pairs = {
    .tiles = {{4, pairs_tile}, {4, pairs_tile}, {1, pairs_point}},
    .bytes = avx2_bytes,
    .add_rests = add_rests,
};
const struct integer_sweep_form integer_sweep_words = {
    .tiles = {{4, words_tile}, {4, words_tile}, {1, words_point}},
    .bytes = avx2_bytes,
};
#endif
