#!/usr/bin/env python3
"""Compares softmax, softmin, logSoftmax and logsumexp with the exact answers, PyTorch beside them, and writes
conformance/accuracy-of-rows.json.

    python3 conformance/accuracy_of_rows.py [--count N] [--seed N] [NAME ...]

Needs torch, numpy, mpmath and the installed workspace, of which it takes the sources. For every spread of a row's elements
and every length there are about --count elements, of float64 and of float32; in every second row one element stands far
above the others. The table holds the largest error in units in the last place of the exact result (of logsumexp in float64,
whose two terms may cancel: of the larger one, where that is larger). Exits with 1 if one of ours is beyond GOALS.

The exact answers are made of the x87's long double, whose 64 binary digits leave less than DOUBT units of float64 in doubt:
the difference to the maximum is two doubles, whose sum is exact. mpmath with 50 digits confirms that on rows of every kind.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

import mpmath
import numpy as np
import torch
import torch.nn.functional as F

ROOT = pathlib.Path(__file__).resolve().parent.parent
TABLE = ROOT / "conformance/accuracy-of-rows.json"
GOALS = {"float64": 2, "float32": 1}
DOUBT = 2**-5
LONG = np.longdouble

SPREADS = (0.1, 1, 10, 100, 1000)
LENGTHS = (2, 10, 100, 1000, 10_000, 200_000)
FORMATS = {"float32": (np.float32, 24, -149), "float64": (np.float64, 53, -1074)}
FUNCTIONS = {"softmax": F.softmax, "softmin": F.softmin, "logSoftmax": F.log_softmax, "logsumexp": torch.logsumexp}


def rows_of(dtype, spread, length, count, rng):
    x = rng.uniform(-spread / 2, spread / 2, (max(count // length, 2), length))
    # No row is around 0 by nature, and some are nearly one-hot.
    x += rng.normal(0, spread, (len(x), 1))
    x[::2, rng.integers(length)] += rng.uniform(0, 40, len(x[::2]))
    return x.astype(FORMATS[dtype][0])


# The exact answers


def exact(name, x):
    """In long doubles, one row at a time."""
    if name == "softmin":
        return exact("softmax", -x)
    x = x.astype(np.float64)
    largest = int(np.argmax(x))
    top = x[largest]
    high = x - top
    back = high - x
    low = (x - (high - back)) - (top + back)
    difference = high.astype(LONG) + low
    weights = np.exp(difference)
    # The sum without the largest, whose weight is 1, in an order that loses little.
    rest = pairwise(np.sort(np.delete(weights, largest)))
    if name == "softmax":
        return weights / (1 + rest)
    log_sum = np.log1p(rest)
    return difference - log_sum if name == "logSoftmax" else np.array([top + log_sum])


def pairwise(x):
    while len(x) > 1:
        x = np.append(x, LONG(0)) if len(x) % 2 else x
        x = x[::2] + x[1::2]
    return x[0] if len(x) else LONG(0)


def by_mpmath(name, x, places):
    """The same in 50 digits, at some places of the row."""
    sign = -1 if name == "softmin" else 1
    z = [sign * mpmath.mpf(float(value)) for value in x]
    top = max(z)
    others = list(z)
    others.remove(top)
    rest = mpmath.fsum(mpmath.exp(value - top) for value in others)
    log_sum = mpmath.log1p(rest)
    if name == "logsumexp":
        return [top + log_sum]
    return [z[i] - top - log_sum if name == "logSoftmax" else mpmath.exp(z[i] - top) / (1 + rest) for i in places]


def unit_of(wanted, dtype):
    """The unit in the last place of exact results."""
    _, digits, lowest = FORMATS[dtype]
    _, exponent = np.frexp(wanted)
    return np.ldexp(LONG(1), np.maximum(exponent - digits, lowest))


def units_off(got, wanted, unit):
    return np.abs(got.astype(LONG) - wanted) / unit


def confirm(name, x, wanted, rng):
    """Has mpmath confirm some of the answers."""
    places = [0] if name == "logsumexp" else rng.integers(len(x), size=5).tolist()
    mpmath.mp.dps = 50
    for place, value in zip(places, by_mpmath(name, x, places)):
        judged, unit = (exactly(number) for number in (wanted[place], unit_of(wanted[place], "float64")))
        assert abs(judged - value) <= DOUBT * unit, (name, place, judged, value)


def exactly(number):
    fraction, exponent = np.frexp(number)
    return mpmath.ldexp(int(fraction * LONG(2) ** 64), int(exponent) - 64)


# The answers of both


def ours(name, x, folder):
    kind = "Float32Array" if x.dtype == np.float32 else "Float64Array"
    (folder / "x").write_bytes(x.tobytes())
    (folder / "program.mts").write_text(f"""
        import {{ readFileSync, writeFileSync }} from "node:fs";
        import {{ {name} as f }} from "{(ROOT / "packages/softmax/src/index.ts").as_uri()}";
        const bytes = readFileSync("{folder / "x"}");
        const data = new {kind}(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
        const y = f({{ data, dims: [{len(x)}, {x.shape[1]}] }}, 1);
        writeFileSync("{folder / "y"}", new Uint8Array(y.data.buffer, y.data.byteOffset, y.data.byteLength));
    """)
    subprocess.run(["node", "--import", "tsx", folder / "program.mts"], cwd=ROOT, check=True)
    return np.frombuffer((folder / "y").read_bytes(), x.dtype).reshape(len(x), -1)


def theirs(name, x):
    return FUNCTIONS[name](torch.from_numpy(x), 1).reshape(len(x), -1).numpy()


def compare(name, dtype, spread, length, count, rng, folder):
    x = rows_of(dtype, spread, length, count, rng)
    answers = {"ours": ours(name, x, folder), "torch": theirs(name, x)}
    worst = {"ours": 0.0, "torch": 0.0}
    for i, row in enumerate(x):
        wanted = exact(name, row)
        if i < 2 and length <= 10_000:
            confirm(name, row, wanted, rng)
        # Where logsumexp is near 0 its terms, the maximum and a logarithm, cancel: a float64 has no more digits of them.
        cancels = name == "logsumexp" and dtype == "float64"
        terms = [wanted, np.full(1, row.max(), LONG), wanted - row.max()]
        unit = unit_of(np.max(np.abs(terms), axis=0) if cancels else wanted, dtype)
        for who, y in answers.items():
            worst[who] = max(worst[who], float(units_off(y[i], wanted, unit).max()))
    inputs = {"spread": spread, "length": length, "elements": x.size}
    return {"name": name, "dtype": dtype, **inputs, **{who: float(f"{units:.4g}") for who, units in worst.items()}}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("names", nargs="*", choices=[*FUNCTIONS, []], metavar="NAME", help=", ".join(FUNCTIONS))
    options = parser.parse_args()
    assert np.finfo(LONG).nmant >= 63, "needs a long double of 64 binary digits"

    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for name in options.names or FUNCTIONS:
            for dtype in FORMATS:
                for spread in SPREADS:
                    for length in LENGTHS:
                        rng = np.random.default_rng([options.seed, len(rows)])
                        rows.append(compare(name, dtype, spread, length, options.count, rng, pathlib.Path(folder)))
                print(name, dtype, *(f"{who} {max(r[who] for r in rows if (r['name'], r['dtype']) == (name, dtype)):.4g}" for who in ("ours", "torch")), flush=True)
    if not options.names:
        about = (
            "Written by conformance/accuracy_of_rows.py: the largest error of each function of rows, in units in the last "
            "place of the exact result (of logsumexp in float64, the sum of the row's maximum and a logarithm: of the larger "
            "one, where that is larger), by the spread of a row's elements and its length."
        )
        lines = ",\n".join(json.dumps(row) for row in rows)
        version = torch.__version__
        TABLE.write_text(f'{{\n"about": {json.dumps(about)},\n"torch": "{version}",\n"rows": [\n{lines}\n]\n}}\n')
    return 1 if any(row["ours"] > GOALS[row["dtype"]] for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
