"""The activations, and the first functions that they stood beside."""

from .answers import (
    ABOUT, INF, NAN, SPECIAL, answer_all, dims, make_tensor, of_every_float, of_every_integer, spread, sweep, tensor, views,
)  # fmt: skip
from .encoding import DTYPES, FLOATS, INTEGERS

__all__ = ["ABOUT", "cases"]

DEVIATIONS = {
    "mean(beyond float32)": "the sum is kept in float64, where it does not overflow",
}


def cases():
    return answer_all(declarations(), DEVIATIONS)


def declarations():
    yield from softmax_cases()
    yield from elementwise_cases()
    yield from max_cases()
    yield from sub_cases()
    yield from reduction_cases()


def softmax_cases():
    rows = {
        "the article": tensor("float32", [3], [2.0, 1.0, 0.1]),
        "a thousand and a thousand": tensor("float32", [2], [1000, 1000]),
        "spread of 200": tensor("float32", [4], [100, -100, 99, 0]),
        "spread over float32": tensor("float32", [3], [3e38, -3e38, 3e38]),
        "one of -inf": tensor("float32", [3], [1, -INF, 2]),
        "only -inf": tensor("float32", [3], [-INF, -INF, -INF]),
        "one inf": tensor("float32", [3], [1, INF, 2]),
        "both infinities": tensor("float32", [3], [-INF, INF, 2]),
        "one NaN": tensor("float32", [3], [1, NAN, 2]),
        "a single element": tensor("float32", [1], [5]),
        "a single NaN": tensor("float32", [1], [NAN]),
        "a 0-d tensor": tensor("float32", [], [5]),
        "a 0-d infinity": tensor("float32", [], [INF]),
        "denormal differences": tensor("float32", [3], [1e-45, 0, -0.0]),
        "probabilities below float32": tensor("float32", [4], [0, -87, -95, -104]),
        "31 elements": tensor("float32", [31], spread(31)),
        "32 elements": tensor("float32", [32], spread(32)),
        "100 elements": tensor("float32", [100], spread(33, -50.0, 50.0)),
    }
    yield from sweep("softmax", rows, dims(-1, 1))
    batch = {"the batch": tensor("float32", [3, 3], [1, 2, 3, 1, 2, 1, 4, 3, 2])}
    yield from sweep("softmax", batch, dims(-2, 2))
    mixed = [1, NAN, -INF, INF, -INF, 2, -INF, 0, 3, 4, 5, 6]
    yield from sweep("softmax", of_every_float([3, 4], mixed), dims(-2, 2))
    yield from sweep("softmax", of_every_float([2, 3, 4], spread(1)), dims(-3, 3))
    yield from sweep("softmax", of_every_float([40], spread(2, -20.0, 20.0)), dims(0, 1))
    yield from sweep("softmax", of_every_float([2, 2, 2, 2, 2], spread(3)), dims(0, 5))
    for dtype in ("float32", "float64", "float16"):
        for label, spec in views(dtype).items():
            yield from sweep("softmax", {label: spec}, dims(0, make_tensor(spec).dim()))
    empty = {f"empty {shape}": tensor("float32", shape, []) for shape in ([0], [0, 3], [3, 0], [2, 0, 3])}
    yield from sweep("softmax", empty, dims(-1, 1))
    yield from sweep("softmax", of_every_integer([2, 3], {"arange": [0, 1]}), [*dims(1, 2), *dims(0, 1)])
    yield from sweep("softmax", of_every_integer([2, 3], {"arange": [0, 1]}), dims(1, 2, dtype="float32"))
    for dtype in FLOATS:
        yield from sweep("softmax", of_every_float([2, 3], spread(4)), dims(1, 2, dtype=dtype))
    out_of_range = {
        "float32 [2, 3]": tensor("float32", [2, 3], spread(5)),
        "float32 []": tensor("float32", [], [1]),
        "float32 [0, 3]": tensor("float32", [0, 3], []),
    }
    yield from sweep("softmax", out_of_range, [*dims(2, 3), *dims(-3, -2)])


def elementwise_cases():
    for fn in ("sigmoid", "relu"):
        no_arguments = [((), {})]
        yield from sweep(fn, {f"special {dtype}": tensor(dtype, [len(SPECIAL)], SPECIAL) for dtype in FLOATS}, no_arguments)
        yield from sweep(fn, of_every_float([2, 3], spread(11, -8.0, 8.0)), no_arguments)
        yield from sweep(fn, of_every_float([70], spread(12, -100.0, 100.0)), no_arguments)
        yield from sweep(fn, of_every_float([], [-0.5]), no_arguments)
        yield from sweep(fn, of_every_float([0], []), no_arguments)
        yield from sweep(fn, of_every_float([2, 0, 3], []), no_arguments)
        signed = {name: tensor(name, [5], [-3, -1, 0, 1, 100]) for name in INTEGERS if name != "uint8"}
        yield from sweep(fn, {**signed, **of_every_integer([4], {"cycle": [0, 1, 1, 0]})}, no_arguments)
        for dtype in FLOATS:
            yield from sweep(fn, views(dtype), no_arguments)
        yield from sweep(fn, views("int32"), no_arguments)


