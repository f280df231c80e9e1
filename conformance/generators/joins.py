"""Several tensors as one, one as several, and elements picked by index."""

import itertools

from .answers import ABOUT, answer_all, cycle, declare, integer, make_tensor, spread, sweep, tensor, views
from .encoding import DTYPES

__all__ = ["ABOUT", "cases"]

COUNT = {"arange": [0, 1]}


def cases():
    return answer_all(declarations())


def declarations():
    yield from join_cases()
    yield from split_cases()
    yield from gather_cases()
    yield from one_hot_cases()


def numbered(*shapes, dtype="float32"):
    return [tensor(dtype, shape, {"arange": [10 * i, 1]}) for i, shape in enumerate(shapes)]


def join_cases():
    fitting = [
        ([2], [3]), ([2],), ([2, 3], [1, 3]), ([2, 3], [2, 3], [2, 3]), ([2, 3], [0]), ([0], [2, 3], [0]), ([0], [0]), ([0, 3], [2, 3]),
        ([2, 0], [3, 0]), ([1, 2, 3], [4, 2, 3]),
    ]  # fmt: skip
    for shapes in fitting:
        yield declare("cat", [numbered(*shapes)])
        yield declare("cat", [numbered(*shapes)], {"dim": -1 if len(shapes[0]) == 1 else -len(shapes[0])})
    for dim in range(-4, 4):
        yield declare("cat", [numbered([2, 3, 4], [2, 3, 4])], {"dim": dim})
        yield declare("stack", [numbered([2, 3], [2, 3])], {"dim": dim})
    yield declare("cat", [numbered([2, 3], [2, 1], [2, 2])], {"dim": 1})
    for shapes in (([2, 3], [3, 2]), ([2, 3], [2, 4]), ([2, 3], [3]), ([2, 3], [2, 3, 1]), ([], [2]), ([2], []), ([], []), ([2, 3], [0, 4]), ([2, 3], [0, 3, 1])):
        yield declare("cat", [numbered(*shapes)])
        yield declare("stack", [numbered(*shapes)])
    for fn in ("cat", "stack"):
        yield declare(fn, [[]])
        for left, right in itertools.product(DTYPES, DTYPES if fn == "cat" else ("float16", "int32")):
            yield declare(fn, [[tensor(left, [2], cycle(1, 0)), tensor(right, [2], cycle(0, 1))]])
        for label, spec in views().items():
            for dim in range(make_tensor(spec).dim()):
                yield declare(fn, [[spec, spec]], {"dim": dim}, label)
    yield declare("stack", [numbered([], [], [])])
    yield declare("stack", [numbered([], [])], {"dim": -1})
    yield declare("stack", [numbered([], [])], {"dim": 1})
    yield declare("stack", [numbered([0], [0])])
    yield declare("cat", [[tensor("float32", [], [1]), tensor("float64", [2], [1, 2])]])
    yield declare("stack", [[tensor("float32", [], [1]), tensor("float64", [], [1])]])


def split_cases():
    bases = {"[7]": tensor("float32", [7], COUNT), "[4, 6]": tensor("float32", [4, 6], COUNT)}
    sizes = [1, 2, 3, 7, 9, 0, -1, [3, 4], [7], [0, 7, 0], [3, 3], [8, -1], [2, 2, 2, 1], []]
    yield from sweep("split", {"[7]": bases["[7]"]}, [((size,), {}) for size in sizes])
    for dim in (0, 1, -1, -2, 2, -3):
        yield from sweep("split", {"[4, 6]": bases["[4, 6]"]}, [((size,), {"dim": dim}) for size in (2, 4, [1, 3], [1, 5])])
    for label, spec in views().items():
        yield from sweep("split", {label: spec}, [((2,), {}), ((2,), {"dim": -1})])
    empty = {"[0]": tensor("float32", [0], []), "[2, 0]": tensor("float32", [2, 0], [])}
    yield from sweep("split", empty, [((0,), {}), ((2,), {}), ((2,), {"dim": -1}), (([0],), {"dim": -1})])
    yield declare("split", [tensor("float32", [], [1]), 1])
    for dtype in DTYPES:
        yield declare("split", [tensor(dtype, [3], cycle(1, 0)), 2])


def index(shape, *values):
    return tensor("int64", shape, cycle(*values))


def gather_cases():
    x = tensor("float32", [3, 4], spread(91))
    for dim in (0, 1, -1, -2):
        for shape in ([3, 4], [1, 4], [3, 1], [2, 2], [3, 2], [2, 4], [0, 4], [3, 0]):
            yield declare("gather", [x, dim, index(shape, 2, 0, 1)])
    yield declare("gather", [x, 1, index([3, 6], 2, 0, 1, 3)])
    yield declare("gather", [x, 0, index([6, 4], 2, 0, 1)])
    for wrong in (index([3, 4], 3), index([3, 4], -1), index([4, 4], 0), index([3], 0), index([1, 3, 4], 0), tensor("int32", [3, 4], cycle(0)), tensor("float32", [3, 4], cycle(0))):
        yield declare("gather", [x, 1 if wrong["shape"] == [4, 4] else 0, wrong])
    yield declare("gather", [x, 0, index([3, 5], 0)])
    yield declare("gather", [x, 2, index([3, 4], 0)])
    yield declare("gather", [x, 1, index([3, 4], 4)])
    cube = tensor("float32", [2, 3, 4], spread(92))
    for dim in range(-3, 3):
        yield declare("gather", [cube, dim, index([2, 2, 3], 0, 1, 1, 0, 1)])
    for label, spec in views().items():
        t = make_tensor(spec)
        shape = list(t.shape)
        for dim in range(t.dim()):
            yield declare("gather", [spec, dim, index(shape, *range(min(shape)))], label=label)
    turned = tensor("int64", [4, 3], cycle(2, 0, 1), ["transpose", 0, 1])
    yield declare("gather", [x, 0, turned])
    yield declare("gather", [x, 1, tensor("int64", [3, 1], [2, 0, 1], ["expand", [3, 4]])])
    for dtype in DTYPES:
        yield declare("gather", [tensor(dtype, [3], cycle(3, 1, 0)), 0, index([2], 2, 0)])
    scalar, one = tensor("float32", [], [5]), tensor("float32", [1], [5])
    for a, b in itertools.product((scalar, one), (index([], 0), index([1], 0), index([2], 0))):
        yield declare("gather", [a, 0, b])
    yield declare("gather", [tensor("float32", [3], [1, 2, 3]), 0, index([], 2)])
    yield declare("gather", [tensor("float32", [0], []), 0, index([0], 0)])


def one_hot_cases():
    for spec in (index([3], 0, 2, 1), index([2, 2], 0, 3, 1), index([], 2), index([1], 0), tensor("int64", [3, 2], cycle(0, 1, 2), ["transpose", 0, 1])):
        yield declare("oneHot", [spec])
        yield declare("oneHot", [spec], {"numClasses": 5})
    for classes in (-1, 1, 2):
        yield declare("oneHot", [index([2], 0, 2)], {"numClasses": classes})
    yield declare("oneHot", [index([2], 0, -1)])
    yield declare("oneHot", [index([2], 0, -1)], {"numClasses": 3})
    for shape in ([0], [2, 0]):
        yield declare("oneHot", [tensor("int64", shape, [])])
        yield declare("oneHot", [tensor("int64", shape, [])], {"numClasses": 3})
    for dtype in ("int32", "float32", "uint8", "bool"):
        yield declare("oneHot", [tensor(dtype, [2], cycle(0, 1))])
