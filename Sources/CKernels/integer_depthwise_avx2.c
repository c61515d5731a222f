#if defined(__x86_64__)
#include "integer_bytes_avx2.h"
#include "integer_depthwise_rows.h"

/// Sixteen channels, each widened to 16 bits.
INLINE __m256i bytes_at(const unsigned char *from) {
  return _mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *)(const void *)from));
}
INLINE __m256i weights_at(const signed char *from) {
  return _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(const void *)from));
}

/// Two taps are multiplied and added at once: their numbers stand side by side, those of the
/// channels 0 to 3 and 8 to 11 in one vector, the others in another.
TARGET static void sixteen_channels(
    const struct integer_sweep *s, const unsigned char *source, unsigned char *to, long channel) {
  const long channels = s->groups;
  const struct exit exit = exit_of(&s->finish);
  const __m256i none = _mm256_setzero_si256();
  const __m256i begin0 = load(s->begin + channel), begin1 = load(s->begin + channel + 8);
  // The channels 0 to 3 and 8 to 11, and the others.
  const __m256i from0 = _mm256_permute2x128_si256(begin0, begin1, 0x20);
  const __m256i from1 = _mm256_permute2x128_si256(begin0, begin1, 0x31);
  __m256i weights[most_depthwise_taps + 1];
  const signed char *w = s->packed + channel;
  for (long tap = 0; tap < s->tap_count; tap += 2, w += 2 * channels) {
    __m256i a = weights_at(w), b = tap + 1 < s->tap_count ? weights_at(w + channels) : none;
    weights[tap] = _mm256_unpacklo_epi16(a, b);
    weights[tap + 1] = _mm256_unpackhi_epi16(a, b);
  }
  const unsigned char *point = source + channel;
  for (long column = 0; column < s->columns; column++, point += s->point_step) {
    __m256i low = from0, high = from1;
    for (long tap = 0; tap < s->tap_count; tap += 2) {
      __m256i a = bytes_at(point + s->taps[tap]);
      __m256i b = tap + 1 < s->tap_count ? bytes_at(point + s->taps[tap + 1]) : none;
      low = _mm256_add_epi32(low, _mm256_madd_epi16(_mm256_unpacklo_epi16(a, b), weights[tap]));
      high =
          _mm256_add_epi32(high, _mm256_madd_epi16(_mm256_unpackhi_epi16(a, b), weights[tap + 1]));
    }
    __m256i first = _mm256_permute2x128_si256(low, high, 0x20);
    __m256i second = _mm256_permute2x128_si256(low, high, 0x31);
    _mm_storeu_si128(
        (__m128i *)(void *)(to + column * channels + channel),
        to_bytes(first, second, s->finish.scale + channel, exit));
  }
}

TARGET void integer_depthwise_row_avx2(
    const struct integer_sweep *s, const unsigned char *source, unsigned char *to) {
  for (long first = 0; first < s->groups; first += 16) {
    sixteen_channels(s, source, to, first + 16 <= s->groups ? first : s->groups - 16);
  }
}
#endif
