#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Sets the limits and filters that the orders ask for, before any of the learner's code runs.
///
/// Limits set here bind this process alone. Set outside, the process limit would count
/// everything that the user runs.
/// - Returns: the names of the walls that stand.
func confine(_ orders: Orders) -> [String] {
  var walls: [String] = []
  if become(user: orders.user) { walls.append("user") }
  var limits = [
    limit(RLIMIT_CORE, to: 1, wanting: 0),
    limit(RLIMIT_CPU, to: orders.processorSeconds),
    limit(RLIMIT_FSIZE, to: orders.fileSize),
    limit(RLIMIT_NOFILE, to: orders.openFiles),
  ]
  #if os(Linux)
    // Private writable memory is what a program uses; its address space also holds what
    // allocators merely reserve, so that this limit is wider.
    limits += [limit(RLIMIT_DATA, to: orders.memory), limit(RLIMIT_AS, to: orders.addressSpace)]
    limits.append(limit(__RLIMIT_NPROC, to: orders.processes))
  #endif
  if limits.allSatisfy({ $0 }) { walls.append("limits") }
  #if os(Linux)
    if orders.hidesFiles, hideFiles(readable: orders.readable, writable: orders.writable) {
      walls.append("landlock")
    }
    if orders.filtersSystemCalls, filterSystemCalls() { walls.append("seccomp") }
  #endif
  return walls
}

#if canImport(Glibc)
  private typealias Resource = __rlimit_resource
#else
  private typealias Resource = Int32
#endif

/// Sets a limit for good; an `amount` of 0 asks for none.
private func limit(_ resource: Resource, to amount: Int, wanting wanted: Int? = nil) -> Bool {
  guard amount > 0 else { return true }
  let value = rlim_t(clamping: wanted ?? amount)
  var limit = rlimit(rlim_cur: value, rlim_max: value)
  #if canImport(Glibc)
    return setrlimit(__rlimit_resource_t(resource.rawValue), &limit) == 0
  #else
    return setrlimit(resource, &limit) == 0
  #endif
}

/// Leaves root behind: the process limit does not bind root, whatever it is.
private func become(user: Int) -> Bool {
  guard user > 0, getuid() == 0 else { return false }
  let identity = uid_t(clamping: user)
  guard setgroups(0, nil) == 0, setgid(gid_t(identity)) == 0, setuid(identity) == 0 else {
    // Going on as root would be worse than not running.
    _exit(97)
  }
  return true
}
