import CKernels

/// The packed weights and constants of an integer layer, and the sweep over its grid.
///
/// A layer's weights are cut into groups of columns (one, but for grouped convolutions), those into
/// panels of the form's width; every array has a number for each column of each group's panels.
final class IntegerSweep: Sendable {
  let form: IntegerForm
  /// Panels of all groups together.
  let panels: Int
  let output: IntegerOutput
  /// The bytes of the packed weights and of the constants.
  let byteCount: Int
  /// Places of the arrays with a number for each column.
  private let places: Int
  private let rests: IntegerRests?
  private(set) nonisolated(unsafe) var sweep = integer_sweep()
  private nonisolated(unsafe) let packed: UnsafeMutableRawPointer
  private nonisolated(unsafe) let numbers: UnsafeMutablePointer<Int32>
  private nonisolated(unsafe) let doubles: UnsafeMutablePointer<Double>
  private nonisolated(unsafe) let floats: UnsafeMutablePointer<Float>

  /// Packs weights.
  ///
  /// - Parameters:
  ///   - groups: for each group its weights, `[k, outputs]` row after row; k is a multiple of 4.
  ///   - bias: for each column of all groups, or none.
  ///   - inputZeroPoint: what stands for 0 in the activations.
  ///   - form: nil for the best that is exact.
  convenience init(
    groups: [[Int8]], k: Int, outputs: Int, bias: [Int32]?, inputZeroPoint: UInt8,
    output: IntegerOutput, form: IntegerForm?
  ) {
    let isChosenHere = form == nil
    var form = form ?? IntegerSweep.bestForm(of: groups, k: k, outputs: outputs)
    require(form.isAvailable, "This processor cannot multiply in the form \(form).")
    let whole = groups
    var groups = groups
    var rests: IntegerRests?
    if form == .pairs || form == .words && isChosenHere {
      // Few weights of 8 bits exceed 16 bits in pairs: to add what exceeds them for itself takes
      // less time than to widen all.
      let split = IntegerRests(splitting: groups, k: k, outputs: outputs)
      if form == .pairs || 3 * split.count <= split.panels * (k / 4) {
        (form, groups, rests) = (.pairs, split.left, split)
      }
    }
    let width = kernel_integer_panel_columns(form.rawValue)
    let inGroup = (outputs + width - 1) / width
    let step = (kernel_integer_packed_bytes(form.rawValue, k, outputs) + 63) / 64 * 64
    self.init(
      form: form, panels: groups.count * inGroup, panelWidth: width, bytes: step * groups.count,
      columns: groups.count * outputs, output: output, rests: rests)
    var sums: [Int32] = []
    for (group, weights) in groups.enumerated() {
      let place = (packed + group * step).bindMemory(to: Int8.self, capacity: step)
      kernel_pack_integer(form.rawValue, weights, k, outputs, outputs, 1, place)
      sums += (0..<outputs).map { column in
        (0..<k).reduce(0) { $0 &+ Int32(whole[group][$1 * outputs + column]) }
      }
    }
    let places = (0..<groups.count).flatMap { group in
      (0..<outputs).map { group * inGroup * width + $0 }
    }
    setConstants(places, sums: sums, bias: bias, inputZeroPoint: inputZeroPoint)
    sweep.packed_step = step
    sweep.groups = groups.count
    sweep.group_outputs = outputs
  }

  /// Takes the weights of channels that are convolved alone, `[tap][channel]`.
  convenience init(
    depthwise weights: [Int8], channels: Int, bias: [Int32]?, inputZeroPoint: UInt8,
    output: IntegerOutput
  ) {
    self.init(
      form: .plain, panels: 1, panelWidth: channels, bytes: weights.count, columns: channels,
      output: output)
    packed.bindMemory(to: Int8.self, capacity: weights.count)
      .update(from: weights, count: weights.count)
    let sums = (0..<channels).map { channel in
      stride(from: channel, to: weights.count, by: channels)
        .reduce(0) { $0 &+ Int32(weights[$1]) }
    }
    setConstants(Array(0..<channels), sums: sums, bias: bias, inputZeroPoint: inputZeroPoint)
    sweep.groups = channels
    sweep.group_outputs = 1
    sweep.run = 1
  }

