import Foundation

/// Why a file could not be used, in the system's own words, without a full stop.
///
/// Foundation's sentences differ from system to system and say less.
package func systemReason(of error: any Error) -> String {
  let error = error as NSError
  let underlying = error.userInfo[NSUnderlyingErrorKey] as? NSError
  if let underlying, underlying.domain == NSPOSIXErrorDomain {
    return String(cString: strerror(Int32(underlying.code)))
  }
  let code: Int32? =
    switch CocoaError.Code(rawValue: error.code) {
    case .fileWriteOutOfSpace: ENOSPC
    case .fileWriteVolumeReadOnly: EROFS
    case .fileWriteNoPermission, .fileReadNoPermission: EACCES
    case .fileWriteFileExists: EEXIST
    default: nil
    }
  if error.domain == NSCocoaErrorDomain, let code { return String(cString: strerror(code)) }
  let text = error.localizedDescription
  return text.hasSuffix(".") ? String(text.dropLast()) : text
}
