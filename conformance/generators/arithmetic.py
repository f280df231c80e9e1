"""Two tensors made one, element by element or as matrices."""

import itertools

from .answers import (
    ABOUT, INF, NAN, answer_all, cycle, declare, dims, integer, make_tensor, of_every_float, of_every_integer, spread, sweep, tensor, views,
)  # fmt: skip
from .encoding import DTYPES, FLOATS, INTEGERS

__all__ = ["ABOUT", "BROADCASTS", "cases", "layout_pairs"]

#: Shapes that broadcast in every way, and those that do not.
BROADCASTS = [
    ([], []), ([3], []), ([], [2, 2]), ([1], [3]), ([2, 3], [2, 3]), ([2, 3], [3]), ([2, 3], [1, 3]), ([2, 3], [2, 1]), ([2, 1], [3]),
    ([2, 1], [1, 3]), ([2, 1, 3], [4, 1]), ([2, 3, 4], [4]), ([2, 3, 4], [3, 1]), ([2, 3, 4], [2, 1, 1]), ([2, 3, 4], [2, 1, 4]),
    ([1, 3, 1, 2], [4, 1, 5, 1]), ([1, 1], [2, 1, 2]), ([0], [1]), ([0, 3], [3]), ([2, 0], [2, 1]), ([2, 1], [0]), ([3, 0, 2], [1, 1, 2]),
    ([3], [2]), ([2, 3], [2]), ([2, 3], [3, 2]), ([0], [2]), ([2, 3, 4], [3, 3, 1]),
]  # fmt: skip



def cases():
    return answer_all(declarations())


def declarations():
    yield from broadcast_cases()
    yield from dtype_cases()
    yield from number_cases()
    yield from special_cases()
    yield from layout_cases()
    yield from matmul_cases()


ALL = ("add", "sub", "mul", "div", "pow", "maximum", "minimum")


def broadcast_cases():
    for fn in ("add", "maximum"):
        for left, right in BROADCASTS:
            yield declare(fn, [tensor("float32", left, spread(31)), tensor("float32", right, spread(32))])
    for fn in ALL:
        for dtype, left, right in (("int64", [2, 1], [3]), ("float64", [2, 3], [2, 1]), ("bfloat16", [3], [2, 1])):
            yield declare(fn, [tensor(dtype, left, cycle(1, 2, 5)), tensor(dtype, right, cycle(3, 1, 2))])


def dtype_cases():
    some = ("float16", "float64", "int64", "uint8", "bool")
    pairs = [("mul", DTYPES, DTYPES), ("div", some, DTYPES), ("pow", DTYPES, some)]
    for fn, left, right in ((fn, left, right) for fn, *each in pairs for left, right in itertools.product(*each)):
        yield declare(fn, [tensor(left, [3], cycle(3, 1, 0)), tensor(right, [3], cycle(1, 1, 2))])
    # A 0-d tensor counts only if it is of a higher kind.
    pairs = [(left, right) for left, right in itertools.product(DTYPES, DTYPES) if left != right]
    for left, right in pairs:
        yield declare("add", [tensor(left, [2], cycle(3, 1)), tensor(right, [], cycle(1))])
    for fn, dtype in itertools.product(("add", "maximum", "minimum"), DTYPES):
        yield declare(fn, [tensor(dtype, [3], cycle(3, 1, 0)), tensor(dtype, [3], cycle(1, 1, 0))])
        yield declare(fn, [tensor(dtype, [3], cycle(3, 1, 0)), tensor("int16", [3], cycle(1, 1, 2))])


def number_cases():
    for fn, dtype in itertools.product(("add", "mul", "div", "pow"), DTYPES):
        for number in (2.0, 0.5, 0.1, integer(2), True):
            # torch has no pow of a bool exponent that it would not also have of an int.
            if not (fn == "pow" and number is True):
                yield declare(fn, [tensor(dtype, [3], cycle(3, 1, 0)), number])
    for fn, dtype in itertools.product(("add", "sub", "div"), DTYPES):
        for number in (2.0, integer(2)):
            yield declare(fn, [number, tensor(dtype, [3], cycle(3, 1, 2))])
    for number in (2.0, integer(2), 1.0, 0.0):
        yield declare("pow", [number, tensor("float32", [4], [3, -2, 0, 0.5])])
        yield declare("pow", [number, tensor("int64", [3], [3, 0, 1])])
    yield declare("add", [tensor("float32", [], [1.5]), integer(2)])
    yield declare("add", [tensor("int32", [], [1]), 0.5])