  private init(
    form: IntegerForm, panels: Int, panelWidth: Int, bytes: Int, columns: Int,
    output: IntegerOutput, rests: IntegerRests? = nil
  ) {
    require(
      output.columns == columns,
      "A layer of \(columns) outputs was given \(output.columns) scales.")
    self.form = form
    self.panels = panels
    self.output = output
    self.rests = rests
    byteCount = bytes + panels * panelWidth * 12 + (rests?.byteCount ?? 0)
    places = panels * panelWidth
    // What a vector reads behind the last number is there.
    let room = places + 64
    packed = .allocate(byteCount: bytes + 64, alignment: 64)
    numbers = .allocate(capacity: 2 * room)
    doubles = .allocate(capacity: room)
    floats = .allocate(capacity: 2 * room)
    packed.initializeMemory(as: UInt8.self, repeating: 0, count: bytes + 64)
    numbers.initialize(repeating: 0, count: 2 * room)
    doubles.initialize(repeating: 0, count: room)
    floats.initialize(repeating: 0, count: 2 * room)
    sweep.form = form.rawValue
    sweep.packed = UnsafePointer(packed.assumingMemoryBound(to: Int8.self))
    sweep.begin = UnsafePointer(numbers)
    if let rests { sweep.rests = rests.pointers }
  }

  /// Fills in what each column has: the start of its sums and its scale.
  ///
  /// - Parameter columns: the place of each column in the arrays.
  private func setConstants(
    _ columns: [Int], sums: [Int32], bias: [Int32]?, inputZeroPoint: UInt8
  ) {
    require(
      bias == nil || bias?.count == columns.count,
      "A layer of \(columns.count) outputs was given \(bias?.count ?? 0) biases.")
    let room = places + 64
    let offset = kernel_integer_sweep_offset(form.rawValue) - Int32(inputZeroPoint)
    for (column, place) in columns.enumerated() {
      numbers[place] = (bias?[column] ?? 0) &+ offset &* sums[column]
      numbers[room + place] = sums[column]
    }
    sweep.finish.column_sums = UnsafePointer(numbers + room)
    switch output {
    case .bytes(let bytes):
      for (scale, place) in zip(bytes.scales, columns) { doubles[place] = scale }
      sweep.finish.scale = UnsafePointer(doubles)
      sweep.finish.zero_point = Int32(bytes.zeroPoint)
      sweep.finish.low = Int32(bytes.range.lowerBound)
      sweep.finish.high = Int32(bytes.range.upperBound)
    case .floats(let result):
      for (scale, place) in zip(result.scales, columns) { floats[place] = scale }
      sweep.finish.float_scale = UnsafePointer(floats)
      if let bias = result.bias {
        for (number, place) in zip(bias, columns) { floats[room + place] = number }
        sweep.finish.bias = UnsafePointer(floats + room)
      }
      sweep.finish.least = result.relu ? 0 : -.infinity
    }
  }

  deinit {
    packed.deallocate()
    numbers.deallocate()
    doubles.deallocate()
    floats.deallocate()
  }

  /// Bytes that a prepared activation takes.
  var activationBytes: Int { kernel_integer_activation_bytes(form.rawValue) }

  private static func bestForm(of groups: [[Int8]], k: Int, outputs: Int) -> IntegerForm {
    let forms = groups.map {
      IntegerForm(rawValue: kernel_choose_integer_form($0, k, outputs, outputs, 1, 255)) ?? .plain
    }
    // One form for all groups: the pairs only where each of them fits.
    return forms.contains(.words) ? .words : forms.first ?? .plain
  }
}
