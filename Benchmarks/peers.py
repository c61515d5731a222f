#!/usr/bin/env python3
"""The other libraries' side of Benchmarks/run: answers each line of its input by a line of its
output, as Benchmarks/library does. One process serves one library with one number of threads.

    peers.py numpy|torch|onnxruntime|openvino THREADS
"""
import json
import os
import pathlib
import struct
import sys
import tempfile
import time
import warnings

import numpy as np

FLOAT_TOLERANCE = 1e-4  # of the largest element: rounding in another order of the same sums


def main():
    library, threads = sys.argv[1], int(sys.argv[2])
    warnings.simplefilter("ignore")
    # What a library prints of itself must not come between the answers.
    answers, sys.stdout = sys.stdout, sys.stderr
    peer = PEERS[library](threads)
    cases = {}
    send = lambda answer: (answers.write(json.dumps(answer) + "\n"), answers.flush())
    send({"version": peer.version, "threads": threads})
    for line in sys.stdin:
        request = json.loads(line)
        try:
            send(answer(peer, cases, request))
        except Exception as error:  # whatever a library throws is an answer too
            send({"error": f"{type(error).__name__}: {str(error)[:300]}"})


def answer(peer, cases, request):
    verb, key = request["verb"], request.get("key")
    if verb == "prepare":
        cases.pop(key, None)
        prepared = prepare(peer, request)
        if prepared is None:
            return {"available": False}
        cases[key], distance = prepared
        return {"available": True, "difference": distance}
    if verb == "run":
        return measure(cases[key], request.get("milliseconds", 20), request.get("each", False))
    if verb == "forget":
        cases.pop(key, None)
        return {}
    if verb == "train":
        return peer.train(request)
    raise ValueError(f"unknown verb {verb}")


def prepare(peer, request):
    """A call to time, and how far its result lies from ours, as a part of our largest element."""
    prefix = pathlib.Path(request["folder"]) / request["key"]
    kind = request["kind"]
    if kind.startswith("network"):
        batch = request["batch"]
        network = load_network(request["path"], request["layers"])
        x = np.fromfile(f"{prefix}.a", np.float32).reshape(batch, -1)
        expected = np.fromfile(f"{prefix}.c", np.float32).reshape(batch, -1)
        if not network[0]["kind"] == "dense":
            x = x.reshape(batch, 1, 28, 28)  # one channel: the same in both layouts
        x = np.ascontiguousarray(x)
        if kind == "network":
            made = peer.network(network, x)
        else:
            made = fastest(
                peer.integer_networks(network, x, kind), expected, request["tolerance"])
    else:
        m, k, n = request["m"], request["k"], request["n"]
        is_integer = kind.startswith("integer")
        a = np.fromfile(f"{prefix}.a", np.uint8 if is_integer else np.float32).reshape(m, k)
        b = np.fromfile(f"{prefix}.b", np.int8 if is_integer else np.float32).reshape(k, n)
        c = np.int32 if is_integer else np.float32
        expected = np.fromfile(f"{prefix}.c", c).reshape(m, n)
        made = (peer.integer_product if is_integer else peer.product)(a, b, expected)
    if made is None:
        return None
    call, result = made
    call()
    return call, difference(result, expected)


def difference(result, expected):
    """How far a result lies from ours, as a part of our largest element."""
    actual = np.asarray(result(), np.float64).reshape(expected.shape)
    return float(np.abs(actual - expected).max()) / max(1e-30, float(np.abs(expected).max()))


def fastest(candidates, expected, tolerance):
    """The one that takes the least time among those whose results are right."""
    best = None
    for call, result in candidates:
        call()
        # What none of them gets right is told by whoever asked.
        order = difference(result, expected) > tolerance, measure(call, 20, False)["median"]
        if best is None or order < best[0]:
            best = order, (call, result)
    return best and best[1]


