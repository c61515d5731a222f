// Which instructions the kernels may use.
//
// The headers of this module include nothing and use the plain types of C, so that Swift imports
// them in no time: long is Int, int is Int32, unsigned char is UInt8, signed char is Int8,
// unsigned short is UInt16.
#pragma once

/// A family of instructions that kernels are written for; the value grows with what it can do.
enum kernel_instruction_set {
  /// Plain C, for any processor.
  kernel_portable = 0,
  /// 128-bit vectors of 64-bit ARM.
  kernel_neon = 1,
  /// 256-bit vectors of x86-64 with fused multiply-add, half-precision conversion included.
  kernel_avx2 = 2,
  /// 512-bit vectors of x86-64 with 8-bit dot products (F, BW, DQ, VL and VNNI together).
  kernel_avx512 = 3,
};

/// The best family that this processor can do and that PARE_KERNELS allows.
///
/// PARE_KERNELS is read once: portable, neon, avx2 or avx512 caps the choice; a family that the
/// processor lacks, or an unknown word, changes nothing.
int kernel_chosen_instruction_set(void);

/// 1 where the processor is a 64-bit ARM with 8-bit dot products (all of Apple's have them), and
/// PARE_KERNELS is neither portable nor neon.
int kernel_has_neon_dot_product(void);

/// Tells the processor that this thread only waits for a word of memory to change.
static inline void kernel_spin_hint(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}
