// The families of processors that the transforms of Winograd's algorithm are compiled for.
#pragma once

struct winograd_set {
  /// Transforms a tile of 6×6 pixels: `points` holds where each begins. Point i of the result goes
  /// to target + i * step.
  void (*source)(const float *const *points, long channels, float *target, long step);
  /// Transforms 36 points back to side × side outputs and finishes them. `targets` holds where
  /// each goes, or NULL for those outside the result; with `pooled`, one for each 2×2 of them.
  void (*output)(long side, const float *source, long step, long channels, const float *bias,
                 int activation, int pooled, float *const *targets);
  /// Transforms side × side output gradients: `points` holds where each begins. Channels 16p to
  /// 16p + 15 of point i go to target + i * step + p * panel_step.
  void (*gradient)(long side, const float *const *points, long channels, float *target, long step,
                   long panel_step);
};

extern const struct winograd_set winograd_set_portable;
extern const struct winograd_set winograd_set_neon;
extern const struct winograd_set winograd_set_avx2;
extern const struct winograd_set winograd_set_avx512;
