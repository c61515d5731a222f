// The kernels of half.h, each as ENTRY(result, name, parameters, arguments).

ENTRY(void, narrow_half, (const float *x, unsigned short *to, long count), (x, to, count))
ENTRY(void, widen_half, (const unsigned short *x, float *to, long count), (x, to, count))
ENTRY(void, narrow_bfloat, (const float *x, unsigned short *to, long count), (x, to, count))
ENTRY(void, widen_bfloat, (const unsigned short *x, float *to, long count), (x, to, count))
