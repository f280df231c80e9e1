"""Many elements made one: sums and what is built on them, extremes, truth."""

import itertools

from .answers import (
    ABOUT, INF, NAN, answer_all, cycle, declare, dims, make_tensor, of_every_float, of_every_integer, spread, sweep, tensor, views,
)  # fmt: skip
from .encoding import DTYPES, FLOATS, INTEGERS

__all__ = ["ABOUT", "cases"]

SUMS = ("sum", "mean", "var", "std")
EXTREMES = ("amax", "amin")
PAIRS = ("max", "min", "argmax", "argmin")
TRUTH = ("all", "any")
SEVERAL = [[0, 1], [0, 2], [2, 0], [-1, 0], [0, 1, 2], [1], []]



DEVIATIONS = {
    f"{fn}(float32 close together, 0)": "torch's is off in its third digit" for fn in ("var", "std")
}


def cases():
    return answer_all(declarations(), DEVIATIONS)


def declarations():
    yield from sum_cases()
    yield from cumsum_cases()
    yield from extreme_cases()
    yield from truth_cases()
    yield from misuse_cases()


def cube(dtype="float32", seed=101):
    return tensor(dtype, [2, 3, 4], spread(seed))


def sum_cases():
    for fn in ("sum", "mean", "var", "std"):
        yield from sweep(fn, {"[2, 3, 4]": cube()}, [((None,), {}), *dims(-3, 3), *(((several,), {}) for several in SEVERAL)])
        yield from sweep(fn, {"[2, 3, 4]": cube()}, [((dim,), {"keepdim": True}) for dim in (None, 0, 1, -1, [2, 0])])
        permuted = tensor("float32", [4, 2, 3], spread(102), ["permute", [1, 2, 0]])
        gaps = tensor("float32", [2, 6, 4], spread(103), ["slice", 1, 1, 6, 2])
        planes = tensor("float32", [3, 1], spread(104), ["expand", [2, 3, 4]])
        for label, spec in {"permuted": permuted, "with gaps": gaps, "expanded": planes}.items():
            yield from sweep(fn, {label: spec}, [((), {}), *dims(0, 3), *(((several,), {}) for several in ([0, 1], [0, 2], [1, 2]))])
        yield from sweep(fn, of_every_float([3, 4], spread(105)), [((), {}), *dims(0, 2)])
        special = {"NaN": [1, NAN, 2], "inf": [1, INF, 2], "both infinities": [INF, -INF, 1], "equal": [3, 3, 3], "one": [5]}
        yield from sweep(fn, {label: tensor("float32", [len(data)], data) for label, data in special.items()}, [((0,), {})])
        empty = {f"empty {shape}": tensor("float32", shape, []) for shape in ([0], [0, 3], [3, 0], [2, 0, 3])}
        yield from sweep(fn, empty, [((), {}), *dims(0, 1), *dims(-1, 0, keepdim=True)])
        yield from sweep(fn, {"0-d": tensor("float32", [], [2.5])}, [((), {}), *dims(-1, 1), ((0,), {"keepdim": True})])
    for fn in ("var", "std"):
        for correction in (0, 1, 2, 4, 5):
            yield from sweep(fn, {"[2, 3, 4]": cube()}, [((-1,), {"correction": correction})])
            yield declare(fn, [tensor("float64", [4], [1, 2, 4, 8]), None], {"correction": correction})
        # Close together, far from 0: what the naive formula cannot do.
        yield declare(fn, [tensor("float64", [5], [1e9, 1e9 + 1, 1e9 + 2, 1e9 + 3, 1e9 + 4]), 0])
        yield declare(fn, [tensor("float32", [4], [10000, 10000.001, 10000.002, 10000.003]), 0], label="float32 close together")
    for dtype in (*INTEGERS, "bool"):
        x = tensor(dtype, [2, 3], cycle(1, 0, 100, 7))
        yield from sweep("sum", {f"{dtype} [2, 3]": x}, [((), {}), *dims(0, 2), ((0,), {"keepdim": True}), (([0, 1],), {})])
        for to in DTYPES:
            yield declare("sum", [x, 0], {"dtype": to})
        for to in FLOATS:
            yield declare("mean", [x, 0], {"dtype": to})
    for dtype, to in itertools.product(FLOATS, DTYPES):
        # NaN and infinities have no integer, and torch's differ from one instruction set to the next.
        yield declare("sum", [tensor(dtype, [2, 3], spread(106)), 1], {"dtype": to})
        if to in FLOATS:
            yield declare("mean", [tensor(dtype, [2, 3], spread(106)), 1], {"dtype": to})
    yield declare("sum", [tensor("int64", [2], [2**53, 1])])
    yield declare("sum", [tensor("int64", [2], [2**63 - 1, 1])])
    yield declare("sum", [tensor("int32", [3], [2**31 - 1, 2**31 - 1, 1])])


def cumsum_cases():
    for dtype in DTYPES:
        x = tensor(dtype, [3, 4], cycle(1, 0, 3, 2, 7))
        yield from sweep("cumsum", {f"{dtype} [3, 4]": x}, dims(-2, 2))
    yield from sweep("cumsum", of_every_float([2, 20], spread(111)), dims(0, 2))
    yield from sweep("cumsum", views(), dims(-1, 1))
    yield from sweep("cumsum", {"0-d": tensor("float32", [], [2])}, dims(-2, 2))
    for shape in ([0], [0, 3], [2, 0]):
        yield from sweep("cumsum", {f"empty {shape}": tensor("float32", shape, [])}, dims(0, 1))
    special = tensor("float32", [2, 4], [1, INF, 2, -INF, 1, NAN, 2, 3])
    yield from sweep("cumsum", {"special": special}, dims(0, 2))
    for dtype, to in (("int32", "float32"), ("float32", "float64"), ("float32", "int64"), ("uint8", "int8"), ("bool", "int32"), ("int64", "int16"), ("int8", "uint8")):
        yield declare("cumsum", [tensor(dtype, [4], cycle(100, 1, 100)), 0], {"dtype": to})
    yield declare("cumsum", [tensor("int64", [3], [2**53, 1, 2**62]), 0])


