#!/usr/bin/env python3
"""Makes layers-reference.json: what PyTorch's layers give, forward and backward.

    python3 make_layers_reference.py            (needs torch; writes beside itself)

Everything is computed in double precision from inputs that a 32-bit float holds exactly. The
random numbers are seeded. Weights are written in this project's shapes: those of dense layers as
[inputs, outputs], PyTorch's transposed. Images are [batch, channels, height, width]; the tests
change the order of their axes for layers that want the channels last.
"""

import json
from pathlib import Path

import torch
from torch import nn

HERE = Path(__file__).parent
torch.set_default_dtype(torch.float64)
torch.manual_seed(20170828)
cases = []


def floats(*shape, scale=1.0):
    return (torch.randn(*shape) * scale).float().double()


def tensor(t):
    return {
        "shape": list(t.shape),
        "elements": [float(f"{x:.8g}") for x in t.detach().reshape(-1).tolist()],
    }


def randomize(module):
    """Parameters and statistics other than those that a fresh layer has."""
    with torch.no_grad():
        for p in module.parameters():
            p.copy_(floats(*p.shape, scale=0.5))
        for name, b in module.named_buffers():
            if name.endswith("running_mean"):
                b.copy_(floats(*b.shape))
            if name.endswith("running_var"):
                b.copy_(floats(*b.shape).abs() + 0.5)


def case(name, kind, module, x, parameters=None, options=None, apply=None):
    """Runs a module in training mode, then in the other, and notes all that came of it.

    `parameters` gives the module's parameters (or their gradients) in this project's order and
    shapes, when called with a function that picks one of the two.
    """
    randomize(module)
    apply = apply or module
    parameters = parameters or (lambda pick: [pick(p) for p in module.parameters()])
    # Cloned: the forward pass moves statistics in place.
    before = [b.clone() for n, b in module.named_buffers() if "num_batches" not in n]
    start = [p.clone() for p in parameters(lambda p: p.detach())]
    whole = x.dtype == torch.int64
    x = x if whole else x.clone().requires_grad_(True)
    module.train()
    y = apply(x)
    dy = floats(*y.shape)
    (y * dy).sum().backward()
    after = [b.clone() for n, b in module.named_buffers() if "num_batches" not in n]
    with torch.no_grad():
        module.eval()
        inference = apply(x)
    cases.append(
        {
            "name": name,
            "kind": kind,
            "options": options or {},
            "input": tensor(x),
            "parameters": [tensor(p) for p in start],
            "statistics": [tensor(b) for b in before],
            "output": tensor(y),
            "inferenceOutput": tensor(inference),
            "outputGradient": tensor(dy),
            "inputGradient": tensor(torch.zeros_like(x) if whole else x.grad),
            "parameterGradients": [tensor(p) for p in parameters(lambda p: p.grad)],
            "statisticsAfter": [tensor(b) for b in after],
        }
    )


def dense_parameters(linear):
    return lambda pick: [pick(linear.weight).T, pick(linear.bias)]


# Dense layers and what is done with each element or row.
linear = nn.Linear(7, 4)
case("a dense layer", "dense", linear, floats(5, 7), dense_parameters(linear))
for name, module in [
    ("relu", nn.ReLU()), ("sigmoid", nn.Sigmoid()), ("tanh", nn.Tanh()), ("gelu", nn.GELU()),
    ("softmax", nn.Softmax(dim=-1)),
]:
    case(name, name, module, floats(3, 2, 9, scale=3))
case("a leaky relu", "leakyReLU", nn.LeakyReLU(0.2), floats(3, 5), options={"slope": 0.2})
case("layer norm", "layerNorm", nn.LayerNorm(6), floats(3, 4, 6, scale=2))

