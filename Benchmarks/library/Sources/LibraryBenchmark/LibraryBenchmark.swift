import Foundation
import ModelOptimization

/// The library's side of Benchmarks/run: answers each line of its input by a line of its output.
///
///     LibraryBenchmark THREADS
@main
struct LibraryBenchmark {
  private let threads: Int
  private var cases: [String: any Case] = [:]

  static func main() {
    let threads = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 1
    withThreads(max(1, threads)) {
      var benchmark = LibraryBenchmark(threads: max(1, threads))
      benchmark.answerAll()
    }
  }

  private init(threads: Int) { self.threads = threads }

  private mutating func answerAll() {
    send(Response(instructions: Roofline.instructionSet, threads: threads))
    while let line = readLine() {
      do {
        send(try answer(JSONDecoder().decode(Request.self, from: Data(line.utf8))))
      } catch {
        send(Response(error: "\(error)"))
      }
    }
  }

  private mutating func answer(_ request: Request) throws -> Response {
    switch request.verb {
    case .peak:
      return measurePeak(threads: threads)
    case .weights:
      guard let path = request.path else { throw Missing(field: "path") }
      let network = try model(of: request)
      let model = weights(of: network)
      try network.save(model, to: path, format: .fp32)
      return Response(layers: try entries(of: model, network))
    case .train:
      return try measureTraining(
        model(of: request), steps: request.steps ?? 20, warmUp: request.warmUp ?? 3)
    case .forget:
      cases[request.key ?? ""] = nil
      return Response()
    case .prepare:
      return try prepare(request)
    case .run:
      guard let key = request.key, var subject = cases[key] else { throw Missing(field: "key") }
      return measure(
        &subject, milliseconds: request.milliseconds ?? 20, each: request.each ?? false)
    }
  }

  private mutating func prepare(_ request: Request) throws -> Response {
    guard let key = request.key else { throw Missing(field: "key") }
    guard let folder = request.folder else { throw Missing(field: "folder") }
    let prefix = "\(folder)/\(key)"
    let (m, k, n) = (request.m ?? 1, request.k ?? 1, request.n ?? 1)
    switch request.kind {
    case .plain, .packed:
      let product = FloatProduct(m: m, k: k, n: n, isPacked: request.kind == .packed)
      product.run()
      try product.write(to: prefix)
      cases[key] = product
    case .integerFast, .integerExact, .integerDot:
      let form = form(of: request.kind)
      if let form, !form.isAvailable { return Response(available: false) }
      let product = IntegerProduct(m: m, k: k, n: n, form: form)
      product.run()
      try product.write(to: prefix)
      cases[key] = product
    case .network, .staticNetwork, .dynamicNetwork:
      let format: LayerFormat? =
        switch request.kind {
        case .staticNetwork: .int8
        case .dynamicNetwork: .dynamicInt8
        default: nil
        }
      var network = try Network(
        try model(of: request), format: format, batch: request.batch ?? 1, threads: threads)
      network.run()
      try network.write(to: prefix)
      cases[key] = network
    case nil:
      throw Missing(field: "kind")
    }
    return Response(available: true)
  }

  /// The form of an integer product; nil for the library's choice, on machines without AVX2.
  private func form(of kind: Request.Kind?) -> IntegerForm? {
    switch kind {
    case .integerFast: IntegerForm.pairs.isAvailable ? .pairs : nil
    case .integerExact: .words
    default: .dot
    }
  }

  private func model(of request: Request) throws -> FashionModel {
    guard let model = FashionModel(rawValue: request.model ?? "") else {
      throw Missing(field: "model")
    }
    return model
  }

  private func send(_ response: Response) {
    do {
      let encoder = JSONEncoder()
      encoder.outputFormatting = .withoutEscapingSlashes
      try FileHandle.standardOutput.write(contentsOf: encoder.encode(response) + Data("\n".utf8))
    } catch {
      // Whoever asked has gone.
      exit(1)
    }
  }
}

/// A request without what it needs.
private struct Missing: Error, CustomStringConvertible {
  let field: String

  var description: String { "The request lacks a \(field), or it is unknown." }
}
