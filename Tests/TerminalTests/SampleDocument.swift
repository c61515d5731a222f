import Curriculum
import Terminal

/// A document with every kind of block, in the four languages of the course.
let sampleDocument: [Block] = [
  block(.heading(level: 1, [.text("Quantization")])),
  block(
    .paragraph([
      .text("A model's weights are numbers, and numbers take room. "),
      .strong([.text("Quantization")]), .text(" stores each weight in fewer bits: "),
      .code("int8"), .text(" instead of "), .code("float32"),
      .text(" is four times smaller.\u{A0}What is lost is "), .emphasis([.text("precision")]),
      .text(";"), .softBreak, .text("see "),
      .link(destination: "https://arxiv.org/abs/1712.05877", [.text("Jacob et al.")]),
      .text(" and "),
      .link(
        destination: "https://pytorch.org/docs/stable/quantization.html#quantization-summary",
        [.text("the PyTorch documentation")]), .text("."), .lineBreak,
      .text("“Smaller” — by how much? "),
      .image(source: "bits.png", [.text("eight bits in a row")]),
    ])),
  block(.heading(level: 2, [.text("Key concepts")])),
  block(
    .list(
      start: nil, isTight: true,
      items: [
        [paragraph("Scale: the width of one step between two neighbouring integers.")],
        [
          paragraph("Zero point: the integer that stands for 0."),
          block(
            .list(
              start: nil, isTight: true,
              items: [
                [paragraph("symmetric: always 0")],
                [paragraph("asymmetric: anything from −128 to 127")],
              ])),
        ],
      ])),
  block(.heading(level: 3, [.text("Step 1: Choose a scale")])),
  block(
    .list(
      start: 9, isTight: false,
      items: [
        [paragraph("Find the largest magnitude.")],
        [paragraph("Divide it by 127, the largest value that a symmetric integer may have.")],
      ])),
  block(
    .code(
      Code(
        language: "swift", isRun: true,
        text: """
          /* The width of /* one */ step. */
          func scale(of weights: [Float], bits: Int) -> Float {
          \tlet largest = weights.map(abs).max() ?? 0  // negative weights count too
            return largest / Float((1 << (bits - 1)) - 1)
          }
          print("per \\"step\\"", scale(of: [-4, 1.5], bits: 8))

          """, firstLine: 1))),
  block(.code(Code(language: "output", isRun: false, text: "0.031496063\n", firstLine: 1))),
  block(
    .quote([
      paragraph("The tail is what a person who makes many requests meets every day."),
      paragraph("第二段：量化把浮點數換成整數，模型因此更小、更快；代價是精度。"),
    ])),
  block(
    .table(
      Table(
        alignments: [.left, .right, .center, .left],
        header: [[.text("Format")], [.text("Bits")], [.text("Kept")], [.text("When")]],
        rows: [
          [
            [.code("float32")], [.text("32")], [.text("yes")],
            [.text("Training, and as the reference for everything else.")],
          ],
          [[.code("int8")], [.text("8")], [.text("no")], [.text("推論時最常用的格式。")]],
        ]))),
  block(.exercise("quantization/symmetric-scale")),
  block(.pause),
  block(.rule),
  block(
    .code(
      Code(
        language: "python", isRun: false,
        text: "import torch\nmodel = quantize_dynamic(model, {torch.nn.Linear})  # a long line\n",
        firstLine: 1))),
  block(.quiz(["quantization/a", "quantization/b"])),
  block(.heading(level: 2, [.text("Jazyky, езици, 語言")])),
  paragraph(
    "Příliš žluťoučký kůň úpěl ďábelské ódy: kvantizace ukládá váhy na méně bitů, „malý“ model."),
  paragraph("Квантуването съхранява теглата с по-малко битове и моделът става по-бърз."),
  paragraph("量化（quantization）以較少的位元儲存權重，例如「int8」取代「float32」，只剩四分之一。"),
]

/// What stands at the places of its exercise and quiz.
let sampleCards = Cards(
  lesson: "quantization",
  exercises: [
    "quantization/symmetric-scale": Cards.Exercise(
      id: "quantization/symmetric-scale", title: "Choose a symmetric scale", points: 2,
      file: "Exercises/quantization/symmetric-scale.swift")
  ])
