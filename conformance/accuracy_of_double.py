#!/usr/bin/env python3
"""Compares the functions of double in packages/tensor/src with mpmath, and prints how far each is off at worst.

    python3 conformance/accuracy_of_double.py [--count N] [--seed N] [NAME ...]

Needs mpmath, numpy and the installed workspace. A million inputs a function take a few minutes in all: bit patterns of
all doubles, and the neighbourhoods where the functions are hard. Exits with 1 if one is off by more than a unit of the
last place.
"""

import argparse
import multiprocessing
import pathlib
import subprocess
import sys
import tempfile

import mpmath
import numpy as np

ROOT = pathlib.Path(__file__).resolve().parent.parent
LN2 = float(np.log(2))

# Our name, its file, mpmath's name, the seams of its tables, and what it answers right and left of a range that mpmath
# need not be asked about, for there it rounds to that.
LOG_SEAMS = ((0x3FE6E000 + 0x4000 * np.arange(192, dtype=np.uint64)) << np.uint64(32)).view(np.float64)
EXP_SEAMS = LN2 / 256 * np.arange(-4000, 4000)
ERF_SEAMS = np.concatenate([512 / (np.arange(16, 114) + 0.5) - 4, [0.5, 1, 2, 4, 5.92, 26.54, 27.226]])
FUNCTIONS = {
    "logarithm": ("log", mpmath.log, LOG_SEAMS, None),
    "logarithmOnePlus": ("log", mpmath.log1p, np.append(LOG_SEAMS - 1, [2.0**-54, 2.0**-28, 2.0**53]), None),
    "exp": ("exp", mpmath.exp, EXP_SEAMS, (-746, 0.0, 710, np.inf)),
    "exponentialMinusOne": ("expm1", mpmath.expm1, np.append(EXP_SEAMS, [40, 709, 709.78]), (-40, -1.0, 710, np.inf)),
    "errorFunction": ("erf", mpmath.erf, np.append(ERF_SEAMS, -ERF_SEAMS), (-6, -1.0, 6, 1.0)),
    "complementaryErrorFunction": ("erf", mpmath.erfc, np.append(ERF_SEAMS, -ERF_SEAMS), (-6, 2.0, 27.3, 0.0)),
}


def inputs(name, count, rng):
    seams = FUNCTIONS[name][2]
    part = count // 8
    sign = lambda n: rng.choice([-1.0, 1.0], n)  # noqa: E731
    beside = lambda x, n: (np.resize(x, n).view(np.int64) + rng.integers(-50, 50, n)).view(np.float64)  # noqa: E731
    samples = [
        rng.integers(0, 2**64, 2 * part, dtype=np.uint64).view(np.float64),
        sign(part) * np.exp2(rng.uniform(-1074, 10, part)),
        sign(part) * np.exp2(rng.uniform(-60, 6, part)),
        rng.uniform(-1, 1, part),
        1 + sign(part) * np.exp2(rng.uniform(-52, -1, part)),
        rng.uniform(-7, 28, part),
        beside(seams[seams != 0], count - 7 * part),
    ]
    x = np.concatenate(samples)
    x = x[np.isfinite(x)]
    if name == "logarithm":
        return np.abs(x[x != 0])
    return np.where(x > -1, x, -x) if name == "logarithmOnePlus" else x


def answers(name, x, folder):
    """What the TypeScript says, read and written as bits."""
    source = (ROOT / "packages/tensor/src" / f"{FUNCTIONS[name][0]}.ts").as_uri()
    (folder / "x").write_bytes(x.tobytes())
    program = f"""
        import {{ readFileSync, writeFileSync }} from "node:fs";
        import {{ {name} as f }} from "{source}";
        const bytes = readFileSync("{folder / "x"}");
        const x = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
        writeFileSync("{folder / "y"}", new Uint8Array(x.map((value) => f(value)).buffer));
    """
    (folder / "program.mts").write_text(program)
    subprocess.run(["node", "--import", "tsx", folder / "program.mts"], cwd=ROOT, check=True)
    return np.frombuffer((folder / "y").read_bytes())


def units_off(task):
    """The largest distance from mpmath in units of the last place, and where."""
    name, xs, ys = task
    mpmath.mp.dps = 50
    _, _, _, ends = FUNCTIONS[name]
    function = FUNCTIONS[name][1]
    largest = mpmath.mpf(2) ** 1024 - mpmath.mpf(2) ** 970  # from here on it rounds to infinity
    worst = (0.0, 0.0, 0.0)
    for x, y in zip(xs.tolist(), ys.tolist()):
        if ends and (x <= ends[0] or x >= ends[2]):
            off = 0.0 if y == (ends[1] if x <= ends[0] else ends[3]) else np.inf
        else:
            exact = function(mpmath.mpf(x))
            if abs(exact) >= largest or abs(y) == np.inf:
                off = 0.0 if (abs(exact) >= largest and abs(y) == np.inf) else np.inf
            elif exact == 0:
                off = 0.0 if y == 0 else np.inf
            else:
                place = max(int(mpmath.frexp(exact)[1]) - 53, -1074)
                off = float(mpmath.ldexp(abs(mpmath.mpf(y) - exact), -place))
        if not off <= worst[0]:
            worst = (off, x, y)
    return worst


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("names", nargs="*", choices=[*FUNCTIONS, []], metavar="NAME", help=", ".join(FUNCTIONS))
    options = parser.parse_args()

    failed = False
    with multiprocessing.Pool() as pool, tempfile.TemporaryDirectory() as folder:
        for name in options.names or FUNCTIONS:
            x = inputs(name, options.count, np.random.default_rng(options.seed))
            y = answers(name, x, pathlib.Path(folder))
            parts = len(x) // 5000 + 1
            tasks = [(name, *task) for task in zip(np.array_split(x, parts), np.array_split(y, parts))]
            off, at, got = max(pool.imap_unordered(units_off, tasks))
            print(f"{name}: {len(x)} inputs, at most {off:.4f} units off, at {at!r} ({got!r})", flush=True)
            failed |= not off <= 1
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
