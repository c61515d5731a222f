// The loops of integer.h that each instruction set has for itself, as ENTRY(result, name,
// parameters, arguments).

ENTRY(void, requantize_integer,
      (const int *sums, long sums_stride, const float *scale, int zero_point, int low, int high,
       unsigned char *to, long to_stride, long rows, long columns),
      (sums, sums_stride, scale, zero_point, low, high, to, to_stride, rows, columns))
ENTRY(void, dequantize_integer,
      (const int *sums, long sums_stride, const float *scale, const float *bias, float least,
       float *to, long to_stride, long rows, long columns),
      (sums, sums_stride, scale, bias, least, to, to_stride, rows, columns))
ENTRY(void, quantize_float,
      (const float *x, float inverse_scale, int zero_point, int low, int high,
       unsigned char *to, long count),
      (x, inverse_scale, zero_point, low, high, to, count))
ENTRY(void, range_float, (const float *x, long count, float *least, float *largest),
      (x, count, least, largest))
