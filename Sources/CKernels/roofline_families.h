// What roofline.c chooses from. Not in include/: Swift calls the choosing functions only.
#pragma once

double roofline_peak_portable(long rounds, float *sum);
float roofline_read_portable(const float *values, long count);

#if defined(__x86_64__)
double roofline_peak_avx2(long rounds, float *sum);
float roofline_read_avx2(const float *values, long count);
double roofline_peak_avx512(long rounds, float *sum);
float roofline_read_avx512(const float *values, long count);
#elif defined(__aarch64__)
double roofline_peak_neon(long rounds, float *sum);
float roofline_read_neon(const float *values, long count);
#endif
