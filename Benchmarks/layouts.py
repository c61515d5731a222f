#!/usr/bin/env python3
"""What channels_last is worth to PyTorch, for a dense and a depthwise convolution.

    python Benchmarks/layouts.py        prints medians; needs torch, and a quiet machine

The hardware lesson shows what it prints.
"""
import torch
from torch.utils.benchmark import Timer

torch.set_num_threads(1)
x = torch.rand(1, 64, 56, 56)
for name, groups in (("dense 3×3    ", 1), ("depthwise 3×3", 64)):
    layer = torch.nn.Conv2d(64, 64, 3, padding=1, groups=groups).eval()
    times = []
    for layout in (torch.contiguous_format, torch.channels_last):
        model = layer.to(memory_format=layout)
        image = x.to(memory_format=layout)
        with torch.inference_mode():
            timer = Timer("model(image)", globals={"model": model, "image": image})
            times.append(timer.blocked_autorange(min_run_time=2).median * 1e6)
    print(f"{name}    NCHW {times[0]:4.0f} µs    channels_last {times[1]:4.0f} µs")
