"""Other shapes and strides on the same memory: what they are, and when there is a copy after all."""

from .answers import ABOUT, answer_all, declare, dims, make_tensor, of_every_float, of_every_integer, sweep, tensor, views
from .encoding import DTYPES

__all__ = ["ABOUT", "cases"]

COUNT = {"arange": [0, 1]}

#: Bases of every kind: contiguous, in another order, with gaps, with an offset, expanded, 0-d, empty, with dims of 1.
BASES = {
    "0-d": tensor("float32", [], COUNT),
    "[1]": tensor("float32", [1], COUNT),
    "[6]": tensor("float32", [6], COUNT),
    "[6] in steps": tensor("float32", [12], COUNT, ["slice", 0, 1, 12, 2]),
    "[2, 3]": tensor("float32", [2, 3], COUNT),
    "[2, 3] transposed": tensor("float32", [3, 2], COUNT, ["transpose", 0, 1]),
    "[2, 3] with gaps": tensor("float32", [2, 6], COUNT, ["slice", 1, 0, 6, 2]),
    "[2, 3] narrowed": tensor("float32", [4, 3], COUNT, ["narrow", 0, 1, 2]),
    "[2, 3] of one column": tensor("float32", [2, 1], COUNT, ["expand", [2, 3]]),
    "[2, 3] of one row": tensor("float32", [3], COUNT, ["expand", [2, 3]]),
    "[2, 1, 3]": tensor("float32", [2, 1, 3], COUNT),
    "[1, 2, 1, 3, 1] transposed": tensor("float32", [3, 2], COUNT, ["transpose", 0, 1], ["unsqueeze", 0], ["unsqueeze", 2], ["unsqueeze", 4]),
    "[2, 3, 4]": tensor("float32", [2, 3, 4], COUNT),
    "[2, 3, 4] permuted": tensor("float32", [4, 2, 3], COUNT, ["permute", [1, 2, 0]]),
    "[2, 3, 4] with its outer dims swapped": tensor("float32", [3, 2, 4], COUNT, ["transpose", 0, 1]),
    "[2, 3, 4] narrowed inside": tensor("float32", [2, 5, 4], COUNT, ["narrow", 1, 1, 3]),
    "[0]": tensor("float32", [0], []),
    "[2, 0, 3]": tensor("float32", [2, 0, 3], []),
    "[0, 3] narrowed": tensor("float32", [2, 3], COUNT, ["narrow", 0, 1, 0]),
}  # fmt: skip
SHAPES = [
    [], [-1], [6], [2, 3], [3, 2], [2, -1], [1, 6, 1], [2, 1, 3], [24], [4, 6], [6, 4], [2, 12], [2, 3, 2, 2], [2, 3, 1, 4], [4, -1],
    [0], [0, 3], [3, 0], [-1, 0], [0, -1], [-1, -1], [5], [4, -1, -1], [-2, -3],
]  # fmt: skip
#: Enough of them for what looks at one dim only.
FEW = ("[6] in steps", "[2, 3] transposed", "[2, 3] of one column", "[2, 3, 4] permuted", "[2, 0, 3]")


def cases():
    return answer_all(declarations())


def declarations():
    yield from reshape_cases()
    yield from order_cases()
    yield from size_one_cases()
    yield from expand_cases()
    yield from part_cases()
    yield from copy_cases()


def ndim(spec):
    return make_tensor(spec).dim()


def reshape_cases():
    for fn in ("reshape", "view"):
        for label, base in BASES.items():
            n = make_tensor(base).numel()
            for shape in SHAPES:
                wanted = 1
                for size in shape:
                    wanted *= 1 if size == -1 else size
                holds = wanted == n or (-1 in shape and wanted > 0 and n % wanted == 0 and n > 0)
                # What does not fit fails in the same way for every base.
                if (holds and (fn == "view" or "3, 4" in label)) or label in ("[2, 3]", "[0]"):
                    yield declare(fn, [base, shape], label=label)
    for label, base in BASES.items():
        yield declare("flatten", [base], label=label)
        for start in range(-ndim(base) - 1, ndim(base) + 1) if label in FEW else (0, 1):
            yield declare("flatten", [base], {"startDim": start}, label)
            yield declare("flatten", [base], {"endDim": start}, label)
        if ndim(base) == 3:
            for start, end in ((0, 1), (1, 2), (1, 1), (-2, -1), (2, 1), (-1, 0)):
                yield declare("flatten", [base], {"startDim": start, "endDim": end}, label)


