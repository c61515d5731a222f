/// Numbers over numbers, to be drawn with the characters of a terminal.
public struct Plot: Sendable, Equatable {
  /// A line through some points.
  public struct Series: Sendable, Equatable {
    /// What the line is called at its right end; empty where there is only one.
    public var name: String
    /// The points from left to right; those that are not finite are left out.
    public var points: [Point]
    /// What the line means.
    public var style: Style

    /// Makes a series.
    public init(name: String = "", points: [Point], style: Style = .accent) {
      self.name = name
      self.points = points
      self.style = style
    }
  }

  /// A place in a plot.
  public struct Point: Sendable, Equatable {
    /// To the right.
    public var x: Double
    /// Upwards.
    public var y: Double

    /// Makes a point.
    public init(x: Double, y: Double) {
      self.x = x
      self.y = y
    }
  }

  /// What a line is drawn with.
  public enum Marks: String, Sendable, CaseIterable {
    /// Two by four dots in a character; some fonts lack them.
    case braille
    /// Half blocks, two in a character.
    case blocks
    /// Stars, for locales that show nothing else.
    case ascii
  }

  /// What the numbers upwards are.
  public var title: String
  /// What the numbers to the right are.
  public var caption: String
  /// The lines.
  public var series: [Series]
  /// Whether equal steps to the right are equal ratios; the numbers must then be above zero.
  public var isLogarithmic: Bool

  /// Makes a plot.
  public init(title: String, caption: String, series: [Series], isLogarithmic: Bool = false) {
    self.title = title
    self.caption = caption
    self.series = series
    self.isLogarithmic = isLogarithmic
  }
}

extension Plot.Marks {
  /// The marks that an output can be trusted to show; nil where none is drawn, because a screen
  /// reader reads the numbers instead.
  ///
  /// No terminal tells what its font has, and many a font lacks braille, so that a line of it is a
  /// row of empty boxes. Blocks are nearly everywhere. The variable `PARE_PLOT` asks for others:
  /// `braille`, `blocks` or `ascii`.
  ///
  /// - Parameters:
  ///   - capabilities: what the output can show.
  ///   - environment: the process's environment.
  public static func chosen(
    for capabilities: Capabilities, environment: [String: String]
  ) -> Plot.Marks? {
    if capabilities.accessible { return nil }
    if !capabilities.drawsBoxes { return .ascii }
    return environment["PARE_PLOT"].flatMap(Plot.Marks.init(rawValue:)) ?? .blocks
  }
}
