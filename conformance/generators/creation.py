"""New tensors: of one value, of evenly spaced ones."""

import itertools

from .answers import ABOUT, INF, NAN, answer_all, cycle, declare, integer, tensor, views
from .encoding import DTYPES, FLOATS, INTEGERS

__all__ = ["ABOUT", "cases"]


def cases():
    return answer_all(declarations())


def declarations():
    yield from filled_cases()
    yield from like_cases()
    yield from arange_cases()
    yield from linspace_cases()


def filled_cases():
    for fn, shape in itertools.product(("zeros", "ones"), ([], [3], [2, 3], [0], [2, 0, 3])):
        yield declare(fn, [shape])
    for fn, dtype in itertools.product(("zeros", "ones"), DTYPES):
        yield declare(fn, [[2]], {"dtype": dtype})
    for value in (2.5, integer(3), True, False, NAN, INF, -0.0):
        yield declare("full", [[2, 2], value])
        yield declare("full", [[], value])
    for dtype, value in itertools.product(DTYPES, (1, 1.5, True, integer(7))):
        yield declare("full", [[2], value], {"dtype": dtype})
    for dtype in FLOATS:
        yield declare("full", [[2], -INF], {"dtype": dtype})
        yield declare("full", [[1], 0.1], {"dtype": dtype})
    yield declare("full", [[1], integer(2**53 + 1)])


def like_cases():
    for label, spec in views().items():
        for fn in ("zerosLike", "onesLike"):
            yield declare(fn, [spec], label=label)
        yield declare("fullLike", [spec, 2.5], label=label)
    for dtype in DTYPES:
        x = tensor(dtype, [2, 3], cycle(0), ["transpose", 0, 1])
        yield declare("onesLike", [x])
        yield declare("zerosLike", [x], {"dtype": "int64"})
        yield declare("fullLike", [x, 7])
        yield declare("fullLike", [x, 0.5], {"dtype": "float32"})


def arange_cases():
    bounds = [
        (5.0,), (0.0,), (2.0, 5.0), (0.0, 1.0, 0.25), (0.0, 1.0, 0.1), (5.0, 0.0, -1.0), (1.0, 2.0, 0.3), (0.5, 3.0), (-3.0, 3.0, 1.5), (3.0, 3.0),
        (0.0, 0.7, 0.1), (1.0, 0.0, -0.125), (0.0, 1.0, 5.0), (2.5,),
    ]  # fmt: skip
    for given in bounds:
        yield declare("arange", list(given))
        for dtype in ("float64", "float16", "bfloat16"):
            yield declare("arange", list(given), {"dtype": dtype})
        for dtype in INTEGERS:
            if all(value.is_integer() and 0 <= value < 100 for value in given):
                yield declare("arange", list(given), {"dtype": dtype})
    for given in ((5,), (2, 5), (0, 10, 3), (5, 0, -2), (3, 3), (0, -3, -1), (2**53, 2**53 + 4), (2**62, 2**62 + 9, 3), (-3, 4, 2)):
        yield declare("arange", [integer(value) for value in given])
        if max(map(abs, given)) < 100 and min(given[:2]) >= 0:
            for dtype in INTEGERS:
                yield declare("arange", [integer(value) for value in given], {"dtype": dtype})
            yield declare("arange", [integer(value) for value in given], {"dtype": "float32"})
    for given in ((0.0, 1.0, 0.0), (0.0, 1.0, -1.0), (1.0, 0.0), (0.0, INF), (0.0, NAN), (-1.0,)):
        yield declare("arange", list(given))


def linspace_cases():
    ends = [(0.0, 1.0), (-3.0, 5.0), (1.0, 0.0), (2.0, 2.0), (0.0, 1e10), (-0.1, 0.2)]
    for (start, end), steps in itertools.product(ends, (0, 1, 2, 3, 5, 10, 11)):
        yield declare("linspace", [start, end, steps])
    for dtype in ("float64", "float16", "bfloat16"):
        for steps in (1, 4, 5, 10):
            yield declare("linspace", [-1.0, 2.0, steps], {"dtype": dtype})
    for dtype in INTEGERS:
        for steps in (1, 3, 5, 6):
            yield declare("linspace", [0.0, 10.0, steps], {"dtype": dtype})
    yield declare("linspace", [0.0, 1.0, -1])
