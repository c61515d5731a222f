/// Who waits, first come first served; anyone can leave from the middle.
///
/// Tickets grow, so that the line is sorted by them and a leaver is found by halving. It leaves a
/// gap, and gaps are closed when they are the greater part: joining, leaving and being served cost
/// a constant on average, plus the search for a leaver.
package struct WaitingLine<Element> {
  package typealias Ticket = Int

  private var places: ContiguousArray<(ticket: Ticket, element: Element?)> = []
  /// Where the first in line stands; those before it have been served.
  private var head = 0

  /// How many wait.
  package private(set) var count = 0

  /// An empty line.
  package init() {}

  /// The one who has waited longest.
  package var first: Element? { head < places.count ? places[head].element : nil }

  /// Joins at the end; `ticket` is larger than all before.
  package mutating func append(_ element: Element, ticket: Ticket) {
    places.append((ticket, element))
    count += 1
  }

  /// Takes the one who has waited longest.
  package mutating func popFirst() -> (ticket: Ticket, element: Element)? {
    guard head < places.count, let element = places[head].element else { return nil }
    let ticket = places[head].ticket
    clear(head)
    return (ticket, element)
  }

  /// Takes whoever holds `ticket`, if it still waits.
  package mutating func remove(_ ticket: Ticket) -> Element? {
    var low = head
    var high = places.count
    while low < high {
      let middle = low + (high - low) / 2
      if places[middle].ticket < ticket { low = middle + 1 } else { high = middle }
    }
    guard low < places.count, places[low].ticket == ticket, let element = places[low].element
    else { return nil }
    clear(low)
    return element
  }

  private mutating func clear(_ index: Int) {
    places[index].element = nil
    count -= 1
    while head < places.count, places[head].element == nil { head += 1 }
    if places.count > 32, places.count > 2 * count {
      places.removeAll { $0.element == nil }
      head = 0
    }
  }
}
