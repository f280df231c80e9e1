"""sort and topk. torch does not say which of equals topk takes; where there are any, only the values are judged, by sort."""

import itertools

from .answers import ABOUT, INF, NAN, answer_all, cycle, declare, dims, make_tensor, of_every_float, of_every_integer, spread, sweep, tensor, views
from .encoding import DTYPES, FLOATS

__all__ = ["ABOUT", "cases"]


def cases():
    return answer_all(declarations())


def declarations():
    yield from sort_cases()
    yield from topk_cases()


BOTH = ({}, {"descending": True})


def sort_cases():
    special = [3, NAN, -INF, 0, -0.0, INF, 1, NAN, -1, 3, 0, -0.0]
    ties = [1, 3, 3, 2, 2, 2, -1, -5, -1, 0, -0.0, 0]
    for label, data in (("special", special), ("ties", ties)):
        for dtype, order in itertools.product(FLOATS, BOTH):
            yield declare("sort", [tensor(dtype, [12], data)], order, f"{label} {dtype}")
            yield declare("sort", [tensor(dtype, [4, 3], data)], {"dim": 0, **order}, f"{label} {dtype} [4, 3]")
    for order in BOTH:
        yield from sweep("sort", of_every_integer([3, 4], cycle(1, 0, 3, 1, 2)), [((), order), ((), {"dim": 0, **order})])
        yield declare("sort", [tensor("int64", [4], [2**53 + 1, 2**53, -(2**63), 2**63 - 1])], order)
        yield declare("sort", [tensor("uint8", [4], [200, 3, 255, 100])], order)
        for dim in range(-3, 3):
            yield declare("sort", [tensor("float32", [2, 3, 4], spread(131))], {"dim": dim, **order})
        for label, spec in views().items():
            if label in ("float32 permuted", "float32 expanded") or (order and "with" not in label and "row" not in label):
                for dim in range(make_tensor(spec).dim()):
                    yield declare("sort", [spec], {"dim": dim, **order}, label)
    yield declare("sort", [tensor("float32", [300], spread(132))])
    yield declare("sort", [tensor("float32", [200], cycle(1, 0, 2))], {"descending": True})
    for shape in ([], [1], [0], [2, 0], [0, 3]):
        yield declare("sort", [tensor("float32", shape, cycle(1))])
    for dim in (0, -1, 1, -2):
        yield declare("sort", [tensor("float32", [], [1])], {"dim": dim})
        yield declare("sort", [tensor("float32", [2], [2, 1])], {"dim": dim})


def topk_cases():
    # No two alike.
    for largest in ({}, {"largest": False}):
        for k in range(0, 8):
            yield declare("topk", [tensor("float32", [7], spread(141)), k], largest)
        for dim, k in itertools.product(range(-3, 3), (1, 2)):
            yield declare("topk", [tensor("float32", [2, 3, 4], spread(142)), k], {"dim": dim, **largest})
        for dtype in DTYPES:
            if dtype != "bool":
                yield declare("topk", [tensor(dtype, [2, 4], [3, 1, 7, 5, 8, 2, 6, 4]), 2], largest)
        yield declare("topk", [tensor("float32", [5], [1, NAN, INF, -INF, 0]), 3], largest)
        yield declare("topk", [tensor("int64", [3], [2**53 + 1, 2**53, 2**53 + 2]), 2], largest)
        for label, spec in views().items():
            if "expanded" not in label:
                for dim in range(make_tensor(spec).dim()):
                    yield declare("topk", [spec, 1], {"dim": dim, **largest}, label)
        yield declare("topk", [tensor("float32", [300], spread(143)), 128], largest)
        yield declare("topk", [tensor("float32", [300], spread(143)), 129], largest)
    for k, shape in itertools.product((0, 1, 2, -1), ([], [1], [0], [2, 0], [0, 3])):
        yield declare("topk", [tensor("float32", shape, cycle(1)), k])
    yield declare("topk", [tensor("float32", [3], [1, 2, 3]), 4])
    yield declare("topk", [tensor("float32", [3], [1, 2, 3]), 1], {"dim": 1})
