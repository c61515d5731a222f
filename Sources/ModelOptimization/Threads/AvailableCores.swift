import CKernels

/// The cores that this process may use: on Linux those it is bound to (`taskset`), elsewhere all.
public func availableCores() -> Int { kernel_available_cores() }