# Convolutions: window, stride, padding, groups, with and without a bias.
for name, inputs, outputs, size, options in [
    ("a convolution", 3, 5, 3, {}),
    ("a padded convolution", 2, 4, 5, {"padding": 2}),
    ("a strided convolution", 3, 4, 3, {"stride": 2, "padding": 1}),
    ("a grouped convolution", 4, 6, 3, {"padding": 1, "groups": 2}),
    ("a pointwise convolution without bias", 6, 5, 1, {"bias": 0}),
    ("a convolution with gaps", 2, 3, 2, {"stride": 3}),
]:
    given = {"stride": 1, "padding": 0, "groups": 1, "bias": 1} | options
    module = nn.Conv2d(
        inputs, outputs, size, stride=given["stride"], padding=given["padding"],
        groups=given["groups"], bias=bool(given["bias"]))
    case(name, "conv2D", module, floats(2, inputs, 6, 5), options=given)
for name, channels, size, options in [
    ("a depthwise convolution", 5, 3, {"padding": 1}),
    ("a strided depthwise convolution without bias", 9, 3, {"stride": 2, "padding": 1, "bias": 0}),
    ("a wide depthwise convolution", 3, 5, {"padding": 2}),
]:
    given = {"stride": 1, "padding": 0, "bias": 1} | options
    module = nn.Conv2d(
        channels, channels, size, stride=given["stride"], padding=given["padding"],
        groups=channels, bias=bool(given["bias"]))
    case(name, "depthwise", module, floats(2, channels, 6, 7), options=given)

# Pooling.
for name, options in [
    ("max pooling", {"size": 2, "stride": 2, "padding": 0}),
    ("max pooling with overlap", {"size": 3, "stride": 2, "padding": 1}),
]:
    case(name, "maxPool", nn.MaxPool2d(**{
        "kernel_size": options["size"], "stride": options["stride"],
        "padding": options["padding"]}), floats(2, 3, 7, 5), options=options)
for name, options in [
    ("average pooling", {"size": 2, "stride": 2, "padding": 0}),
    ("average pooling with overlap", {"size": 3, "stride": 2, "padding": 1}),
]:
    case(name, "averagePool", nn.AvgPool2d(**{
        "kernel_size": options["size"], "stride": options["stride"],
        "padding": options["padding"]}), floats(2, 3, 7, 5), options=options)
case("global average pooling", "globalAveragePool",
     nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten()), floats(3, 4, 5, 3))

# Batch norm.
case("batch norm of images", "batchNorm", nn.BatchNorm2d(4, momentum=0.3, eps=1e-3),
     floats(3, 4, 3, 2, scale=2) + 5, options={"momentum": 0.3, "epsilon": 1e-3})
case("batch norm of rows", "batchNorm", nn.BatchNorm1d(5), floats(6, 5),
     options={"momentum": 0.1, "epsilon": 1e-5})

# Sequences.
for causal in [0, 1]:
    attention = nn.MultiheadAttention(6, 2, batch_first=True)
    mask = torch.triu(torch.ones(5, 5, dtype=torch.bool), 1) if causal else None
    case(
        "causal attention" if causal else "attention", "attention", attention, floats(2, 5, 6),
        lambda pick: [
            pick(attention.in_proj_weight).T, pick(attention.in_proj_bias),
            pick(attention.out_proj.weight).T, pick(attention.out_proj.bias)],
        options={"heads": 2, "causal": causal},
        apply=lambda x: attention(x, x, x, need_weights=False, attn_mask=mask)[0])
for sequence in [0, 1]:
    lstm = nn.LSTM(3, 4, batch_first=True)

    def lstm_parameters(pick):
        # PyTorch adds two biases: their sum is ours, and each has the gradient of the sum.
        first, second = pick(lstm.bias_ih_l0), pick(lstm.bias_hh_l0)
        bias = first + second if pick(lstm.bias_ih_l0) is not lstm.bias_ih_l0.grad else first
        return [pick(lstm.weight_ih_l0).T, pick(lstm.weight_hh_l0).T, bias]

    case(
        "an LSTM's sequence" if sequence else "an LSTM's last step", "lstm", lstm,
        floats(2, 5, 3), lstm_parameters, options={"sequence": sequence},
        apply=lambda x: lstm(x)[0] if sequence else lstm(x)[0][:, -1])
case("an embedding", "embedding", nn.Embedding(7, 3), torch.tensor([[0, 6, 2], [2, 2, 5]]))

(HERE / "layers-reference.json").write_text(
    json.dumps({"torch": torch.__version__, "cases": cases}) + "\n")
