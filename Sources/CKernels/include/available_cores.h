// Which cores this process may use.
#pragma once

/// The cores that this process may use: on Linux those it is bound to, elsewhere all; at least 1.
long kernel_available_cores(void);

/// Binds the calling thread to one of the cores that it may use, counted from 0; does nothing where
/// the system has no such call, or there is no such core.
void kernel_bind_thread(long core);
