#!/usr/bin/env python3
"""Compares every elementwise function with mpmath, and PyTorch with it, and writes conformance/accuracy.json.

    python3 conformance/accuracy.py [--count N] [--seed N] [--resume] [NAME ...]

Needs torch, numpy, mpmath and the installed workspace, of which it takes the sources. Each function gets a million inputs
or more of float64 and of float32: bit patterns of all numbers, and the neighbourhoods where it is hard. The table holds
the largest error in units in the last place of the exact result, for us and for torch, and where it is. Exits with 1 if
one of ours is beyond GOALS.

mpmath with its 50 digits would take hours for all of them. So a reference with the 64 binary digits of the x87's long
double comes first, and mpmath judges where it matters. The reference is off by less than DOUBT units of float64, which
mpmath confirms for every input that it sees, a sample of all of them included. If E is the largest error by the reference,
one of E − 2 · DOUBT or less is not the largest: it is at most E − DOUBT, and the other at least that. mpmath is asked about
the rest, and about all inputs where there is no such reference, or no such long double.
"""

import argparse
import json
import math
import multiprocessing
import pathlib
import re
import subprocess
import sys
import tempfile
import warnings
from dataclasses import dataclass, field
from typing import Callable, Optional

import mpmath
import numpy as np
import torch
import torch.nn.functional as F

ROOT = pathlib.Path(__file__).resolve().parent.parent
TABLE = ROOT / "conformance/accuracy.json"
GOALS = {"float64": 2, "float32": 1}
DOUBT = 2**-6
SAMPLE = 4000
LONG = np.longdouble
HAS_LONG = np.finfo(LONG).nmant >= 63


@dataclass(frozen=True)
class Format:
    numbers: type
    bits: type
    torch: torch.dtype
    digits: int
    lowest: int  # the exponent of the smallest number above 0
    highest: int


FORMATS = {
    "float64": Format(np.float64, np.uint64, torch.float64, 53, -1074, 1024),
    "float32": Format(np.float32, np.uint32, torch.float32, 24, -149, 128),
}


@dataclass(frozen=True)
class Function:
    #: The definition, in mpmath.
    exact: Callable
    #: The same for arrays of long doubles, where nothing cancels; None if it has no such form.
    long: Optional[Callable]
    #: torch's function, where that is none of the same name.
    torch: Optional[Callable] = None
    #: Where the definition or the algorithm changes.
    seams: tuple = (1.0,)
    #: What the function is defined on.
    low: float = -math.inf
    high: float = math.inf
    #: What comes after the input.
    args: tuple = ()
    #: What the table calls it, if it is one of several.
    our_name: Optional[str] = None
    options: dict = field(default_factory=dict)


# The definitions, in 50 digits

mp = mpmath.mp
#: Results may be e^-1e308, and mpmath would give it all its digits.
mpf = mpmath.mpf


def exp(x):
    """eˣ, or something as good as 0 or infinity."""
    return mpmath.exp(max(min(x, mpf(10000)), mpf(-10000)))


def log_one_plus_exp(x):
    return x if x > 1000 else mpmath.log1p(exp(x))


def sigmoid(x):
    return 1 / (1 + exp(-x))


def tanh(x):
    return mpmath.tanh(max(min(x, mpf(1000)), mpf(-1000)))


def tanh_of_softplus(x):
    # Digits enough for 1 + w² + 2w, where w may be e^-800.
    with mpmath.workdps(400 if x < -50 else 50):
        return tanh(log_one_plus_exp(x))


def x_minus_tanh(x):
    if abs(x) < mpf(2) ** -200:
        return x**3 / 3
    with mpmath.workdps(50 + (60 if abs(x) > mpf(2) ** -60 else 140)):
        return x - tanh(x)


def phi(x):
    """The share of a normal distribution that is below x."""
    if x > 40:
        return mpf(1)
    return mpmath.erfc(-x / mpmath.sqrt(2)) / 2 if x > -50 else mpf(0)


