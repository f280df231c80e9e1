"""Elementary functions, element by element."""

import itertools

from .answers import ABOUT, SPECIAL, answer_all, cycle, declare, of_every_float, of_every_integer, spread, sweep, tensor, views
from .encoding import FLOATS, INTEGERS

__all__ = ["ABOUT", "cases"]

ROUNDED = ("exp", "log", "log1p", "expm1", "sqrt", "erf", "erfc")
EXACT = ("neg", "abs", "sign")


DEVIATIONS = {
    "log1p(special float32)": "torch's vectorised one makes infinity of 3e38 and 0 of 1e-45",
    "log1p(special bfloat16)": "the same",
}


def cases():
    return answer_all(declarations(), DEVIATIONS)


def declarations():
    for fn in (*ROUNDED, *EXACT):
        yield from sweep(fn, {f"special {dtype}": tensor(dtype, [len(SPECIAL)], SPECIAL) for dtype in FLOATS}, [((), {})])
        yield from sweep(fn, of_every_float([50], spread(151, -6.0, 6.0)), [((), {})])
        yield from sweep(fn, {f"{dtype} near 0": tensor(dtype, [30], spread(152, -1e-3, 1e-3)) for dtype in ("float32", "float64")}, [((), {})])
        yield from sweep(fn, {f"{dtype} large": tensor(dtype, [30], spread(153, 0.0, 1000.0)) for dtype in ("float32", "float64")}, [((), {})])
        yield from sweep(fn, of_every_float([], [0.5]), [((), {})])
        yield from sweep(fn, {"empty": tensor("float32", [2, 0], [])}, [((), {})])
        signed = {dtype: tensor(dtype, [5], [-3, -1, 0, 1, 100]) for dtype in INTEGERS if dtype != "uint8"}
        integers = {**signed, **of_every_integer([4], cycle(0, 1, 1, 2))}
        if fn in ("abs", "sign"):
            del integers["bool [4]"]  # torch refuses abs in the name of a kernel, and sign not at all
        yield from sweep(fn, integers, [((), {})])
        yield from sweep(fn, views(), [((), {})])
    ends = {"int8": -128, "int16": -(2**15), "int32": -(2**31), "int64": -(2**63), "uint8": 200}
    for fn, (dtype, end) in itertools.product(EXACT, ends.items()):
        yield declare(fn, [tensor(dtype, [2], [end, 1])])
    for fn in EXACT:
        yield declare(fn, [tensor("int64", [2], [2**53 + 1, -(2**53) - 1])])
        yield from sweep(fn, views("int32", cycle(3, -1, 0)), [((), {})])
