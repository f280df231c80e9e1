#!/usr/bin/env python3
"""Writes conformance/golden/*.json anew from the PyTorch that is installed.

    python3 conformance/generate.py [--out FOLDER] [NAME ...]

The same torch writes the same bytes: seeds are fixed, keys are sorted, one case stands on one line.
"""

import argparse
import os
import pathlib
import sys

# The same vector instructions everywhere, or the last bits would tell which processor the files come from.
os.environ["ATEN_CPU_CAPABILITY"] = "avx2"

import torch  # noqa: E402

sys.path.insert(0, str(pathlib.Path(__file__).parent))
sys.dont_write_bytecode = True

from generators import (  # noqa: E402
    activations, arithmetic, casts, comparison, creation, elementary, gradients, joins, order, printing, promotion, random_numbers, reductions,
    relu_family, selection, sigmoid_family, softmax_family, views,
)  # fmt: skip
from generators.encoding import write_golden  # noqa: E402

GENERATORS = {
    "activations": activations,
    "arithmetic": arithmetic,
    "casts": casts,
    "comparison": comparison,
    "creation": creation,
    "elementary": elementary,
    "gradients": gradients,
    "joins": joins,
    "order": order,
    "printing": printing,
    "promotion": promotion,
    "random": random_numbers,
    "reductions": reductions,
    "relu-family": relu_family,
    "selection": selection,
    "sigmoid-family": sigmoid_family,
    "softmax-family": softmax_family,
    "views": views,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path(__file__).parent / "golden")
    parser.add_argument("names", nargs="*", choices=[*GENERATORS, []], metavar="NAME", help=", ".join(GENERATORS))
    options = parser.parse_args()

    # More threads would add the same numbers in another order.
    torch.set_num_threads(1)
    options.out.mkdir(parents=True, exist_ok=True)
    for name in options.names or GENERATORS:
        cases = list(GENERATORS[name].cases())
        path = options.out / f"{name}.json"
        write_golden(path, GENERATORS[name].ABOUT, cases)
        print(f"{path}: {len(cases)} cases, {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