def gelu_by_tanh(x):
    # (1 + tanh z) / 2 = σ(2z)
    return x * sigmoid(2 * mpmath.sqrt(2 / mpmath.pi) * (x + mpf("0.044715") * x**3))


SELU_SCALE = "1.0507009873554804934193349852946"
SELU_ALPHA = "1.6732632423543772848170429916717"


def constant(number, x):
    """A number, given as a double or by its digits, as x is one."""
    return mpf(number) if isinstance(x, mpmath.mpf) else LONG(number)


def expm1_of(x):
    """For x ≤ 0, in mpmath and in long doubles."""
    return mpmath.expm1(max(x, mpf(-10000))) if isinstance(x, mpmath.mpf) else np.expm1(np.minimum(x, 0))


# The same in long doubles


def long_sigmoid(x):
    return np.where(x < 0, np.exp(np.minimum(x, 0)), 1) / (1 + np.exp(-np.abs(x)))


def long_softplus(x):
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))


def long_mish(x):
    e = np.exp(-np.maximum(x, -11000))
    return x / (e + (1 + e) / (1 + 2 * e))


def long_tanhshrink(x):
    near = np.where(np.abs(x) < 2.5, x, 0)
    u = near * near
    fraction = u / 41
    for odd in range(39, 2, -2):
        fraction = u / (odd + fraction)
    return np.where(np.abs(x) < 2.5, near * fraction / (1 + fraction), x - np.tanh(x))


def long_logit(x):
    return np.where(x < 0.25, np.log(x / (1 - x)), np.where(x < 0.5, -np.log1p((1 - 2 * x) / x), np.log1p((2 * x - 1) / (1 - x))))


def long_quick_gelu(x):
    # In two factors, of which the first has so few bits that its product with a double is exact.
    first = np.floor(LONG(1.702) * 1024) / 1024
    x = np.maximum(x, -6000)
    return x / (1 + np.exp(-first * x) * np.exp((first - LONG(1.702)) * x))


def piecewise(*parts):
    """A function of (from where on, formula), of mpmath and of arrays alike."""

    def exact(x):
        return next(mpf(formula(x)) for start, formula in reversed(parts) if x >= start)

    def long(x):
        y = parts[0][1](x) + 0 * x
        for start, formula in parts[1:]:
            y = np.where(x >= start, formula(x), y)
        return y

    return {"exact": exact, "long": long}


LN2 = math.log(2)
EXP_SEAMS = tuple(LN2 / 256 * np.arange(-4000, 4001)) + (709.78, -708.4, -745.1, 88.7, -87.3, -103.9, -700.0)
LOG_SEAMS = tuple(((0x3FE6E000 + 0x4000 * np.arange(192, dtype=np.uint64)) << np.uint64(32)).view(np.float64))
ERF_SEAMS = tuple(np.concatenate([512 / (np.arange(16, 114) + 0.5) - 4, [0.5, 1, 2, 4, 5.92, 26.54, 27.226]]))
ERF_SEAMS += tuple(-seam for seam in ERF_SEAMS)
GATE_SEAMS = EXP_SEAMS + (-1000.0, 1000.0, 20.0, -20.0, 36.7, -36.7, -40.0)