def order_cases():
    for label, base in BASES.items():
        n = ndim(base)
        pairs = [(0, -1), (1, 0), (-2, 1), (n, 0), (0, -n - 1)]
        yield from sweep("transpose", {label: base}, [(pair, {}) for pair in dict.fromkeys(pairs)])
        yield declare("t", [base], label=label)
    orders = {
        "0-d": [[], [0]],
        "[6]": [[0], [-1], [1], [], [0, 0]],
        "[2, 3]": [[0, 1], [1, 0], [-1, -2], [0, 0], [0, -2], [2, 0], [0]],
        "[2, 3] of one column": [[1, 0]],
        "[2, 3, 4]": [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0], [-1, 0, 1], [0, 1, 3], [0, 1, -4], [1, 1, 2]],
        "[2, 3, 4] permuted": [[2, 0, 1], [1, 0, 2]],
        "[2, 0, 3]": [[2, 1, 0]],
    }
    for label, each in orders.items():
        yield from sweep("permute", {label: BASES[label]}, [((dims,), {}) for dims in each])


def size_one_cases():
    for label, base in BASES.items():
        n = ndim(base)
        yield declare("squeeze", [base], label=label)
        if n < 2 or label in FEW or "1" in label:
            yield from sweep("squeeze", {label: base}, dims(-max(n, 1) - 1, max(n, 1) + 1))
            yield from sweep("unsqueeze", {label: base}, dims(-n - 2, n + 2))


def expand_cases():
    shapes = {
        "0-d": [[], [3], [2, 3], [0], [1, 1], [-1]],
        "[1]": [[1], [3], [-1], [2, 3], [2, -1], [0], [-1, 3], [], [-2], [3, -2]],
        "[6]": [[6], [2, 6], [2, -1], [7], [6, 1], [1, 6], [-1, 6], [0, 6]],
        "[2, 1, 3]": [[2, 1, 3], [2, 4, 3], [-1, 4, -1], [5, 2, 4, 3], [2, 0, 3], [2, 4], [4, 4, 3], [2, 4, 1], [-1, 2, 4, 3]],
        "[2, 3] transposed": [[2, 3], [4, 2, 3]],
        "[2, 3] of one column": [[2, 3], [4, 2, 3], [2, 6]],
        "[1, 2, 1, 3, 1] transposed": [[4, 2, 5, 3, 2]],
        "[0]": [[0], [2, 0], [1], [3]],
        "[2, 0, 3]": [[2, 0, 3], [4, 2, 0, 3], [2, 1, 3]],
    }
    for label, each in shapes.items():
        yield from sweep("expand", {label: BASES[label]}, [((shape,), {}) for shape in each])


def part_cases():
    for label in FEW:
        base = BASES[label]
        n = ndim(base)
        shape = list(make_tensor(base).shape)
        for dim in range(-1, n):
            size = shape[dim]
            indices = dict.fromkeys([0, size - 1, -1, -size, size, -size - 1])
            yield from sweep("select", {label: base}, [((dim, index), {}) for index in indices])
        for dim in range(0, n):
            size = shape[dim]
            parts = [(0, size), (1, size - 1), (size, 0), (-1, 1), (-size, 1), (0, 0), (1, size), (0, -1)]
            # Of a dim without elements torch says other things in each version.
            fitting = parts if size > 0 else [(0, 0), (0, 1), (0, -1)]
            yield from sweep("narrow", {label: base}, [((dim, *part), {}) for part in dict.fromkeys(fitting)])
    for fn, rest in (("select", [0]), ("narrow", [0, 1])):
        yield declare(fn, [BASES["0-d"], 0, *rest], label="0-d")
        for dim in (2, -3):
            yield declare(fn, [BASES["[2, 3]"], dim, *rest], label="[2, 3]")
    bounds = [(0, 6, 1), (1, 5, 2), (None, None, 1), (2, None, 1), (None, -1, 1), (-4, -1, 2), (0, 100, 4), (-100, 3, 1), (4, 2, 1), (6, 9, 1), (0, 6, 7), (5, None, 3)]  # fmt: skip
    for label in ("[6]", "[6] in steps"):
        yield from sweep("slice", {label: BASES[label]}, [((0, *each), {}) for each in bounds])
    for label in ("[2, 3]", "[2, 3] transposed", "[2, 3] of one column", "[2, 3, 4] permuted", "[2, 3, 4] narrowed inside", "[0, 3] narrowed"):
        yield from sweep("slice", {label: BASES[label]}, [((dim, *each), {}) for dim in (0, 1) for each in ((1, None, 1), (0, -1, 1), (0, 9, 2), (1, 1, 1))])


def copy_cases():
    for fn in ("contiguous", "clone"):
        for label, base in BASES.items():
            yield declare(fn, [base], label=label)
    small = {"arange": [0, 1]}
    for dtype in DTYPES:
        of_dtype = views(dtype, {"cycle": [1, 0, 3, 2]})
        yield from sweep("clone", {label: of_dtype[label] for label in (f"{dtype} transposed", f"{dtype} expanded")}, [((), {})])
    every = {**of_every_float([2, 3], small), **of_every_integer([2, 3], small)}
    yield from sweep("reshape", every, [(([3, 2],), {})])
    yield from sweep("transpose", every, [((0, 1), {})])