def extreme_cases():
    ties = [1, 3, 3, 2, 2, 2, -1, -5, -1, 0, -0.0, 0]
    special = [1, NAN, INF, -INF, -INF, -INF, NAN, NAN, 2, -0.0, 0, -1]
    for label, data in (("ties", ties), ("special", special)):
        inputs = {f"{label} {dtype}": tensor(dtype, [4, 3], data) for dtype in FLOATS}
        for fn in ("min", "argmin", *EXTREMES):
            yield from sweep(fn, inputs, [((0,), {}), ((1,), {}), ((-1,), {"keepdim": True})])
            yield from sweep(fn, inputs, [((), {})])
    signed = {f"{dtype} signed": tensor(dtype, [2, 3], [-3, 5, 5, -8, -8, 0]) for dtype in INTEGERS if dtype != "uint8"}
    for fn in (*PAIRS, *EXTREMES):
        integers = {**of_every_integer([3, 4], cycle(1, 0, 3, 1, 2)), **signed}
        if fn.startswith("arg"):
            del integers["bool [3, 4]"]  # torch has none; ours is the first true one
        yield from sweep(fn, integers, [((), {}), *dims(0, 2)])
        if fn in ("min", "argmin", "amax"):
            yield from sweep(fn, views(), [((), {}), *dims(0, 2)])
        yield from sweep(fn, {"[2, 3, 4]": cube()}, [*dims(-3, 3), ((1,), {"keepdim": True})])
        yield from sweep(fn, {"0-d": tensor("float32", [], [2.5])}, [((), {}), *dims(-1, 1), ((0,), {"keepdim": True})])
        edges = {f"empty {shape}": tensor("float32", shape, []) for shape in ([0], [0, 3], [2, 0], [2, 0, 3])}
        # Of amax torch says −1 as it stands, of max the dim that it is.
        yield from sweep(fn, edges, [((), {}), *dims(-1 if fn in PAIRS else 0, 2)])
        yield from sweep(fn, {"int64 beyond 2 ** 53": tensor("int64", [3], [2**53, 2**53 + 1, -(2**62)])}, dims(0, 1))
    for fn in EXTREMES:
        yield from sweep(fn, {"[2, 3, 4]": cube()}, [*(((several,), {}) for several in SEVERAL), (([2, 0],), {"keepdim": True})])
        yield from sweep(fn, {"empty [2, 0, 3]": tensor("float32", [2, 0, 3], [])}, [(([0, 2],), {}), (([0, 1],), {}), (([],), {})])
    for fn in ("argmax", "argmin"):
        yield from sweep(fn, {"[2, 3, 4]": cube()}, [((None,), {"keepdim": True})])


def truth_cases():
    for fn in TRUTH:
        inputs = {f"{dtype} [3, 4]": tensor(dtype, [3, 4], cycle(1, 0, 3, 1, 0, 2, 2)) for dtype in DTYPES}
        inputs["zeros"] = tensor("float32", [2, 2], cycle(0))
        inputs["ones"] = tensor("float32", [2, 2], cycle(1))
        inputs["NaN and minus zero"] = tensor("float32", [2, 2], [NAN, -0.0, INF, 1e-45])
        inputs["tiny float16"] = tensor("float16", [1, 2], [6e-8, 0])
        yield from sweep(fn, inputs, [((), {}), *dims(0, 2), ((-1,), {"keepdim": True})])
        yield from sweep(fn, views("float32", cycle(1, 0, 0, 2)), dims(0, 2))
        bools = {"bool [2, 3, 4]": tensor("bool", [2, 3, 4], cycle(1, 1, 0, 1, 1))}
        yield from sweep(fn, bools, [*dims(-3, 3), *(((several,), {}) for several in SEVERAL), *(((several,), {"keepdim": True}) for several in SEVERAL if several)])
        yield from sweep(fn, {f"empty {shape}": tensor("bool", shape, []) for shape in ([0], [0, 3], [2, 0])}, [((), {}), *dims(0, 1)])
        yield from sweep(fn, {"0-d": tensor("float32", [], [2.5])}, [((), {}), *dims(-1, 1)])
        yield declare(fn, [tensor("int64", [1], [2**62])])


def misuse_cases():
    for fn in (*SUMS, *PAIRS, *EXTREMES, *TRUTH, "cumsum"):
        yield from sweep(fn, {"float32 [2, 3]": tensor("float32", [2, 3], spread(121))}, [*dims(2, 3), *dims(-3, -2)])
        yield from sweep(fn, {"a 0-d tensor": tensor("float32", [], [1])}, [*dims(1, 2), *dims(-2, -1)])
    for fn in (*SUMS, *EXTREMES):
        yield from sweep(fn, {"float32 [2, 3]": tensor("float32", [2, 3], spread(121))}, [(([0, 0],), {}), (([1, -1],), {}), (([0, 2],), {})])
    for fn in ("mean", "var", "std"):
        yield from sweep(fn, of_every_integer([3], cycle(1, 0, 3)), [((0,), {})])
