#if defined(__x86_64__)
#include "integer_bytes_avx512.h"
#include "integer_depthwise_rows.h"

/// Sixteen channels, each widened to 32 bits.
INLINE __m512i bytes_at(const unsigned char *from) {
  return _mm512_cvtepu8_epi32(_mm_loadu_si128((const __m128i *)(const void *)from));
}
INLINE __m512i weights_at(const signed char *from) {
  return _mm512_cvtepi8_epi32(_mm_loadu_si128((const __m128i *)(const void *)from));
}
/// Three numbers of each channel in the bytes of 32 bits.
INLINE __m512i together(__m512i a, __m512i b, __m512i c) {
  // 0xfe: what is in any of the three.
  return _mm512_ternarylogic_epi32(
      a, _mm512_slli_epi32(b, 8), _mm512_slli_epi32(c, 16), 0xfe);
}

/// Three rows of a kernel of 3×3 at one column: vpdpbusd multiplies and adds all three.
INLINE __m512i column_at(const unsigned char *from, const long *rows) {
  return together(bytes_at(from + rows[0]), bytes_at(from + rows[1]), bytes_at(from + rows[2]));
}
INLINE __m512i weights_of(const signed char *weights, long channels) {
  const __m512i byte = _mm512_set1_epi32(0xff);
  return together(
      _mm512_and_si512(weights_at(weights), byte),
      _mm512_and_si512(weights_at(weights + 3 * channels), byte),
      _mm512_and_si512(weights_at(weights + 6 * channels), byte));
}

/// A row of a dense kernel of 3×3: columns that the next point sees too stay in registers.
TARGET static void row3x3(
    const struct integer_sweep *s, const unsigned char *source, unsigned char *to, long channel) {
  const long channels = s->groups;
  const struct exit exit = exit_of(&s->finish);
  const double *scale = s->finish.scale + channel;
  const __m512i begin = _mm512_loadu_si512(s->begin + channel);
  const __m512i w0 = weights_of(s->packed + channel, channels);
  const __m512i w1 = weights_of(s->packed + channels + channel, channels);
  const __m512i w2 = weights_of(s->packed + 2 * channels + channel, channels);
  const long rows[3] = {s->taps[0], s->taps[3], s->taps[6]};
  const long next = s->taps[1] - s->taps[0], step = s->point_step;
  const unsigned char *from = source + channel;
  __m512i v0 = column_at(from, rows), v1 = column_at(from + next, rows);
  for (long column = 0; column < s->columns; column++) {
    __m512i v2 = column_at(from + 2 * next, rows);
    __m512i sums = _mm512_dpbusd_epi32(begin, v0, w0);
    __m512i more = _mm512_dpbusd_epi32(_mm512_setzero_si512(), v1, w1);
    sums = _mm512_add_epi32(_mm512_dpbusd_epi32(sums, v2, w2), more);
    _mm_storeu_si128(
        (__m128i *)(void *)(to + column * channels + channel), to_bytes(sums, scale, exit));
    from += step;
    if (column + 1 == s->columns) break;
    if (step == next) {
      v0 = v1;
      v1 = v2;
    } else {
      v0 = step == 2 * next ? v2 : column_at(from, rows);
      v1 = column_at(from + next, rows);
    }
  }
}

/// A row of any kernel: vpdpwssd multiplies and adds 16 bits, the upper of which are 0.
TARGET static void any_row(
    const struct integer_sweep *s, const unsigned char *source, unsigned char *to, long channel) {
  const long channels = s->groups;
  const struct exit exit = exit_of(&s->finish);
  const __m512i begin = _mm512_loadu_si512(s->begin + channel);
  __m512i weights[most_depthwise_taps];
  for (long tap = 0; tap < s->tap_count; tap++) {
    weights[tap] = weights_at(s->packed + tap * channels + channel);
  }
  for (long column = 0; column < s->columns; column += 4) {
    // Four points at once, for each sum waits for the one before; the last may be computed twice.
    const unsigned char *a[4];
    for (long i = 0; i < 4; i++) {
      const long at = column + i < s->columns ? column + i : s->columns - 1;
      a[i] = source + at * s->point_step + channel;
    }
    __m512i s0 = begin, s1 = begin, s2 = begin, s3 = begin;
    for (long tap = 0; tap < s->tap_count; tap++) {
      const long at = s->taps[tap];
      s0 = _mm512_dpwssd_epi32(s0, bytes_at(a[0] + at), weights[tap]);
      s1 = _mm512_dpwssd_epi32(s1, bytes_at(a[1] + at), weights[tap]);
      s2 = _mm512_dpwssd_epi32(s2, bytes_at(a[2] + at), weights[tap]);
      s3 = _mm512_dpwssd_epi32(s3, bytes_at(a[3] + at), weights[tap]);
    }
    const __m512i sums[4] = {s0, s1, s2, s3};
    for (long i = 0; i < 4 && column + i < s->columns; i++) {
      _mm_storeu_si128(
          (__m128i *)(void *)(to + (column + i) * channels + channel),
          to_bytes(sums[i], s->finish.scale + channel, exit));
    }
  }
}

/// Whether the taps are those of a kernel of 3×3 whose columns lie side by side.
static int is_3x3(const struct integer_sweep *s) {
  if (s->tap_count != 9) return 0;
  const long next = s->taps[1] - s->taps[0];
  for (int tap = 0; tap < 9; tap++) {
    if (s->taps[tap] != s->taps[tap / 3 * 3] + tap % 3 * next) return 0;
  }
  return 1;
}

TARGET void integer_depthwise_row_avx512(
    const struct integer_sweep *s, const unsigned char *source, unsigned char *to) {
  const int plain = is_3x3(s);
  for (long first = 0; first < s->groups; first += 16) {
    const long channel = first + 16 <= s->groups ? first : s->groups - 16;
    if (plain) {
      row3x3(s, source, to, channel);
    } else {
      any_row(s, source, to, channel);
    }
  }
}
#endif
