import Foundation

/// The three standard descriptors and the signal of a closed pipe, as the program needs them.
enum Descriptors {
  static func prepare() {
    // A program that starts us may ignore the signal; then a closed pipe would be an error to
    // report instead of a silent end.
    signal(SIGPIPE, SIG_DFL)
    // A closed descriptor would be given to the next file that is opened, and what we print
    // would go into it. Opened the wrong way round, using it fails as it should.
    for descriptor in 0...2 as ClosedRange<Int32> where fcntl(descriptor, F_GETFD) < 0 {
      _ = open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY)
    }
  }
}