FUNCTIONS = {
    # @actfn/tensor
    "exp": Function(exp, np.exp, seams=EXP_SEAMS),
    "expm1": Function(
        lambda x: mpmath.expm1(max(min(x, mpf(10000)), mpf(-10000))), np.expm1, seams=(*EXP_SEAMS, 40.0, 709.0)
    ),
    "log": Function(mpmath.log, np.log, seams=LOG_SEAMS, low=0),
    "log1p": Function(
        mpmath.log1p, np.log1p, seams=(*(s - 1 for s in LOG_SEAMS), 2.0**-54, 2.0**-28, 2.0**53), low=-1
    ),
    "sqrt": Function(mpmath.sqrt, np.sqrt, seams=(1.0, 2.0, 4.0), low=0),
    "erf": Function(
        lambda x: mpmath.erf(x) if abs(x) < 40 else mpf(1 if x > 0 else -1), None, seams=ERF_SEAMS
    ),
    "erfc": Function(
        lambda x: mpmath.erfc(x) if abs(x) < 40 else mpf(0 if x > 0 else 2), None, seams=ERF_SEAMS
    ),
    # @actfn/sigmoid
    "sigmoid": Function(sigmoid, long_sigmoid, seams=GATE_SEAMS),
    "logsigmoid": Function(lambda x: -log_one_plus_exp(-x), lambda x: -long_softplus(-x), seams=GATE_SEAMS),
    "logit": Function(
        lambda x: mpmath.log(x / (1 - x)), long_logit, seams=(0.25, 0.5, 0.75, 1.0, *LOG_SEAMS), low=0, high=1
    ),
    "hardsigmoid": Function(
        **piecewise((-math.inf, lambda x: 0), (-3, lambda x: (x + 3) / 6), (3, lambda x: 1)), seams=(-3.0, 0.0, 3.0)
    ),
    "silu": Function(lambda x: x * sigmoid(x), lambda x: x / (1 + np.exp(-np.maximum(x, -11000))), seams=GATE_SEAMS),
    "hardswish": Function(
        **piecewise((-math.inf, lambda x: 0), (-3, lambda x: x * (x + 3) / 6), (3, lambda x: x)), seams=(-3.0, 0.0, 3.0)
    ),
    "mish": Function(lambda x: x * tanh_of_softplus(x), long_mish, seams=GATE_SEAMS),
    "tanh": Function(tanh, np.tanh, seams=(*EXP_SEAMS, 2.0**-27, 19.06, 20.0)),
    "softplus": Function(
        lambda x: x if x > 20 else log_one_plus_exp(x), lambda x: np.where(x > 20, x, long_softplus(x)), seams=GATE_SEAMS
    ),
    "softsign": Function(lambda x: x / (1 + abs(x)), lambda x: x / (1 + np.abs(x)), seams=(0.0, 1.0, -1.0)),
    "tanhshrink": Function(x_minus_tanh, long_tanhshrink, seams=(*EXP_SEAMS, 2.0, -2.0, 1.0, 0.1)),
    "quickGelu": Function(
        lambda x: x * sigmoid(mpf(1.702) * x),
        long_quick_gelu,
        torch=lambda x: x * torch.sigmoid(1.702 * x),
        seams=(*GATE_SEAMS, *(seam / 1.702 for seam in GATE_SEAMS)),
    ),
    # @actfn/relu
    "relu": Function(**piecewise((-math.inf, lambda x: 0), (0, lambda x: x))),
    "relu6": Function(**piecewise((-math.inf, lambda x: 0), (0, lambda x: x), (6, lambda x: 6)), seams=(6.0,)),
    "relu2": Function(
        **piecewise((-math.inf, lambda x: 0), (0, lambda x: x * x)), torch=lambda x: torch.relu(x) ** 2, seams=(1.0, 2.0**512)
    ),
    "leakyRelu": Function(**piecewise((-math.inf, lambda x: constant(0.01, x) * x), (0, lambda x: x))),
    "elu": Function(**piecewise((-math.inf, expm1_of), (0, lambda x: x)), seams=EXP_SEAMS),
    "celu": Function(**piecewise((-math.inf, expm1_of), (0, lambda x: x)), seams=EXP_SEAMS),
    "selu": Function(
        **piecewise(
            (-math.inf, lambda x: constant(SELU_SCALE, x) * constant(SELU_ALPHA, x) * expm1_of(x)),
            (0, lambda x: constant(SELU_SCALE, x) * x),
        ),
        seams=EXP_SEAMS,
    ),
    "gelu": Function(lambda x: x * phi(x), None, seams=(*ERF_SEAMS, *(seam * 2**0.5 for seam in ERF_SEAMS), -38.5, 8.3)),
    "gelu (tanh)": Function(
        gelu_by_tanh, None, torch=lambda x: F.gelu(x, approximate="tanh"), seams=GATE_SEAMS, our_name="gelu",
        options={"approximate": "tanh"},
    ),
    "threshold": Function(
        **piecewise((-math.inf, lambda x: 20), (math.nextafter(0.125, 1), lambda x: x)),
        torch=lambda x: F.threshold(x, 0.125, 20),
        seams=(0.125,),
        args=(0.125, 20),
    ),
    "hardtanh": Function(**piecewise((-math.inf, lambda x: -1), (-1, lambda x: x), (1, lambda x: 1)), seams=(1.0, -1.0)),
    "hardshrink": Function(
        **piecewise((-math.inf, lambda x: x), (-0.5, lambda x: 0), (math.nextafter(0.5, 1), lambda x: x)), seams=(0.5, -0.5)
    ),
    "softshrink": Function(
        **piecewise((-math.inf, lambda x: x + 0.5), (-0.5, lambda x: 0), (math.nextafter(0.5, 1), lambda x: x - 0.5)),
        seams=(0.5, -0.5),
    ),
}


