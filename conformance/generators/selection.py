"""One of several values, element by element."""

import itertools

from .answers import ABOUT, INF, NAN, answer_all, cycle, declare, integer, make_tensor, spread, tensor, views
from .arithmetic import BROADCASTS, layout_pairs
from .encoding import DTYPES, FLOATS, INTEGERS

__all__ = ["ABOUT", "cases"]


def cases():
    return answer_all(declarations())


def declarations():
    yield from where_cases()
    yield from masked_fill_cases()
    yield from clamp_cases()


def where_cases():
    condition = tensor("bool", [3], [1, 0, 1])
    for left, right in itertools.product(DTYPES, ("float16", "float64", "int64", "uint8", "bool")):
        yield declare("where", [condition, tensor(left, [3], cycle(3, 1, 0)), tensor(right, [3], cycle(1, 1, 2))])
    for left, right in BROADCASTS:
        a, b = tensor("float32", left, spread(81)), tensor("float32", right, spread(82))
        yield declare("where", [tensor("bool", left, cycle(1, 0, 0)), a, b])
    for shape in ([4, 1, 1], [2, 1], [1, 3], [4], [5, 2, 3]):
        yield declare("where", [tensor("bool", shape, cycle(1, 0, 0)), tensor("float32", [2, 3], spread(83)), tensor("float32", [3], spread(84))])
    for dtype in DTYPES:
        for number in (0.5, integer(2)):
            yield declare("where", [condition, tensor(dtype, [3], cycle(3, 1, 0)), number])
        yield declare("where", [condition, tensor(dtype, [3], cycle(3, 1, 0)), tensor("float64", [], [0.5])])
    yield declare("where", [condition, tensor("float32", [3], [NAN, INF, -0.0]), tensor("float32", [3], [1, NAN, 2])])
    for label, left, right in layout_pairs():
        mask = tensor("bool", list(make_tensor(left).shape), cycle(1, 0, 0, 1, 1))
        yield f"where(mask, {label})", "where", [mask, left, right], {}
    for dtype in ("float32", "int64"):
        yield declare("where", [tensor(dtype, [3], [1, 0, 1]), tensor("float32", [3], [1, 2, 3]), tensor("float32", [3], [1, 2, 3])])


def masked_fill_cases():
    mask = tensor("bool", [3], [1, 0, 1])
    for dtype in DTYPES:
        for value in (-INF, 2, integer(2), True, 0.5):
            yield declare("maskedFill", [tensor(dtype, [3], cycle(3, 1, 0)), mask, value])
        for other in ("float64", "int64", "bool"):
            yield declare("maskedFill", [tensor(dtype, [3], cycle(3, 1, 0)), mask, tensor(other, [], [1])])
    for left, right in BROADCASTS:
        yield declare("maskedFill", [tensor("float32", left, spread(85)), tensor("bool", right, cycle(1, 0)), 9])
    for label, spec in views().items():
        yield declare("maskedFill", [spec, tensor("bool", [make_tensor(spec).shape[-1]], cycle(1, 0)), 9], label=label)
    yield declare("maskedFill", [tensor("float32", [3], [1, 2, 3]), mask, tensor("float32", [1], [9])])
    yield declare("maskedFill", [tensor("int8", [3], [1, 2, 3]), mask, 300])


def clamp_cases():
    for dtype in DTYPES:
        x = tensor(dtype, [5], cycle(0, 1, 2, 3, 5))
        for options in ({"min": 1, "max": 3}, {"min": 2}, {"max": 2}, {"min": 3, "max": 1}, {"min": 1.5}, {"max": 2.5}, {"min": integer(2)}):
            yield declare("clamp", [x], options)
        for other in ("float64", "bfloat16", "int64", "uint8", "bool"):
            yield declare("clamp", [x], {"min": tensor(other, [], [1])})
            if other != dtype:
                yield declare("clamp", [x], {"max": tensor(other, [5], cycle(1, 0, 2))})
    special = [0, -0.0, INF, -INF, NAN, 1.5, -1.5]
    for dtype in FLOATS:
        x = tensor(dtype, [7], special)
        for options in ({"min": -1.0, "max": 1.0}, {"min": 0.0}, {"max": 0.0}, {"min": -0.0}, {"min": NAN, "max": 1.0}, {"min": -INF, "max": INF}, {"min": INF}):
            yield declare("clamp", [x], options, f"special {dtype}")
        yield declare("clamp", [tensor(dtype, [7, 1], special)], {"min": tensor(dtype, [7], special)}, f"special {dtype} column")
        yield declare("clamp", [tensor(dtype, [7, 1], special)], {"max": tensor(dtype, [7], special)}, f"special {dtype} column")
    for left, right in BROADCASTS:
        yield declare("clamp", [tensor("float32", left, spread(86))], {"min": tensor("float32", right, spread(87))})
    yield declare("clamp", [tensor("float32", [2, 1], spread(88))], {"min": tensor("float32", [3], spread(89)), "max": tensor("float32", [2, 3], spread(90))})
    yield declare("clamp", [tensor("float32", [2], [1, 2])], {})
    for label, spec in views().items():
        yield declare("clamp", [spec], {"min": -1.0, "max": 1.0}, label)
    large = tensor("int64", [3], [2**53 + 1, -(2**62) - 1, 7])
    yield declare("clamp", [large], {"min": integer(0)})
    yield declare("clamp", [large], {"max": integer(2**53 - 1)})
    yield declare("clamp", [large], {"min": tensor("int64", [], [2**53 + 1])})
