"""What torch's functions answer, gathered from declarations.

A declaration is `sweep(function, inputs, calls)`: every input with every call. The torch function follows from the name
(camelCase to snake_case, in torch or torch.nn.functional); FUNCTIONS holds only what is special about one.

Where a function rounds, torch's float32 answer carries an error of its own (softmax: up to 66 units in the last place). So
the expected value is torch's answer in float64, rounded once to the dtype; torch's own answer must agree with it loosely,
or this script stops. float16, which torch 1.13 cannot compute on the CPU, is judged the same way.
"""

import itertools
import math
import re
from dataclasses import dataclass

import torch

from .encoding import DTYPES, FLOATS, INTEGERS, NAMES, encode_number, encode_result, make_tensor, tensor_spec

ABOUT = (
    "{name, fn, args, options?, expected}: fn(...args, options). An object with a dtype is a tensor (see "
    "generators/encoding.py), {number: 'inf'} a number, {bigint: '1'} a Python int that is no dim or size, null an argument "
    "left out. expected: {dtype, shape, data, strides?}, {fields: {name: tensor}} "
    "for a result with names, or {throws: torch's sentence}. Expected floats are torch's float64 answer rounded once, "
    "except where the function only moves numbers about."
)

INF, NAN = math.inf, math.nan
DIMS = {"dim"}


@dataclass(frozen=True)
class Function:
    #: "float64": computed there and rounded once. "self": the dtype's own answer is exact.
    oracle: str = "float64"
    #: Whether the result keeps the order in which the dims of its input lie in memory.
    elementwise: bool = False


FUNCTIONS = {
    "softmax": Function(),
    "sigmoid": Function(elementwise=True),
    "relu": Function(oracle="self", elementwise=True),
    "max": Function(oracle="self"),
    "argmax": Function(oracle="self"),
    "sub": Function(oracle="self", elementwise=True),
    "sum": Function(),
    "mean": Function(),
}

#: Where torch's own answer is not the one wanted, and why.
DEVIATIONS = {
    "mean(beyond float32)": "the sum is kept in float64, where it does not overflow",
}

#: How far torch's own answer may be from the oracle, relative to the larger of it and 1.
SLACK = {"float32": 2e-5, "float64": 0.0, "float16": 4e-3, "bfloat16": 4e-2}


def cases():
    names = set()
    for name, fn, args, options in declarations():
        assert name not in names, name
        names.add(name)
        case = {"name": name, "fn": fn, "args": [encode_argument(arg) for arg in args]}
        if options:
            case["options"] = options
        case["expected"] = evaluate(fn, args, options, deviates=name in DEVIATIONS)
        yield case
    assert names.issuperset(DEVIATIONS)


def encode_argument(arg):
    return [encode_argument(item) for item in arg] if isinstance(arg, list) else encode_number(arg)


# Evaluation


def evaluate(fn, args, options, deviates):
    tensors = [make_argument(arg) for arg in args]
    half = "float16" in {options.get("dtype"), *(NAMES[t.dtype] for t in tensors if isinstance(t, torch.Tensor))}
    native = None
    try:
        native = call(fn, tensors, options)
    except (RuntimeError, IndexError, TypeError) as error:
        message = str(error).splitlines()[0]
        if not (half and "not implemented for 'Half'" in message):
            # One sentence whatever the dim: torch names the kernel, which is another one for the last dim.
            return {"throws": message.replace('"softmax_kernel_impl"', '"softmax_lastdim_kernel_impl"')}
    function = FUNCTIONS[fn]
    if function.oracle == "self" and native is not None:
        return encode(native, native, function)

    exact = call(fn, [widen(t, options) for t in tensors], {key: options[key] for key in options if key != "dtype"})
    if native is None:
        dtype = DTYPES[options["dtype"]] if "dtype" in options else torch.float16
    else:
        dtype = native.dtype
    rounded = exact.to(dtype)
    if native is not None and not deviates:
        check_agreement(fn, args, rounded, native)
    return encode(rounded, exact if native is None else native, function)