def special_cases():
    special = [0, -0.0, 1, -1, 2, -2, 0.5, -0.5, INF, -INF, NAN, 3, -3, 1e38, -1e38, 1e-45]
    for fn, dtype in itertools.product(ALL, ("float32", "float64")):
        # Which of 0 and −0 is the larger depends on torch's instruction set.
        values = [value for value in special if value != 0] if fn in ("maximum", "minimum") else special
        yield declare(fn, [tensor(dtype, [len(values), 1], values), tensor(dtype, [len(values)], values)], label=f"special {dtype}")
    halves = [0, -0.0, 1, -1.5, INF, -INF, NAN, 60000, 1e-7, 3, 0.1]
    for fn, dtype in itertools.product(("add", "mul", "div"), ("float16", "bfloat16")):
        yield declare(fn, [tensor(dtype, [len(halves), 1], halves), tensor(dtype, [len(halves)], halves)], label=f"special {dtype}")
    # Random float32 and float64: every bit of the rounding.
    for fn, dtype in itertools.product(("add", "mul", "div", "pow"), FLOATS):
        yield declare(fn, [tensor(dtype, [40], spread(35, 0.1, 9.0)), tensor(dtype, [40], spread(36))])
    ends = {
        "int8": [-128, 127, 100, -1], "uint8": [0, 255, 200, 1], "int16": [-(2**15), 2**15 - 1, 300, -1],
        "int32": [-(2**31), 2**31 - 1, 123456789, -1], "int64": [-(2**63), 2**63 - 1, 2**53 + 1, -1],
    }  # fmt: skip
    for fn, (dtype, values) in itertools.product(("add", "sub", "mul", "maximum", "minimum"), ends.items()):
        yield declare(fn, [tensor(dtype, [4, 1], values), tensor(dtype, [4], values)], label=f"ends of {dtype}")
    for dtype, values in ends.items():
        yield declare("pow", [tensor(dtype, [4, 1], values), tensor(dtype, [5], [0, 1, 2, 3, 7])], label=f"ends of {dtype}")
        yield declare("div", [tensor(dtype, [4, 1], values), tensor(dtype, [2], [1, 3])], label=f"ends of {dtype}")
        if dtype != "uint8":
            yield declare("pow", [tensor(dtype, [2], [2, 1]), tensor(dtype, [2], [1, -1])])
            yield declare("pow", [tensor(dtype, [2], [2, 1]), integer(-1)])


def layout_pairs():
    """Pairs of one shape, [2, 3] or [2, 3, 4], that lie in memory in different orders."""
    planes = {
        "contiguous": tensor("float32", [2, 3], spread(41)),
        "transposed": tensor("float32", [3, 2], spread(42), ["transpose", 0, 1]),
        "with gaps": tensor("float32", [2, 6], spread(43), ["slice", 1, 1, 6, 2]),
        "of one column": tensor("float32", [2, 1], spread(44), ["expand", [2, 3]]),
        "of one row": tensor("float32", [3], spread(45), ["expand", [2, 3]]),
        "of one number": tensor("float32", [1], spread(46), ["expand", [2, 3]]),
    }
    cubes = {
        "contiguous 3-d": tensor("float32", [2, 3, 4], spread(51)),
        "permuted 3-d": tensor("float32", [4, 2, 3], spread(52), ["permute", [1, 2, 0]]),
        "reversed 3-d": tensor("float32", [4, 3, 2], spread(53), ["permute", [2, 1, 0]]),
        "permuted 3-d with gaps": tensor("float32", [4, 3, 3], spread(54), ["permute", [1, 2, 0]], ["narrow", 0, 1, 2]),
        "3-d of one plane": tensor("float32", [4, 3], spread(55), ["transpose", 0, 1], ["unsqueeze", 0], ["expand", [2, 3, 4]]),
    }
    for kinds in (planes, cubes):
        for (a, left), (b, right) in itertools.product(kinds.items(), kinds.items()):
            yield f"{a}, {b}", left, right


