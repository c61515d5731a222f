// How many cores this process may use.
#pragma once

/// The cores that this process may use: on Linux those it is bound to, elsewhere all; at least 1.
long kernel_available_cores(void);
