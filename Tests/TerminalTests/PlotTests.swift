import Testing

import Terminal

@Suite struct `A plot` {
  let growth = Plot(
    title: "images a second", caption: "images in a call",
    series: [
      .init(points: [(1, 100), (2, 200), (4, 350), (8, 400)].map { Plot.Point(x: $0.0, y: $0.1) })
    ], isLogarithmic: true)

  private func text(_ plot: Plot, width: Int = 32, rows: Int = 5, marks: Plot.Marks = .ascii)
    -> String
  {
    plot.lines(width: width, rows: rows, marks: marks).map { $0.plainText + "\n" }.joined()
  }

  @Test func `is drawn in stars`() {
    #expect(
      text(growth)
        == """
        images a second
        400 +               ************
            |           ****
        200 +     ******
            |*****
          0 +
            +---------------------------
             1        2       4        8
             images in a call

        """
    )
  }

  @Test func `is drawn in half blocks`() {
    #expect(
      text(growth, marks: .blocks)
        == """
        images a second
        400 ┤                ▄▄▄▄▄▄▀▀▀▀▀
            │           ▄▄▀▀▀
        200 ┤     ▄▄▄▀▀▀
            │▄▄▀▀▀
          0 ┤
            └───────────────────────────
             1        2       4        8
             images in a call

        """
    )
  }

  @Test func `is drawn in braille`() {
    #expect(
      text(growth, marks: .braille)
        == """
        images a second
        400 ┤                ⣀⠤⠤⠤⠒⠒⠒⠒⠊⠉⠉
            │           ⣀⡠⠔⠊⠉
        200 ┤    ⢀⣀⡠⠤⠔⠒⠉
            │⠤⠒⠒⠉⠁
          0 ┤
            └───────────────────────────
             1        2       4        8
             images in a call

        """
    )
  }

  @Test func `names each line at its end`() {
    var plot = growth
    plot.series[0].name = "1 thread"
    plot.series.append(
      .init(name: "2 threads", points: [.init(x: 1, y: 90), .init(x: 8, y: 390)], style: .good))
    #expect(
      text(plot, width: 40)
        == """
        images a second
        400 +              *********** 1 thread
            |          **********      2 threads
        200 +    ********
            |****
          0 +
            +-------------------------
             1       2       4       8
             images in a call

        """
    )
  }

  @Test func `keeps within its width, whatever it shows`() {
    let odd: [[Plot.Point]] = [
      [], [.init(x: 1, y: 1)], [.init(x: 0, y: 5), .init(x: -3, y: 2)],
      [.init(x: 1, y: .nan), .init(x: .infinity, y: 3), .init(x: 2, y: 0)],
      [.init(x: 1, y: -5), .init(x: 1, y: 5)],
      [.init(x: 1e-300, y: 1e300), .init(x: 1e300, y: 1e-9)],
      (0..<500).map { .init(x: Double($0), y: Double($0 * $0)) },
    ]
    for points in odd {
      for isLogarithmic in [false, true] {
        for marks in Plot.Marks.allCases {
          for width in [0, 10, 23, 24, 25, 40, 80, 200] {
            for rows in [0, 2, 3, 9] {
              let plot = Plot(
                title: "a title that is longer than narrow windows", caption: "a caption, too",
                series: [
                  .init(name: "a long name for a line", points: points),
                  .init(name: "网络", points: points.reversed()),
                ], isLogarithmic: isLogarithmic)
              let lines = plot.lines(width: width, rows: rows, marks: marks)
              #expect(lines.allSatisfy { $0.width <= width })
              if marks == .ascii {
                #expect(
                  lines.allSatisfy { $0.plainText.allSatisfy { $0.isASCII || "网络…".contains($0) } })
              }
            }
          }
        }
      }
    }
  }

  @Test func `is not drawn where there is no room or nothing to draw`() {
    #expect(growth.lines(width: 23, marks: .ascii).isEmpty)
    #expect(growth.lines(width: 80, rows: 1, marks: .ascii).isEmpty)
    #expect(Plot(title: "t", caption: "c", series: []).lines(width: 80, marks: .ascii).isEmpty)
  }

  @Test func `has a scale that ends at a round number`() {
    let tops = [0.0, 1, 1.1, 9, 99, 100, 101, 350, 0.013, 1e9].map(Plot.niceTop)
    #expect(tops == [1, 1, 1.5, 10, 100, 100, 150, 400, 0.015, 1e9])
    #expect(Plot.label(1500, top: 1500) == "1500" && Plot.label(250_000, top: 250_000) == "250k")
    #expect(Plot.label(0.075, top: 0.15) == "0.075" && Plot.label(0, top: 2e9) == "0")
  }

  @Test func `takes the marks that the output can show`() {
    func marks(_ capabilities: Capabilities, _ environment: [String: String] = [:]) -> Plot.Marks? {
      .chosen(for: capabilities, environment: environment)
    }
    let window = Capabilities(isTerminal: true, plain: false)
    #expect(marks(window) == .blocks)
    #expect(marks(window, ["PARE_PLOT": "braille"]) == .braille)
    #expect(marks(window, ["PARE_PLOT": "ascii"]) == .ascii)
    #expect(marks(window, ["PARE_PLOT": "crayons"]) == .blocks)
    #expect(marks(Capabilities()) == .ascii)
    #expect(marks(Capabilities(unicode: false, plain: false), ["PARE_PLOT": "braille"]) == .ascii)
    #expect(marks(Capabilities(plain: false, accessible: true)) == nil)
  }
}
