/// A key that was pressed, or what else a terminal reports in between.
public enum Key: Sendable, Hashable {
  /// A character that was typed; one scalar at a time.
  case character(Character)
  case enter
  case escape
  case tab
  case backspace
  case delete
  case up, down, left, right
  case pageUp, pageDown, home, end
  /// A letter with the control key, in lower case.
  case control(Character)
  /// Text that was pasted.
  case paste(String)
  /// A sequence that has no meaning here.
  case unknown
  /// The window has a new size, or the program runs again after a stop.
  case redraw
  /// No more keys will come: end of file, or the terminal is gone.
  case hangup
}