def max_cases():
    ties = [1, 3, 3, 2, 2, 2, -1, -5, -1, 0, -0.0, 0]
    specials = [1, NAN, INF, -INF, -INF, -INF, NAN, NAN, 2, -0.0, 0, -1]
    both = [((dim,), options) for dim in (0, 1, -1) for options in ({}, {"keepdim": True})]
    for label, data in (("ties", ties), ("special", specials)):
        inputs = {f"{label} {dtype}": tensor(dtype, [4, 3], data) for dtype in FLOATS}
        yield from sweep("max", inputs, both)
        yield from sweep("argmax", inputs, both)
    integers = of_every_integer([3, 4], {"cycle": [1, 0, 3, 1, 2]})
    yield from sweep("max", integers, dims(0, 2))
    yield from sweep("max", {"int64 beyond 2 ** 53": tensor("int64", [3], [2**53, 2**53 + 1, -(2**62)])}, dims(0, 1))
    yield from sweep("max", views(), dims(0, 2))
    yield from sweep("argmax", views(), dims(0, 2))
    whole = {
        "float32 [2, 3]": tensor("float32", [2, 3], spread(21)),
        "float32 []": tensor("float32", [], [2]),
        "NaN": tensor("float32", [3], [1, NAN, NAN]),
        "uint8 [3]": tensor("uint8", [3], [200, 3, 200]),
        "transposed": tensor("float32", [2, 3], spread(22), ["transpose", 0, 1]),
        "empty": tensor("float32", [0], []),
    }
    for fn in ("max", "argmax"):
        yield from sweep(fn, whole, [((), {})])
        yield from sweep(fn, {"float32 []": tensor("float32", [], [2])}, dims(-1, 1))
        edges = {f"empty {shape}": tensor("float32", shape, []) for shape in ([0], [0, 3], [2, 0])}
        yield from sweep(fn, edges, [*dims(0, 1), *dims(1, 2)])
        yield from sweep(fn, {"float32 [2, 3]": tensor("float32", [2, 3], spread(23))}, [*dims(2, 3), *dims(-3, -2)])


def sub_cases():
    shapes = [
        ([3], [3]), ([2, 3], [3]), ([2, 3], [2, 1]), ([2, 1, 3], [4, 1]), ([], [2, 2]), ([2, 2], []), ([1], [0]), ([0, 3], [1, 3]),
        ([5, 1, 4, 1], [3, 1, 1]), ([3], [2]), ([2, 3], [3, 2]), ([0], [2]),
    ]  # fmt: skip
    for left, right in shapes:
        a, b = tensor("float32", left, spread(31)), tensor("float32", right, spread(32))
        yield f"sub({left}, {right})", "sub", [a, b], {}
    names = list(DTYPES)
    for left in names:
        for right in names:
            a = tensor(left, [3], {"cycle": [3, 1, 0]})
            b = tensor(right, [3], {"cycle": [1, 1, 2] if right != "bool" else [1, 0, 1]})
            yield f"sub({left}, {right})", "sub", [a, b], {}
    for left in names:
        for label, number in (("1", {"bigint": "1"}), ("0.5", 0.5)):
            yield f"sub({left}, {label})", "sub", [tensor(left, [3], {"cycle": [3, 1, 0]}), number], {}
    special = [0, -0.0, INF, -INF, NAN, 1e38, -1e38, 1e-45]
    a = tensor("float32", [8, 1], special)
    yield "sub(special, special)", "sub", [a, tensor("float32", [8], special)], {}
    yield "sub of integers that overflow", "sub", [tensor("int8", [2], [-128, 127]), tensor("int8", [2], [1, -1])], {}
    yield "sub of int64 beyond 2 ** 53", "sub", [tensor("int64", [1], [2**62]), tensor("int64", [1], [1])], {}
    for label, spec in views().items():
        yield f"sub({label}, row)", "sub", [spec, tensor("float32", [make_tensor(spec).shape[-1]], spread(33))], {}
        yield f"sub(0-d, {label})", "sub", [tensor("float32", [], [1.5]), spec], {}


def reduction_cases():
    for fn in ("sum", "mean"):
        every = [((), {}), *dims(-1, 2), *dims(0, 2, keepdim=True)]
        yield from sweep(fn, of_every_float([3, 4], spread(41)), every)
        yield from sweep(fn, of_every_integer([3, 4], {"cycle": [1, 0, 100, 7]}), [((), {}), *dims(0, 2)])
        yield from sweep(fn, views(), [((), {}), *dims(0, 2)])
        yield from sweep(fn, {"float32 [2, 3, 4]": tensor("float32", [2, 3, 4], spread(42))}, [(([0, 2],), {}), (([-1, 0],), {"keepdim": True}), (([],), {})])
        edges = {f"empty {shape}": tensor("float32", shape, []) for shape in ([0], [0, 3], [2, 0])}
        yield from sweep(fn, edges, [((), {}), *dims(0, 1)])
        yield from sweep(fn, {"float32 []": tensor("float32", [], [2.5])}, [((), {}), *dims(-1, 1)])
        special = {
            "a NaN": tensor("float32", [3], [1, NAN, 2]),
            "both infinities": tensor("float32", [2], [INF, -INF]),
            "an infinity": tensor("float32", [2], [INF, 1]),
            "beyond float32": tensor("float32", [2], [3e38, 3e38]),
            "minus zeros": tensor("float32", [2], [-0.0, -0.0]),
            "a thousand tenths": tensor("float32", [1000], {"cycle": [0.1]}),
            "a large and many small": tensor("float32", [1000], {"cycle": [1e8, 1, 1, 1, 1, 1, 1, 1]}),
            "float16 beyond its largest": tensor("float16", [3], [60000, 60000, -60000]),
            "bfloat16 thousand ones": tensor("bfloat16", [1000], {"cycle": [1]}),
        }
        yield from sweep(fn, special, [((), {})])
        yield from sweep(fn, {"float32 [2, 3]": tensor("float32", [2, 3], spread(43))}, [*dims(2, 3), *dims(-3, -2), (([0, 0],), {})])
        yield from sweep(fn, of_every_integer([3], {"arange": [0, 1]}), [((None,), {"dtype": "float32"})])
        yield from sweep(fn, of_every_float([3], {"cycle": [0.1]}), [((None,), {"dtype": "float64"})])
