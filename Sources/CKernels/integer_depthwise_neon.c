#if defined(__aarch64__)
#include "integer_bytes_neon.h"
#include "integer_depthwise_rows.h"

static void sixteen_channels(
    const struct integer_sweep *s, const unsigned char *source, unsigned char *to, long channel) {
  const long channels = s->groups;
  int16x8_t weights[2 * most_depthwise_taps];
  for (long tap = 0; tap < s->tap_count; tap++) {
    int8x16_t w = vld1q_s8(s->packed + tap * channels + channel);
    weights[2 * tap] = vmovl_s8(vget_low_s8(w));
    weights[2 * tap + 1] = vmovl_s8(vget_high_s8(w));
  }
  const int *begin = s->begin + channel;
  const unsigned char *point = source + channel;
  for (long column = 0; column < s->columns; column++, point += s->point_step) {
    int32x4_t s0 = vld1q_s32(begin), s1 = vld1q_s32(begin + 4);
    int32x4_t s2 = vld1q_s32(begin + 8), s3 = vld1q_s32(begin + 12);
    for (long tap = 0; tap < s->tap_count; tap++) {
      uint8x16_t x = vld1q_u8(point + s->taps[tap]);
      int16x8_t low = vreinterpretq_s16_u16(vmovl_u8(vget_low_u8(x)));
      int16x8_t high = vreinterpretq_s16_u16(vmovl_u8(vget_high_u8(x)));
      int16x8_t w0 = weights[2 * tap], w1 = weights[2 * tap + 1];
      s0 = vmlal_s16(s0, vget_low_s16(low), vget_low_s16(w0));
      s1 = vmlal_s16(s1, vget_high_s16(low), vget_high_s16(w0));
      s2 = vmlal_s16(s2, vget_low_s16(high), vget_low_s16(w1));
      s3 = vmlal_s16(s3, vget_high_s16(high), vget_high_s16(w1));
    }
    const int32x4_t sums[4] = {s0, s1, s2, s3};
    vst1q_u8(
        to + column * channels + channel, to_bytes(sums, s->finish.scale + channel, &s->finish));
  }
}

void integer_depthwise_row_neon(
    const struct integer_sweep *s, const unsigned char *source, unsigned char *to) {
  for (long first = 0; first < s->groups; first += 16) {
    sixteen_channels(s, source, to, first + 16 <= s->groups ? first : s->groups - 16);
  }
}
#endif
