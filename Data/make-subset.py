#!/usr/bin/env python3
"""Makes the data set that comes with the project from the full Fashion-MNIST.

    python3 make-subset.py /usr/share/datasets/fashion-mnist fashion-mnist

The test set is copied whole. Of the 60,000 training images every fifth is kept, beginning with
the first: 12,000. The last 6,000 of the full set are for validation; every fifth of them makes
the last 1,200 of the subset. So the same rule, "the last tenth is for validation", holds for
both, and no image changes sides.

The same input always gives the same bytes (with the same version of zlib): no file name and no
time is stored.
"""

import gzip
import shutil
import struct
import sys
from pathlib import Path

STEP = 5


def every_fifth(source: Path, target: Path) -> None:
    data = gzip.decompress(source.read_bytes())
    axes = data[3]
    shape = struct.unpack(f">{axes}I", data[4 : 4 + 4 * axes])
    items = data[4 + 4 * axes :]
    size = len(items) // shape[0]
    kept = [items[i * size : (i + 1) * size] for i in range(0, shape[0], STEP)]
    header = data[:4] + struct.pack(f">{axes}I", len(kept), *shape[1:])
    with target.open("wb") as file:
        with gzip.GzipFile(filename="", mode="wb", fileobj=file, compresslevel=9, mtime=0) as out:
            out.write(header + b"".join(kept))


def main() -> None:
    if len(sys.argv) != 3:
        sys.exit("usage: make-subset.py FULL_DATA_SET TARGET_FOLDER")
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    target.mkdir(parents=True, exist_ok=True)
    for name in ["t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"]:
        shutil.copyfile(source / name, target / name)
    for name in ["train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"]:
        every_fifth(source / name, target / name)


if __name__ == "__main__":
    main()
