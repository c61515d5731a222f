// Which cores this process may use, and which thread is where. Outside Linux a thread cannot be
// bound to a core; the functions then say so by -1, or do nothing.
#pragma once

/// The cores that this process may use: on Linux those it is bound to, elsewhere all; at least 1.
long kernel_available_cores(void);

/// The system's number of the core that is the given one, counted from 0, of those that this
/// process may use; -1 where there is none, or the system does not say.
long kernel_available_core(long index);

/// The system's number of the core that the calling thread is on; -1 where it does not say.
long kernel_current_core(void);

/// The system's number of the calling thread, by which another can bind it; -1 where it has none.
long kernel_current_thread(void);

/// Binds a thread to a core, both by the system's numbers; does nothing where that is refused.
void kernel_bind_thread(long thread, long core);