def layout_cases():
    for label, left, right in layout_pairs():
        yield f"add({label})", "add", [left, right], {}
    row = tensor("float32", [4], spread(47))
    for label, spec in views().items():
        if make_tensor(spec).shape[-1] == 4:
            yield declare("mul", [spec, row], label=label)
            yield declare("div", [row, spec])
    for label, spec in views("int64", cycle(3, -1, 2)).items():
        yield declare("add", [spec, spec], label=label)
        yield declare("mul", [spec, tensor("float32", [], [1.5])], label=label)
    mixed = [("float64", "float32"), ("int32", "int64"), ("bfloat16", "float16"), ("uint8", "int8"), ("bool", "float32")]
    for left, right in mixed:
        a = tensor(left, [3, 2], cycle(1, 0, 1), ["transpose", 0, 1])
        yield declare("add", [a, tensor(right, [2, 3], cycle(1, 2))])


def matmul_cases():
    shapes = [
        ([3], [3]), ([2, 3], [3]), ([3], [3, 2]), ([2, 3], [3, 4]), ([1, 3], [3, 1]), ([2, 2, 3], [3]), ([3], [2, 3, 4]), ([2, 2, 3], [3, 4]),
        ([2, 3], [2, 3, 4]), ([2, 2, 3], [2, 3, 4]), ([2, 1, 2, 3], [3, 3, 4]), ([5, 1, 2, 3], [1, 2, 3, 4]), ([0], [0]), ([2, 0], [0, 3]),
        ([0, 3], [3, 2]), ([2, 3], [3, 0]), ([2, 0, 3], [3, 2]), ([0, 2, 3], [0, 3, 2]), ([0, 2, 3], [3, 2]), ([1, 1], [1, 1]), ([17, 9], [9, 5]),
        ([], [3]), ([3], []), ([2], [3]), ([2, 3], [2]), ([3], [2, 3]), ([2, 3], [2, 3]), ([2, 2, 3], [3, 3, 2]), ([2, 2, 3], [2, 2, 2]),
    ]  # fmt: skip
    for left, right in shapes:
        yield declare("matmul", [tensor("float32", left, spread(61)), tensor("float32", right, spread(62))])
    names = [*FLOATS, *INTEGERS, "bool"]
    for dtype in names:
        yield declare("matmul", [tensor(dtype, [2, 3], cycle(1, 0, 3, 2)), tensor(dtype, [3, 2], cycle(2, 1, 0))])
        yield declare("matmul", [tensor(dtype, [3], cycle(1, 0, 3, 2)), tensor(dtype, [3], cycle(2, 1, 0))])
    for left, right in (("float32", "float64"), ("int64", "float32"), ("int32", "int64")):
        yield declare("matmul", [tensor(left, [2, 3], cycle(1, 2)), tensor(right, [3, 2], cycle(2, 1))])
    for dtype, values in (("int8", [100, 100]), ("uint8", [200, 100]), ("int32", [2**31 - 1, 2**30]), ("int64", [2**62, 2**53 + 1])):
        yield declare("matmul", [tensor(dtype, [2, 2], [*values, *values]), tensor(dtype, [2, 2], [3, 2, 5, 7])], label=f"{dtype} that overflows")
    layouts = [(label, spec) for label, spec in views().items() if "dims of 1" not in label and "columns" not in label]
    for (a, left), (b, right) in itertools.product(layouts, layouts):
        inner, outer = make_tensor(left).shape, make_tensor(right).shape
        if len(inner) == len(outer) == 2 and list(inner) == list(outer):
            transposed = {**right, "views": [*right["views"], ["transpose", 0, 1]]}
            yield f"matmul({a}, {b}, transposed)", "matmul", [left, transposed], {}
    special = tensor("float32", [2, 2], [INF, NAN, -INF, 0])
    yield declare("matmul", [special, tensor("float32", [2, 2], [1, 0, 2, 1])], label="special")
