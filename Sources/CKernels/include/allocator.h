// What is asked of the C library's allocator.
#pragma once

/// Asks the allocator to keep up to 256 MiB of what is freed for the next who takes some, in
/// pieces of up to 32 MiB, and not to hand it back to the system at once; for the whole process,
/// and for good. Does nothing where the allocator cannot be asked.
void kernel_keep_freed_memory(void);
