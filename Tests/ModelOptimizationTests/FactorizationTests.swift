import ModelOptimization
import Testing

/// A matrix in `Fixtures/factorization.json`, as NumPy takes it apart; see
/// `make_factorization.py`.
struct MatrixCase: Decodable, CustomTestStringConvertible {
  var name: String
  var matrix, nearest: Expected
  var rank: Int
  var values: [Double]
  var error: Double
  /// Shares of energy, and the rank that each needs.
  var ranks: [[Double]]

  var testDescription: String { name }

  static let all: [MatrixCase] = {
    struct Table: Decodable { var cases: [MatrixCase] }
    do {
      return try Fixture.table("factorization.json", as: Table.self).cases
    } catch {
      Issue.record(error)
      return []
    }
  }()
}

@Suite struct `A singular value decomposition` {
  @Test(arguments: MatrixCase.all)
  func `has NumPy's values, ranks and errors`(_ test: MatrixCase) {
    let found = SingularValueDecomposition(test.matrix.tensor)
    #expect(found.values.count == test.values.count)
    for (value, expected) in zip(found.values, test.values) {
      // Double precision, relative to the largest.
      #expect(abs(value - expected) < 1e-13 * test.values[0])
    }
    #expect(abs(found.error(atRank: test.rank) - test.error) < 1e-12 * test.values[0])
    for pair in test.ranks { #expect(found.rank(keeping: pair[0]) == Int(pair[1])) }
  }

  @Test(arguments: MatrixCase.all)
  func `is made of right angles, and makes the matrix again`(_ test: MatrixCase) {
    let matrix = test.matrix.tensor
    let found = SingularValueDecomposition(matrix)
    func product(_ a: [Double], _ b: [Double]) -> Double {
      zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
    }
    for first in found.values.indices where found.values[first] > 1e-9 * found.values[0] {
      for second in 0...first {
        let expected: Double = first == second ? 1 : 0
        #expect(abs(product(found.left[first], found.left[second]) - expected) < 1e-10)
        #expect(abs(product(found.right[first], found.right[second]) - expected) < 1e-10)
      }
    }
    for row in 0..<found.rows {
      for column in 0..<found.columns {
        let sum = found.values.indices.reduce(0) {
          $0 + found.left[$1][row] * found.values[$1] * found.right[$1][column]
        }
        #expect(abs(sum - Double(matrix[row, column])) < 1e-12 * found.values[0])
      }
    }
  }

  @Test func `of zeros has zeros`() {
    let found = SingularValueDecomposition(Tensor(zeros: [4, 3]))
    #expect(found.values == [0, 0, 0])
    #expect(found.rank(keeping: 0.9) == 1)
  }
}

@Suite struct `A factorized layer` {
  @Test(arguments: MatrixCase.all)
  func `is the nearest of its rank`(_ test: MatrixCase) throws {
    let weight = test.matrix.tensor
    let dense = Dense(weight: weight, bias: randomTensor([weight.shape[1]], seed: 1))
    let factors = try dense.factorized(.fixed(test.rank))
    #expect(factors.first.outputs == test.rank)
    #expect(factors.second.bias == dense.bias)
    let product = matmul(factors.first.weight, factors.second.weight)
    // Factors of 32 bits each.
    let scale = Float(test.values[0])
    #expect(
      zip(product.elements, test.nearest.elements).allSatisfy {
        abs($0 - Float($1)) < 2e-6 * scale
      })
    #expect(abs(factors.error - test.error) < 1e-12 * test.values[0])
    #expect((0...1).contains(factors.relativeError))
  }

  @Test(arguments: [ImageLayout.nhwc, .nchw])
  func `of full rank computes the same`(layout: ImageLayout) throws {
    var generator = SplitMix64(seed: 2)
    let convolution = Conv2D(
      inputs: 3, outputs: 8, size: 3, stride: 2, padding: 1, layout: layout, using: &generator)
    let x = randomTensor([2, 7, 7, 3], seed: 3)
    let input = layout == .nhwc ? x : x.nhwcToNCHW()
    let factors = try convolution.factorized(.fixed(8))
    #expect(factors.first.weight.shape == [8, 3, 3, 3])
    #expect(factors.second.weight.shape == [8, 8, 1, 1])
    let (expected, found) = (convolution(input), factors.second(factors.first(input)))
    #expect(found.shape == expected.shape)
    // Two sums of a few dozen products of 32 bits.
    #expect(zip(found.elements, expected.elements).allSatisfy { abs($0 - $1) < 1e-5 })
    let dense = Dense(inputs: 6, outputs: 9, using: &generator)
    let rows = randomTensor([4, 6], seed: 5)
    let pair = try dense.factorized(.energy(1))
    let (again, own) = (pair.second(pair.first(rows)), dense(rows))
    #expect(pair.rank == 6)
    #expect(zip(again.elements, own.elements).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  @Test func `with a rank or a share that makes no sense is refused`() throws {
    var generator = SplitMix64(seed: 2)
    let dense = Dense(inputs: 6, outputs: 4, using: &generator)
    for rank in [0, -1, 5] {
      #expect(
        throws: FactorizationError.rank(rank, layer: "Dense(6 → 4)", rows: 6, columns: 4)
      ) { try dense.factorized(.fixed(rank)) }
    }
    for share in [0, -1, 1.5, .nan] {
      #expect { try dense.factorized(.energy(share)) } throws: { "\($0)".contains("is \(share).") }
    }
    let grouped = Conv2D(inputs: 4, outputs: 4, size: 3, groups: 2, using: &generator)
    #expect(throws: FactorizationError.groups(2, layer: "\(grouped)")) {
      try grouped.factorized(.fixed(1))
    }
    var broken = dense
    broken.weight[0, 0] = .nan
    #expect(throws: FactorizationError.notFinite(layer: "Dense(6 → 4)")) {
      try broken.factorized(.fixed(1))
    }
  }
}

@Suite struct `A factorized network` {
  @Test func `is smaller where its layers allow, and the same elsewhere`() throws {
    let model = try FashionModel.mlp.pretrained(from: shippedData)
    #expect(model.factorizableLayers == [0, 2, 4])
    let (network, report) = try model.factorized(.energy(0.9), layers: [2])
    let layer = try #require(report.first)
    #expect(layer.layer == 2 && report.count == 1)
    #expect(layer.relativeError * layer.relativeError <= 0.1)
    // All of 128×10: the factors would be larger than it is.
    let (same, stayed) = try model.factorized(.energy(1), layers: [4])
    #expect(stayed.map(\.rank) == [nil])
    #expect(same.parameters == model.parameters)
    #expect(
      network.parameterCount
        == model.parameterCount + layer.parametersAfter - layer.parametersBefore)
    #expect(network.parameterCount < model.parameterCount)
    let validation = try FashionMNIST.validation(count: 300, from: shippedData)
    let answers = zip(argmax(network(validation.images)), argmax(model(validation.images)))
    #expect(answers.count { $0 == $1 } > 270)

    let (chosen, only) = try model.factorized(.fixed(8), layers: [2])
    #expect(only.map(\.rank) == [8])
    #expect(chosen.layers.count == model.layers.count + 1)
    #expect(chosen.parameters[0] == model.parameters[0])
    #expect(throws: FactorizationError.noSuchLayer(1, layers: [0, 2, 4])) {
      try model.factorized(.fixed(8), layers: [1])
    }
  }
}
