import Foundation
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Looks at intervals, where the system has no events, or no more room for watches.
final class IntervalSource: ChangeSource {
  private let interrupted = Atomic(false)

  func wait(upTo limit: Duration?) -> Bool {
    if interrupted.load(ordering: .acquiring) { return false }
    // Within a burst nothing is known about further changes; one quiet time is enough.
    if let limit, limit < .milliseconds(300) {
      Thread.sleep(forTimeInterval: limit / .seconds(1))
      return false
    }
    Thread.sleep(forTimeInterval: 0.3)
    return !interrupted.load(ordering: .acquiring)
  }

  func interrupt() { interrupted.store(true, ordering: .releasing) }
}

#if canImport(Glibc)
  /// Events of Linux's inotify for some folders.
  final class EventSource: ChangeSource {
    private let descriptor: Int32
    private let interruption: BytePipe

    /// Nil where the system gives no watch.
    init?(folders: [String]) {
      guard let interruption = try? BytePipe() else { return nil }
      self.interruption = interruption
      descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
      guard descriptor >= 0 else { return nil }
      let mask = UInt32(IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_ATTRIB)
      for folder in folders where inotify_add_watch(descriptor, folder, mask) < 0 {
        close(descriptor)
        return nil
      }
    }

    deinit { close(descriptor) }

    func wait(upTo limit: Duration?) -> Bool {
      var descriptors = [
        pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
        pollfd(fd: interruption.readEnd, events: Int16(POLLIN), revents: 0),
      ]
      let milliseconds = limit.map { Int32($0 / .milliseconds(1)) } ?? -1
      let ready = poll(&descriptors, 2, milliseconds)
      if ready < 0 { return errno == EINTR }
      if descriptors[1].revents != 0 { return false }
      guard ready > 0 else { return false }
      // What happened is found by looking at the files; the events only say when to look.
      var buffer = [UInt8](repeating: 0, count: 4096)
      while read(descriptor, &buffer, buffer.count) > 0 {}
      return true
    }

    func interrupt() { interruption.notify() }
  }
#elseif canImport(Darwin)
  /// Events of kqueue for some folders: a folder's event says that a name in it changed, the
  /// files' own writes are seen at intervals.
  final class EventSource: ChangeSource {
    private let queue: Int32
    private let descriptors: [Int32]
    private let interrupted = Atomic(false)

    /// Nil where the system gives no watch.
    init?(folders: [String]) {
      queue = kqueue()
      guard queue >= 0 else { return nil }
      descriptors = folders.map { open($0, O_EVTONLY | O_CLOEXEC) }
      for descriptor in descriptors where descriptor >= 0 {
        var event = kevent(
          ident: UInt(descriptor), filter: Int16(EVFILT_VNODE), flags: UInt16(EV_ADD | EV_CLEAR),
          fflags: UInt32(NOTE_WRITE | NOTE_EXTEND | NOTE_ATTRIB | NOTE_RENAME), data: 0, udata: nil)
        _ = kevent(queue, &event, 1, nil, 0, nil)
      }
    }

    deinit {
      close(queue)
      for descriptor in descriptors where descriptor >= 0 { close(descriptor) }
    }

    func wait(upTo limit: Duration?) -> Bool {
      if interrupted.load(ordering: .acquiring) { return false }
      let nanoseconds = Int((limit ?? .milliseconds(200)) / .nanoseconds(1))
      var time = timespec(tv_sec: 0, tv_nsec: nanoseconds)
      var event = kevent()
      let count = kevent(queue, nil, 0, &event, 1, &time)
      // Without a limit an interval has passed: the files are looked at, for a write into one
      // does not change its folder.
      return (count > 0 || limit == nil) && !interrupted.load(ordering: .acquiring)
    }

    func interrupt() { interrupted.store(true, ordering: .releasing) }
  }
#endif
