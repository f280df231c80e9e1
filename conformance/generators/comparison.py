"""Questions to every element, or to whole tensors."""

import itertools

from .answers import (
    ABOUT, INF, NAN, answer_all, cycle, declare, integer, of_every_integer, spread, sweep, tensor, views,
)  # fmt: skip
from .arithmetic import BROADCASTS, layout_pairs
from .encoding import DTYPES, FLOATS

__all__ = ["ABOUT", "cases"]

ORDERS = ("eq", "ne", "lt", "le", "gt", "ge")
LOGIC = ("logicalAnd", "logicalOr")
SPECIAL = [0, -0.0, 1, -1, INF, -INF, NAN, 1e-45]


def cases():
    return answer_all(declarations())


def declarations():
    yield from pair_cases()
    yield from single_cases()
    yield from closeness_cases()


def pair_cases():
    for fn, dtype in itertools.product((*ORDERS, *LOGIC), FLOATS):
        yield declare(fn, [tensor(dtype, [8, 1], SPECIAL), tensor(dtype, [8], SPECIAL)], label=f"special {dtype}")
    for left, right in itertools.product(DTYPES, DTYPES):
        yield declare("lt", [tensor(left, [3], cycle(3, 1, 0)), tensor(right, [3], cycle(1, 1, 2))])
    for fn, dtype in itertools.product(ORDERS, DTYPES):
        for number in (1.0, 0.5, integer(1)):
            yield declare(fn, [tensor(dtype, [3], cycle(3, 1, 0)), number])
    for fn, (left, right) in itertools.product(LOGIC, itertools.product(("float16", "int64", "bool"), ("bfloat16", "float32", "uint8", "bool"))):
        yield declare(fn, [tensor(left, [3], cycle(3, 1, 0)), tensor(right, [3], cycle(1, 0, 2))])
    for left, right in BROADCASTS:
        yield declare("eq", [tensor("float32", left, cycle(1, 0)), tensor("float32", right, cycle(1, 1, 0))])
    for label, left, right in layout_pairs():
        yield f"gt({label})", "gt", [left, right], {}
    large = tensor("int64", [3], [2**53, 2**53 + 1, -(2**63)])
    for fn in ORDERS:
        yield declare(fn, [large, tensor("int64", [3, 1], [2**53, 2**53 + 1, -(2**63)])])
        # A number that the dtype of the tensor cannot hold.
        yield declare(fn, [tensor("float32", [3], [0.1, 0.2, 1.0]), 0.1])
        yield declare(fn, [tensor("float64", [3], [0.1, 0.2, 1.0]), 0.1])
        yield declare(fn, [tensor("float16", [2], [0.1, 1.0]), 0.1])
        yield declare(fn, [tensor("float32", [2], [16777216, 16777217]), tensor("int64", [2], [16777217, 16777216])])


def single_cases():
    for fn in ("logicalNot", "isnan", "isinf", "isfinite"):
        yield from sweep(fn, {f"special {dtype}": tensor(dtype, [8], SPECIAL) for dtype in FLOATS}, [((), {})])
        yield from sweep(fn, of_every_integer([4], cycle(1, 0, 3, 2)), [((), {})])
        yield from sweep(fn, {"int64 ends": tensor("int64", [3], [2**63 - 1, -(2**63), 0])}, [((), {})])
        yield from sweep(fn, views("float32", cycle(0, 1, "nan", "inf")), [((), {})])
        yield from sweep(fn, {"0-d": tensor("float32", [], [0]), "empty": tensor("float32", [2, 0], [])}, [((), {})])


def closeness_cases():
    a = [1, 1, 1, 0, 0, INF, INF, -INF, NAN, NAN, 1e10, 100, 1e-9]
    b = [1, 1.00001, 1.00002, 1e-8, 2e-8, INF, -INF, -INF, NAN, 1, 1.00001e10, 101, 2e-9]
    options = [{}, {"equalNan": True}, {"rtol": 0.0}, {"atol": 0.5}, {"rtol": 0.0, "atol": 0.0}, {"rtol": 0.1}, {"atol": INF}, {"rtol": INF}]
    for dtype in ("float32", "float64"):
        for each in options:
            for fn in ("isclose", "allclose"):
                yield declare(fn, [tensor(dtype, [len(a)], a), tensor(dtype, [len(a)], b)], each, f"{dtype} a")
    x = tensor("float32", [2, 3], spread(71))
    for fn in ("isclose", "allclose"):
        yield declare(fn, [x, x])
        yield declare(fn, [x, tensor("float32", [3], spread(72))], {"atol": 2.0})
        yield declare(fn, [x, tensor("float32", [2], spread(72))])
        yield declare(fn, [x, tensor("float64", [2, 3], spread(71))])
        yield declare(fn, [x, x], {"rtol": -1.0})
        yield declare(fn, [x, x], {"atol": -1.0})
        yield declare(fn, [tensor("float32", [0], []), tensor("float32", [0], [])])
        for dtype in DTYPES:
            yield declare(fn, [tensor(dtype, [3], cycle(1, 0, 1)), tensor(dtype, [3], cycle(1, 1, 0))])
            yield declare(fn, [tensor(dtype, [3], cycle(1, 0, 1)), tensor(dtype, [3], cycle(1, 0, 1))])
    large = tensor("int64", [2], [2**60, 2**60 + 1])
    yield declare("isclose", [large, tensor("int64", [2], [2**60 + 1, 2**60 + 1])], {"rtol": 0.0, "atol": 0.0})
    yield declare("isclose", [large, tensor("int64", [2], [2**60 + 1, 2**60 + 1])])
    shapes = [([2, 3], [2, 3]), ([2, 3], [3]), ([6], [2, 3]), ([], []), ([], [1]), ([0], [0]), ([0], [0, 3]), ([0, 3], [0, 3])]
    for left, right in shapes:
        yield declare("equal", [tensor("float32", left, cycle(1)), tensor("float32", right, cycle(1))])
    for label, left, right in list(layout_pairs())[::5]:
        yield f"equal({label})", "equal", [left, left if label.startswith("t") else right], {}
    for dtype in DTYPES:
        yield declare("equal", [tensor(dtype, [3], cycle(1, 0, 1)), tensor(dtype, [3], cycle(1, 0, 1))])
        yield declare("equal", [tensor(dtype, [3], cycle(1, 0, 1)), tensor(dtype, [3], cycle(1, 0, 0))])
    yield declare("equal", [tensor("float32", [2], [1, NAN]), tensor("float32", [2], [1, NAN])])
    yield declare("equal", [tensor("float32", [2], [0, 1]), tensor("float32", [2], [-0.0, 1])])
    yield declare("equal", [tensor("int64", [1], [2**53]), tensor("int64", [1], [2**53 + 1])])
