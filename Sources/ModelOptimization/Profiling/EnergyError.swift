/// Why a machine does not tell how much energy it uses.
public enum EnergyError: Error, Equatable {
  /// There is no such folder: another system, a virtual machine or a container.
  case noInterface(folder: String)
  /// The folder is there, but no processor's counter is in it.
  case noCounter(folder: String)
  /// The counter is there, but not for this user.
  case notPermitted(String)
  /// The counter does not hold a number.
  case unreadable(String, reason: String)
}

extension EnergyError: CustomStringConvertible {
  /// What is missing, where, and what to do.
  public var description: String {
    switch self {
    case .noInterface(let folder):
      "This machine shows no energy counters: there is no \(folder). Virtual machines, containers "
        + "and systems other than Linux have none; measure on the machine itself."
    case .noCounter(let folder):
      "This machine shows no energy counters: \(folder) holds no intel-rapl zone. Load the "
        + "driver (modprobe intel_rapl_msr), or measure on another machine."
    case .notPermitted(let path):
      "The energy counter may not be read by this user, as is usual since 2020 "
        + "(CVE-2020-8694). Allow it until the next start: sudo chmod a+r \(path)"
    case .unreadable(let path, let reason):
      "\(path): the energy counter cannot be read: \(reason). Measure without energy."
    }
  }
}
