"""Writes quantized-network.json: a small network of integers, and what ONNX Runtime gives for it.

A convolution with ReLU and 2x2 max pooling, and a dense layer, as ONNX with QuantizeLinear and
DequantizeLinear around each (QDQ), with all optimizations off: ONNX Runtime then rounds to the
same integers and multiplies in floats. Made with onnx 1.23, onnxruntime 1.31, numpy 2:

    python3 make_quantized_network.py
"""
import json

import numpy
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

random = numpy.random.default_rng(7)
HEIGHT, WIDTH, INPUTS, CHANNELS, OUTPUTS, BATCH = 6, 7, 2, 5, 4, 3

x = random.normal(size=(BATCH, INPUTS, HEIGHT, WIDTH)).astype(numpy.float32)
input_scale, input_zero = numpy.float32(0.03), 121
hidden_scale, hidden_zero = numpy.float32(0.02), 0
conv = random.integers(-127, 128, size=(CHANNELS, INPUTS, 3, 3)).astype(numpy.int8)
conv_scale = random.uniform(0.001, 0.01, CHANNELS).astype(numpy.float32)
conv_bias = random.integers(-4000, 4000, CHANNELS).astype(numpy.int32)
pooled = (HEIGHT // 2) * (WIDTH // 2) * CHANNELS
dense = random.integers(-127, 128, size=(pooled, OUTPUTS)).astype(numpy.int8)
dense_scale = random.uniform(0.001, 0.01, OUTPUTS).astype(numpy.float32)
dense_bias = random.integers(-9000, 9000, OUTPUTS).astype(numpy.int32)

tensors = {
    "input_scale": numpy.array(input_scale), "input_zero": numpy.array(input_zero, numpy.uint8),
    "hidden_scale": numpy.array(hidden_scale), "hidden_zero": numpy.array(hidden_zero, numpy.uint8),
    "conv": conv, "conv_scale": conv_scale, "conv_zero": numpy.zeros(CHANNELS, numpy.int8),
    "conv_bias": conv_bias, "conv_bias_scale": conv_scale * input_scale,
    "conv_bias_zero": numpy.zeros(CHANNELS, numpy.int32),
    "dense": dense, "dense_scale": dense_scale, "dense_zero": numpy.zeros(OUTPUTS, numpy.int8),
    "dense_bias": dense_bias, "dense_bias_scale": dense_scale * hidden_scale,
    "dense_bias_zero": numpy.zeros(OUTPUTS, numpy.int32),
    "shape": numpy.array([BATCH, pooled], numpy.int64),
}
node = helper.make_node


def dequantized(name, axis):
    return node("DequantizeLinear", [name, name + "_scale", name + "_zero"], [name + "_f"], axis=axis)


nodes = [
    node("QuantizeLinear", ["x", "input_scale", "input_zero"], ["x_q"]),
    node("DequantizeLinear", ["x_q", "input_scale", "input_zero"], ["x_f"]),
    dequantized("conv", 0), dequantized("conv_bias", 0),
    node("Conv", ["x_f", "conv_f", "conv_bias_f"], ["c"], pads=[1, 1, 1, 1]),
    node("Relu", ["c"], ["r"]),
    node("QuantizeLinear", ["r", "hidden_scale", "hidden_zero"], ["r_q"]),
    node("DequantizeLinear", ["r_q", "hidden_scale", "hidden_zero"], ["r_f"]),
    node("MaxPool", ["r_f"], ["p"], kernel_shape=[2, 2], strides=[2, 2]),
    node("Transpose", ["p"], ["t"], perm=[0, 2, 3, 1]),
    node("Reshape", ["t", "shape"], ["flat"]),
    dequantized("dense", 1), dequantized("dense_bias", 0),
    node("Gemm", ["flat", "dense_f", "dense_bias_f"], ["y"]),
]
graph = helper.make_graph(
    nodes, "quantized",
    [helper.make_tensor_value_info("x", TensorProto.FLOAT, x.shape)],
    [helper.make_tensor_value_info("y", TensorProto.FLOAT, [BATCH, OUTPUTS])],
    [numpy_helper.from_array(value, name) for name, value in tensors.items()])
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
onnx.checker.check_model(model)
options = onnxruntime.SessionOptions()
options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
session = onnxruntime.InferenceSession(
    model.SerializeToString(), options, providers=["CPUExecutionProvider"])
y = session.run(None, {"x": x})[0]


def numbers(array):
    return [float(v) if array.dtype.kind == "f" else int(v) for v in array.ravel()]


with open("quantized-network.json", "w") as file:
    json.dump({
        "x": numbers(x.transpose(0, 2, 3, 1)), "inputScale": float(input_scale),
        "inputZeroPoint": input_zero, "hiddenScale": float(hidden_scale),
        "hiddenZeroPoint": hidden_zero, "convolution": numbers(conv),
        "convolutionScales": numbers(conv_scale), "convolutionBias": numbers(conv_bias),
        # Output by output, as integers are stored.
        "dense": numbers(dense.T), "denseScales": numbers(dense_scale),
        "denseBias": numbers(dense_bias), "y": numbers(y),
    }, file)
    file.write("\n")
print(y)