def make_argument(arg):
    if isinstance(arg, dict) and "dtype" in arg:
        return make_tensor(arg)
    if isinstance(arg, dict):
        return int(arg["bigint"])
    if isinstance(arg, list):
        return [make_argument(item) for item in arg]
    return arg


def widen(arg, options):
    """An argument in float64, after the cast that a dtype option asks for."""
    if not isinstance(arg, torch.Tensor):
        return arg
    if "dtype" in options:
        arg = arg.to(DTYPES[options["dtype"]])
    return arg.double() if arg.dtype.is_floating_point else arg


def call(fn, args, options):
    name = snake_case(fn)
    function = getattr(torch, name, None) or getattr(torch.nn.functional, name)
    kwargs = {snake_case(key): DTYPES[value] if key == "dtype" else value for key, value in options.items()}
    return function(*args, **kwargs)


def snake_case(name):
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda match: "_" + match[1].lower(), name)


def check_agreement(fn, args, exact, native):
    if not native.dtype.is_floating_point:
        assert torch.equal(exact, native), (fn, args, exact, native)
        return
    slack = SLACK[NAMES[native.dtype]]
    exact, native = exact.double(), native.double()
    same = (exact == native) | (exact.isnan() & native.isnan())
    near = (exact - native).abs() <= slack * exact.abs().clamp(min=1)
    assert bool((same | near).all()), (fn, args, exact, native)


def encode(result, native, function):
    if isinstance(result, tuple):
        return {"fields": {field: encode_result(getattr(result, field)) for field in ("values", "indices")}}
    expected = encode_result(result)
    if function.elementwise and native.dim() > 1 and native.numel() > 0:
        expected["strides"] = list(native.stride())
    return expected


# Declarations


def sweep(fn, inputs, calls):
    """Every input with every call: a call is (arguments after the input, options)."""
    for (label, spec), (args, options) in itertools.product(inputs.items(), calls):
        words = [*(str(arg) for arg in args), *(f"{key}={value}" for key, value in options.items())]
        yield f"{fn}({', '.join([label, *words])})", fn, [spec, *args], options


def tensor(dtype, shape, data, *views):
    return tensor_spec(dtype, shape, data, list(views) or None)


def spread(seed, low=-4.0, high=4.0):
    return {"random": [seed, low, high]}


SPECIAL = [0, -0.0, 1, -1, 0.5, -0.5, NAN, INF, -INF, 1e-45, -1e-45, 1e-38, 3e38, -3e38, 1e-8, 17, -17, 89, -89, 104, -104, 700, -700]


def of_every_float(shape, data):
    return {f"{dtype} {shape}": tensor(dtype, shape, data) for dtype in FLOATS}


def of_every_integer(shape, data):
    return {f"{dtype} {shape}": tensor(dtype, shape, data) for dtype in (*INTEGERS, "bool")}


def views(dtype="float32"):
    """One base, seen in every way a tensor can be."""
    base = spread(7)
    return {
        f"{dtype} transposed": tensor(dtype, [3, 4], base, ["transpose", 0, 1]),
        f"{dtype} permuted": tensor(dtype, [2, 3, 4], base, ["permute", [2, 0, 1]]),
        f"{dtype} every other column": tensor(dtype, [3, 8], base, ["slice", 1, 1, 8, 2]),
        f"{dtype} narrowed": tensor(dtype, [5, 4], base, ["narrow", 0, 1, 3]),
        f"{dtype} narrowed columns": tensor(dtype, [3, 6], base, ["narrow", 1, 2, 3]),
        f"{dtype} selected": tensor(dtype, [3, 2, 4], base, ["select", 1, 1]),
        f"{dtype} expanded": tensor(dtype, [3, 1], base, ["expand", [3, 4]]),
        f"{dtype} expanded row": tensor(dtype, [4], base, ["expand", [2, 4]]),
        f"{dtype} with dims of 1": tensor(dtype, [3, 4], base, ["unsqueeze", 0], ["unsqueeze", 3]),
        f"{dtype} transposed and narrowed": tensor(dtype, [4, 6], base, ["transpose", 0, 1], ["narrow", 0, 1, 4]),
    }


def dims(low, high, **options):
    return [((dim,), dict(options)) for dim in range(low, high)]


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
