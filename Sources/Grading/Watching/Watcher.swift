public import Foundation
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Says when files change: after a write, or when an editor puts a new file in the old one's
/// place.
///
/// The folders are watched rather than the files, for an editor that saves by renaming leaves
/// the old file, and whoever watches it, behind.
public struct Watcher: Sendable {
  /// The files whose changes count.
  public let files: [URL]
  /// How long nothing more must happen before a change is reported.
  public let quietTime: Duration
  private let usesEvents: Bool

  /// Watches files, which need not exist yet; their folders must.
  /// - Parameters:
  ///   - files: the files whose changes count.
  ///   - quietTime: how long nothing more must happen before a change is reported.
  ///   - usesEvents: false to look at the files at intervals even where the system has events.
  public init(
    files: [URL], quietTime: Duration = .milliseconds(50), usesEvents: Bool = true
  ) {
    self.files = files
    self.quietTime = quietTime
    self.usesEvents = usesEvents
  }

  /// The changed files, one element for each burst of changes. Changes that come while the
  /// last element is still being worked on are reported together. The stream ends when
  /// nobody listens any more, or when the task is cancelled.
  public func changes() -> AsyncStream<[URL]> {
    // What was seen before the stream is returned is the state that a change differs from.
    let first = Snapshot(files)
    let folders = Set(files.map { $0.deletingLastPathComponent().path })
    let source: any ChangeSource =
      (usesEvents ? EventSource(folders: folders.sorted()) : nil) ?? IntervalSource()
    return AsyncStream(bufferingPolicy: .unbounded) { continuation in
      let stopped = Flag()
      continuation.onTermination = { _ in
        stopped.raise()
        source.interrupt()
      }
      Thread.detachNewThread {
        var known = first
        while !stopped.isRaised {
          let begun = ContinuousClock.now
          if source.wait(upTo: .seconds(1)) {
            // More may follow: an editor writes, renames and sets times.
            while source.wait(upTo: quietTime), !stopped.isRaised {}
          } else if ContinuousClock.now - begun < .milliseconds(900), !stopped.isRaised {
            // The events have ended, as they do when a folder is deleted: another folder may
            // take its place, and looking once a second finds it.
            Thread.sleep(forTimeInterval: 1)
          }
          let now = Snapshot(files)
          let changed = now.differences(from: known)
          known = now
          if !changed.isEmpty { continuation.yield(changed) }
        }
        continuation.finish()
      }
    }
  }
}

/// Something that wakes when a file may have changed.
protocol ChangeSource: Sendable {
  /// Waits for a change, at most `limit`.
  /// - Returns: whether there was one; false also where waiting is over for good.
  func wait(upTo limit: Duration?) -> Bool
  /// Ends a wait.
  func interrupt()
}

/// A flag that one thread raises and another sees.
private final class Flag: Sendable {
  private let state = Atomic(false)
  var isRaised: Bool { state.load(ordering: .acquiring) }
  func raise() { state.store(true, ordering: .releasing) }
}

/// What tells one state of some files from another.
struct Snapshot {
  private struct State: Equatable {
    var inode: UInt64
    var size: Int64
    var seconds: Int
    var nanoseconds: Int
  }

  private let states: [(URL, State?)]

  init(_ files: [URL]) {
    states = files.map { file in
      var status = stat()
      guard stat(file.path, &status) == 0 else { return (file, nil) }
      #if canImport(Glibc)
        let time = status.st_mtim
      #elseif canImport(Darwin)
        let time = status.st_mtimespec
      #endif
      return (
        file,
        State(
          inode: UInt64(status.st_ino), size: Int64(status.st_size), seconds: time.tv_sec,
          nanoseconds: time.tv_nsec)
      )
    }
  }

  /// The files that exist and are not as they were. A file that is gone is about to come back,
  /// as editors do it; until then there is nothing to check.
  func differences(from other: Snapshot) -> [URL] {
    zip(states, other.states).compactMap { now, before in
      now.1 != nil && now.1 != before.1 ? now.0 : nil
    }
  }
}