# Inputs


def inputs(function, dtype, count, rng):
    """At least `count` numbers that the function is defined on."""
    drawn = [np.array([0.0] if function.low < 0 else [1e-5], FORMATS[dtype].numbers)]
    while sum(map(len, drawn)) < count:
        x = draw(function, FORMATS[dtype], max(count // 8, 100), rng)
        x = np.where(x <= function.low, -x, x)
        drawn.append(x[np.isfinite(x) & (x > function.low) & (x < function.high)])
    return np.concatenate(drawn)


def draw(function, form, part, rng):
    """Bit patterns of all numbers, numbers of every size, and those beside the seams."""
    sign = rng.choice([-1.0, 1.0], part)
    samples = [
        sign * np.exp2(rng.uniform(form.lowest, 11, part)),
        sign * np.exp2(rng.uniform(-60, 7, part)),
        rng.uniform(-1, 1, part),
        rng.uniform(-6, 6, part),
        rng.uniform(-50, 50, part),
        rng.uniform(*((-760, 720) if form.digits == 53 else (-110, 90)), part),
    ]
    with np.errstate(over="ignore"):
        seams = np.array(function.seams).astype(form.numbers)
    return np.concatenate(
        [
            rng.integers(0, 2 ** (form.bits(0).nbytes * 8), part, dtype=form.bits).view(form.numbers),
            *(values.astype(form.numbers) for values in samples),
            beside(seams[(seams != 0) & np.isfinite(seams)], part, rng),
        ]
    )


def beside(seams, n, rng):
    """Numbers up to 50 places from those."""
    bits = {np.dtype(np.float64): np.int64, np.dtype(np.float32): np.int32}[seams.dtype]
    return (np.resize(seams, n).view(bits) + rng.integers(-50, 51, n, dtype=bits)).view(seams.dtype)


# Answers


def bundle(folder):
    """All functions as one module, from the sources."""
    program = """
        import { build } from "esbuild";
        const [out] = process.argv.slice(1);
        const packages = ["tensor", "sigmoid", "relu"];
        await build({
          stdin: {
            contents: packages.map((name) => `export * from "./packages/${name}/src/index.ts";`).join(""),
            resolveDir: process.cwd(),
          },
          alias: { "@actfn/tensor": "./packages/tensor/src/index.ts" },
          bundle: true, format: "esm", platform: "node", outfile: out,
        });
    """
    module = folder / "actfn.mjs"
    subprocess.run(["node", "--input-type=module", "-e", program, module], cwd=ROOT, check=True)
    return module


def ours(module, name, function, x):
    lane = "Float64Array" if x.dtype == np.float64 else "Float32Array"
    (module.parent / "x").write_bytes(x.tobytes())
    program = """
        import { readFileSync, writeFileSync } from "node:fs";
        const [module, name, lane, args, options, x, y] = process.argv.slice(1);
        const { [name]: f } = await import(module);
        if (!f) process.exit(3);
        const { buffer, byteOffset, byteLength } = readFileSync(x);
        const lanes = new globalThis[lane](buffer.slice(byteOffset, byteOffset + byteLength));
        const { data } = f(lanes, ...JSON.parse(args), JSON.parse(options));
        writeFileSync(y, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    """
    words = [module, function.our_name or name, lane, json.dumps(function.args), json.dumps(function.options)]
    done = subprocess.run(
        ["node", "--input-type=module", "-e", program, *words, module.parent / "x", module.parent / "y"], cwd=ROOT
    )
    if done.returncode == 3:
        return None
    done.check_returncode()
    return np.frombuffer((module.parent / "y").read_bytes(), x.dtype)


def theirs(name, function, x):
    theirs = re.sub("[A-Z]", lambda match: "_" + match[0].lower(), name)
    torch_function = function.torch or getattr(torch, theirs, None) or getattr(F, theirs)
    return torch_function(torch.from_numpy(x.copy())).numpy()


# Errors


def units_by_reference(function, x, y, dtype):
    """How far y is off, in units of the last place, up to DOUBT units of float64."""
    form = FORMATS[dtype]
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        exact = function.long(x.astype(LONG))
        beyond = np.abs(exact) >= LONG(2) ** form.highest * (1 - LONG(2) ** -(form.digits + 1))
        place = np.maximum(np.frexp(exact)[1] - form.digits, form.lowest)
        off = np.abs(y.astype(LONG) - exact) / np.ldexp(LONG(1), place)
        off = np.where(beyond, np.where(y == np.sign(exact) * np.inf, 0, np.inf), off)
    return np.where(np.isnan(off), np.inf, off).astype(np.float64)


def units_by_mpmath(task):
    """The same, exactly, for several columns of answers: as many numbers for each input."""
    name, dtype, xs, *columns = task
    mp.dps = 50
    form = FORMATS[dtype]
    exact_of = FUNCTIONS[name].exact
    beyond = mpf(2) ** form.highest * (1 - mpf(2) ** -(form.digits + 1))
    found = []
    for x, *ys in zip(xs.tolist(), *(column.tolist() for column in columns)):
        exact = exact_of(mpf(x))
        if abs(exact) >= beyond:
            largest = math.inf if exact > 0 else -math.inf
            found.append([0.0 if y == largest else math.inf for y in ys])
            continue
        place = max(int(mpmath.frexp(exact)[1]) - form.digits, form.lowest) if exact else form.lowest
        found.append([float(mpmath.ldexp(abs(mpf(y) - exact), -place)) if math.isfinite(y) else math.inf for y in ys])
    return found


def worst(pool, name, dtype, x, columns, rng, progress):
    """The largest error in each column of answers, and where it is."""
    function = FUNCTIONS[name]
    by_reference = None
    seen = np.ones(len(x), bool)
    doubt = DOUBT * 2.0 ** (FORMATS[dtype].digits - 53)
    if function.long and HAS_LONG:
        by_reference = np.stack([units_by_reference(function, x, y, dtype) for y in columns], axis=1)
        seen[:] = False
        seen[rng.integers(0, len(x), SAMPLE)] = True
        for off in by_reference.T:
            largest = np.flatnonzero(off >= off.max() - 2 * doubt)
            # More of them than that are all as exact, or all as far off.
            seen[largest if len(largest) <= SAMPLE else rng.choice(largest, SAMPLE, replace=False)] = True
    at = np.flatnonzero(seen)
    parts = np.array_split(at, max(1, len(at) // 500))
    off = []
    for done, part in enumerate(pool.imap(units_by_mpmath, [(name, dtype, x[p], *(y[p] for y in columns)) for p in parts]), 1):
        off.extend(part)
        progress(done / len(parts))
    off = np.array(off)
    if by_reference is not None:
        check_reference(name, dtype, x[at], by_reference[at], off, doubt)
    return [(float(column.max()), x[at[np.argmax(column)]]) for column in off.T]


def check_reference(name, dtype, x, believed, off, doubt):
    with np.errstate(invalid="ignore"):
        apart = np.abs(believed - off)
    # Of what is off by millions the last digits are nothing to compare.
    wrong = np.argwhere(~((apart <= doubt * np.maximum(1, off)) | (believed == off)))
    if len(wrong):
        i, j = wrong[0]
        sys.exit(f"{name} {dtype}: the reference is off at {x[i]!r}: {believed[i, j]} units, where mpmath has {off[i, j]}")


# The table


def written(number):
    """A number of the table: JSON knows no infinity."""
    return "inf" if math.isinf(number) else float(f"{number:.4g}")


def printed(units):
    return units if isinstance(units, str) or units < 1e6 else f"{units:.3e}"


def row(pool, module, name, dtype, count, seed, report):
    function = FUNCTIONS[name]
    rng = np.random.default_rng([seed, *name.encode(), len(dtype)])
    x = inputs(function, dtype, count, rng)
    y = ours(module, name, function, x)
    if y is None:
        return None
    found = {"name": name, "dtype": dtype, "inputs": len(x)}
    columns = (y, theirs(name, function, x))
    for who, (off, at) in zip(("ours", "torch"), worst(pool, name, dtype, x, columns, rng, report)):
        found[who] = {"units": written(off), "at": str(at)}
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--resume", action="store_true", help="leaves out what the table has already")
    parser.add_argument("names", nargs="*", choices=[*FUNCTIONS, []], metavar="NAME", help=", ".join(FUNCTIONS))
    options = parser.parse_args()
    if options.count < 1000:
        parser.error("--count must be 1000 or more")

    torch.set_num_threads(1)
    rows = {}
    if TABLE.exists() and (options.resume or options.names):
        rows = {(r["name"], r["dtype"]): r for r in json.loads(TABLE.read_text())["rows"]}
    wanted = [(name, dtype) for name in options.names or FUNCTIONS for dtype in FORMATS]
    if options.resume:
        wanted = [key for key in wanted if key not in rows]

    failed = False
    print(f"{'':14}{'dtype':9}{'inputs':>9}{'ours':>9}{'torch':>12}   ours is worst at")
    with multiprocessing.Pool(2) as pool, tempfile.TemporaryDirectory() as folder:
        module = bundle(pathlib.Path(folder))
        for i, (name, dtype) in enumerate(wanted):

            def report(share, i=i, what=f"{name} {dtype}"):
                if sys.stderr.isatty():
                    filled = int(30 * (i + share) / len(wanted))
                    print(f"\r[{'#' * filled}{'.' * (30 - filled)}] {what:40}", end="\r", file=sys.stderr, flush=True)

            report(0)
            found = row(pool, module, name, dtype, options.count, options.seed, report)
            if not found:
                print(f"{name:14}{dtype:9} is not there", flush=True)
                continue
            rows[name, dtype] = found
            mine, other = found["ours"]["units"], found["torch"]["units"]
            print(f"{name:14}{dtype:9}{found['inputs']:9}{mine:>9}{printed(other):>12}   {found['ours']['at']}", flush=True)
            failed |= not float(mine) <= GOALS[dtype]
            write(rows)
    return 1 if failed else 0


def write(rows):
    order = [(name, dtype) for name in FUNCTIONS for dtype in FORMATS]
    lines = ",\n".join(json.dumps(rows[key]) for key in order if key in rows)
    about = (
        "Written by conformance/accuracy.py: the largest error of each elementwise function against mpmath with 50 digits, "
        "in units in the last place of the exact result, over this many inputs, and the input that has it."
    )
    version = torch.__version__.split("+")[0]
    TABLE.write_text(f'{{\n"about": {json.dumps(about)},\n"torch": "{version}",\n"rows": [\n{lines}\n]\n}}\n')


if __name__ == "__main__":
    sys.exit(main())