def measure(call, milliseconds, each):
    """As `measure` in Benchmarks/library: times of a call in seconds."""
    clock = time.perf_counter_ns
    together = 1
    begin = clock()
    call()
    if not each:
        together = max(1, int(50_000 / max(clock() - begin, 100)))
    times = []
    start = clock()
    turns = range(together)
    while clock() - start < milliseconds * 1e6 or len(times) < 3:
        begin = clock()
        for _ in turns:
            call()
        times.append((clock() - begin) / together / 1e9)
    return {"median": sorted(times)[len(times) // 2], "calls": len(times) * together,
            **({"times": times[:5000]} if each else {})}


def load_network(path, layers):
    """The layers with their weights, in the layout of the others: channels before rows."""
    data = pathlib.Path(path).read_bytes()
    length, = struct.unpack("<Q", data[:8])
    header = json.loads(data[8:8 + length])
    types = {"F32": np.float32, "F16": np.float16}

    def tensor(name):
        entry = header[name]
        begin, end = (8 + length + offset for offset in entry["data_offsets"])
        values = np.frombuffer(data[begin:end], types[entry["dtype"]])
        return values.astype(np.float32).reshape(entry["shape"])

    network, shape, flattened = [], (1, 28, 28), None
    for layer in layers:
        layer = dict(layer)
        for field in ("weight", "bias", "mean", "variance"):
            if layer.get(field):
                layer[field] = tensor(layer[field])
        kind = layer["kind"]
        if kind == "convolution":
            reach = layer["weight"].shape[2]
            size = (shape[1] + 2 * layer["padding"] - reach) // layer["stride"] + 1
            shape = (layer["weight"].shape[0], size, size)
        elif kind == "maxPool":
            size = (shape[1] - layer["size"]) // layer["stride"] + 1
            shape = (shape[0], size, size)
        elif kind == "flatten":
            flattened = shape
        elif kind == "dense" and flattened:
            # Our images lie channel by channel within each pixel; theirs, plane by plane.
            channels, height, width = flattened
            weight = layer["weight"].reshape(height, width, channels, -1)
            layer["weight"] = np.ascontiguousarray(
                weight.transpose(2, 0, 1, 3).reshape(channels * height * width, -1))
            flattened = None
        network.append(layer)
    return network


class NumPy:
    def __init__(self, threads):
        self.version = np.__version__

    def product(self, a, b, expected):
        c = np.empty_like(expected)
        return lambda: np.matmul(a, b, out=c), lambda: c

    def integer_product(self, a, b, expected):
        # Not to be timed: sums of 64-bit floats are exact, which checks our integers.
        c = np.matmul(a.astype(np.float64), b.astype(np.float64))
        return lambda: None, lambda: c


class Torch:
    def __init__(self, threads):
        import torch
        self.torch, self.version = torch, torch.__version__
        torch.set_num_threads(threads)
        torch.manual_seed(1)

    def product(self, a, b, expected):
        torch = self.torch
        a, b, c = (torch.from_numpy(np.array(x)) for x in (a, b, np.empty_like(expected)))
        return (lambda: torch.mm(a, b, out=c)), (lambda: c.numpy())

    def integer_product(self, a, b, expected):
        """The faster of its engines; their results are rounded to 8 bits."""
        torch = self.torch
        largest = max(1.0, float(np.abs(expected).max()))
        scale = largest / 127
        best = None
        # FBGEMM cannot be held to AVX2.
        is_held = os.environ.get("ATEN_CPU_CAPABILITY") == "avx2"
        for engine in ("onednn",) if is_held else ("fbgemm", "onednn"):
            if engine not in torch.backends.quantized.supported_engines:
                continue
            torch.backends.quantized.engine = engine
            make = torch._make_per_tensor_quantized_tensor
            x = make(torch.from_numpy(a.copy()), 1.0, 0)
            w = make(torch.from_numpy(np.ascontiguousarray(b.T)), 1.0, 0)
            try:
                packed = torch.ops.quantized.linear_prepack(w, None)
                call = lambda x=x, packed=packed: torch.ops.quantized.linear(x, packed, scale, 128)
                seconds = measure(call, 5, False)["median"]
            except RuntimeError:
                continue
            if best is None or seconds < best[0]:
                best = seconds, call
        if best is None:
            return None
        call = best[1]
        return call, lambda: call().dequantize().numpy()

    def module(self, network):
        torch, nn = self.torch, self.torch.nn
        modules = []
        for layer in network:
            kind = layer["kind"]
            if kind == "dense":
                module = nn.Linear(*layer["weight"].shape)
                state = {"weight": layer["weight"].T, "bias": layer["bias"]}
            elif kind == "convolution":
                outputs, inputs, reach, _ = layer["weight"].shape
                has_bias = layer.get("bias") is not None
                module = nn.Conv2d(
                    inputs * layer["groups"], outputs, reach, layer["stride"], layer["padding"],
                    groups=layer["groups"], bias=has_bias)
                state = {"weight": layer["weight"], **({"bias": layer["bias"]} if has_bias else {})}
            elif kind == "batchNorm":
                module = nn.BatchNorm2d(len(layer["weight"]), eps=layer["epsilon"])
                state = {"weight": layer["weight"], "bias": layer["bias"],
                         "running_mean": layer["mean"], "running_var": layer["variance"]}
            else:
                module = {"relu": nn.ReLU, "flatten": nn.Flatten,
                          "globalAveragePool": lambda: nn.Sequential(
                              nn.AdaptiveAvgPool2d(1), nn.Flatten()),
                          "maxPool": lambda: nn.MaxPool2d(layer["size"], layer["stride"]),
                          }[kind]()
                state = {}
            module.load_state_dict(
                {name: torch.from_numpy(np.array(value)) for name, value in state.items()},
                strict=False)
            modules.append(module)
        return nn.Sequential(*modules)

    def network(self, network, x):
        """Traced, frozen and optimized; the faster of its two layouts."""
        torch = self.torch
        best = None
        for layout in (torch.contiguous_format, torch.channels_last):
            if x.ndim < 4 and layout is torch.channels_last:
                continue
            module = self.module(network).eval().to(memory_format=layout)
            inputs = torch.from_numpy(x)
            if x.ndim == 4:
                inputs = inputs.contiguous(memory_format=layout)
            with torch.inference_mode():
                for optimized in (True, False):
                    try:
                        if optimized:
                            module_now = torch.jit.optimize_for_inference(
                                torch.jit.freeze(torch.jit.trace(module, inputs)))
                        else:
                            module_now = module

                        def call(module=module_now, inputs=inputs):
                            with torch.inference_mode():
                                return module(inputs)

                        seconds = measure(call, 20, False)["median"]
                    except Exception:
                        continue
                    if best is None or seconds < best[0]:
                        best = seconds, call
        call = best[1]
        return call, lambda: call().numpy()

    def train(self, request):
        torch = self.torch
        network = load_network(request["path"], request["layers"])
        best = None
        for layout in (torch.contiguous_format, torch.channels_last):
            is_flat = network[0]["kind"] == "dense"
            if is_flat and layout is torch.channels_last:
                continue
            module = self.module(network).train().to(memory_format=layout)
            optimizer = torch.optim.Adam(module.parameters(), lr=0.001, fused=True)
            images = torch.rand(8, 128, *((784,) if is_flat else (1, 28, 28)))
            labels = torch.arange(128) % 10

            def step(index):
                optimizer.zero_grad()
                batch = images[index % 8]
                if not is_flat:
                    batch = batch.contiguous(memory_format=layout)
                loss = torch.nn.functional.cross_entropy(module(batch), labels)
                loss.backward()
                optimizer.step()
                return loss.item()

            for index in range(request["warmUp"]):
                step(index)
            begin = time.perf_counter()
            for index in range(request["steps"]):
                step(index)
            rate = request["steps"] / (time.perf_counter() - begin)
            best = max(best or 0, rate)
        return {"stepsPerSecond": best}


class ONNXRuntime:
    def __init__(self, threads):
        import onnxruntime
        self.runtime, self.version, self.threads = onnxruntime, onnxruntime.__version__, threads
        onnxruntime.set_default_logger_severity(4)

    def bound(self, model, x, outputs):
        """A session whose input and output lie where they always lie."""
        runtime = self.runtime
        options = runtime.SessionOptions()
        options.intra_op_num_threads = self.threads
        options.inter_op_num_threads = 1
        options.execution_mode = runtime.ExecutionMode.ORT_SEQUENTIAL
        options.graph_optimization_level = runtime.GraphOptimizationLevel.ORT_ENABLE_ALL
        session = runtime.InferenceSession(
            model.SerializeToString(), options, providers=["CPUExecutionProvider"])
        binding = session.io_binding()
        # The binding does not keep them alive.
        held = [runtime.OrtValue.ortvalue_from_numpy(value) for value in (x, outputs)]
        binding.bind_ortvalue_input("x", held[0])
        binding.bind_ortvalue_output("y", held[1])
        return (lambda: session.run_with_iobinding(binding)), (lambda: held[1].numpy())

    def product(self, a, b, expected):
        model = onnx_model([("MatMul", ["x", "b"], ["y"], {})], {"b": b}, a, expected)
        return self.bound(model, a, np.empty_like(expected))

    def integer_product(self, a, b, expected):
        model = onnx_model([("MatMulInteger", ["x", "b"], ["y"], {})], {"b": b}, a, expected)
        return self.bound(model, a, np.empty_like(expected))

    def network(self, network, x):
        outputs = np.empty((len(x), 10), np.float32)
        return self.bound(onnx_network(network, x, outputs), x, outputs)


    def integer_networks(self, network, x, kind):
        for model in quantized_networks(network, x, kind):
            yield self.bound(model, x, np.empty((len(x), 10), np.float32))


class OpenVINO:
    def __init__(self, threads):
        import openvino
        self.openvino, self.threads = openvino, threads
        self.version = openvino.__version__.split("-")[0]
        self.core = openvino.Core()

    def network(self, network, x):
        return self.compiled(onnx_network(network, x, np.empty((len(x), 10), np.float32)), x)

    def integer_networks(self, network, x, kind):
        """It reads the statically quantized networks, and multiplies them in integers."""
        if kind == "network-static":
            for model in quantized_networks(network, x, kind):
                yield self.compiled(model, x)

    def compiled(self, network, x):
        openvino = self.openvino
        outputs = np.empty((len(x), 10), np.float32)
        model = self.core.read_model(network.SerializeToString())
        compiled = self.core.compile_model(model, "CPU", {
            "PERFORMANCE_HINT": "LATENCY", "INFERENCE_NUM_THREADS": self.threads,
            "NUM_STREAMS": 1, "INFERENCE_PRECISION_HINT": "f32"})
        request = compiled.create_infer_request()
        inputs, results = openvino.Tensor(x, True), openvino.Tensor(outputs, True)
        request.set_input_tensor(inputs)
        request.set_output_tensor(results)

        def call(held=(inputs, results, x)):
            request.infer()

        return call, lambda: outputs

    def product(self, a, b, expected):
        return None

    integer_product = product


PEERS = {"numpy": NumPy, "torch": Torch, "onnxruntime": ONNXRuntime, "openvino": OpenVINO}


def onnx_model(nodes, constants, x, y):
    import onnx
    from onnx import helper, numpy_helper
    described = [
        helper.make_tensor_value_info(
            name, helper.np_dtype_to_tensor_dtype(value.dtype), value.shape)
        for name, value in (("x", x), ("y", y))]
    graph = helper.make_graph(
        [helper.make_node(operation, inputs, outputs, **attributes)
         for operation, inputs, outputs, attributes in nodes],
        "graph", described[:1], described[1:],
        [numpy_helper.from_array(np.ascontiguousarray(value), name)
         for name, value in constants.items()])
    return helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def onnx_network(network, x, y):
    nodes, constants, value = [], {}, "x"
    for index, layer in enumerate(network):
        kind, result = layer["kind"], f"v{index}"

        def constant(field):
            constants[f"{index}.{field}"] = layer[field]
            return f"{index}.{field}"

        if kind == "dense":
            nodes.append(("Gemm", [value, constant("weight"), constant("bias")], [result], {}))
        elif kind == "convolution":
            inputs = [value, constant("weight")]
            if layer.get("bias") is not None:
                inputs.append(constant("bias"))
            reach, padding, stride = layer["weight"].shape[2], layer["padding"], layer["stride"]
            nodes.append(("Conv", inputs, [result], {
                "kernel_shape": [reach] * 2, "pads": [padding] * 4, "strides": [stride] * 2,
                "group": layer["groups"]}))
        elif kind == "batchNorm":
            inputs = [value] + [constant(name) for name in ("weight", "bias", "mean", "variance")]
            nodes.append(("BatchNormalization", inputs, [result], {"epsilon": layer["epsilon"]}))
        elif kind == "maxPool":
            nodes.append(("MaxPool", [value], [result], {
                "kernel_shape": [layer["size"]] * 2, "strides": [layer["stride"]] * 2}))
        elif kind == "globalAveragePool":
            nodes.append(("GlobalAveragePool", [value], [f"p{index}"], {}))
            nodes.append(("Flatten", [f"p{index}"], [result], {}))
        else:
            operation = {"relu": "Relu", "flatten": "Flatten"}[kind]
            nodes.append((operation, [value], [result], {}))
        value = result
    nodes[-1] = (nodes[-1][0], nodes[-1][1], ["y"], nodes[-1][3])
    return onnx_model(nodes, constants, x, y)


def quantized_networks(network, x, kind):
    """The network in INT8 by ONNX Runtime's own tools: statically, with the ranges of each channel
    and of whole tensors, in the form that it and OpenVINO read; or dynamically."""
    import onnx
    from onnxruntime import quantization
    from onnxruntime.quantization import shape_inference

    class Images(quantization.CalibrationDataReader):
        def __init__(self):
            generator = np.random.default_rng(1)
            images = generator.random((64, *x.shape[1:]), np.float32)
            # The shape of the network's input is fixed.
            self.left = [np.resize(images, x.shape)]

        def get_next(self):
            return {"x": self.left.pop()} if self.left else None

    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        plain, ready, made = (str(folder / f"{name}.onnx") for name in ("plain", "ready", "made"))
        onnx.save(onnx_network(network, x, np.empty((len(x), 10), np.float32)), plain)
        # Batch norms go into the convolutions.
        shape_inference.quant_pre_process(plain, ready, skip_symbolic_shape=True)
        for by_channel in (True, False):
            if kind == "network-dynamic":
                quantization.quantize_dynamic(ready, made, per_channel=by_channel)
            else:
                quantization.quantize_static(
                    ready, made, Images(), quant_format=quantization.QuantFormat.QDQ,
                    per_channel=by_channel, activation_type=quantization.QuantType.QUInt8,
                    weight_type=quantization.QuantType.QInt8)
            yield onnx.load(made)


if __name__ == "__main__":
    main()
