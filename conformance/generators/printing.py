"""What torch prints: every rule of torch/_tensor_str.py by name, then random tensors.

`options` go to torch.set_printoptions, over the defaults. `apply` is [function, ...arguments after the tensor, options?]:
then its result is printed, which is how a grad_fn or a torch.return_types comes about.
"""

import math
import random
import struct

import torch

from .encoding import DTYPES, FLOATS, INTEGERS, make_tensor, tensor_spec

ABOUT = (
    "{name, tensor, options?, apply?, expected}. The text of `tensor`, or of the result of `apply` = "
    "[function, ...arguments after the tensor], printed under `options` over the defaults."
)


def cases():
    names = set()
    for case in (*rule_cases(), *edge_cases(), *fuzz_cases()):
        assert case["name"] not in names, case["name"]
        names.add(case["name"])
        case["expected"] = print_torch(case)
        yield case


def print_torch(case):
    torch.set_printoptions(profile="default")
    torch.set_printoptions(**{SNAKE.get(key, key): value for key, value in case.get("options", {}).items()})
    value = make_tensor(case["tensor"])
    if "apply" in case:
        fn, *args = case["apply"]
        kwargs = args.pop() if args and isinstance(args[-1], dict) else {}
        value = getattr(torch, fn)(value, *args, **kwargs)
    text = str(value)
    torch.set_printoptions(profile="default")
    return text


SNAKE = {"sciMode": "sci_mode"}


def make(name, data, dtype="float32", shape=None, options=None, apply=None, views=None, requires_grad=False):
    if shape is None:
        shape = [len(data)]
    case = {"name": name, "tensor": tensor_spec(dtype, shape, data, views, requires_grad)}
    if options:
        case["options"] = options
    if apply:
        case["apply"] = apply
    return case


INF, NAN = math.inf, math.nan
COUNT = {"arange": [0, 1]}


def rule_cases():
    # Rule 1: empty tensors.
    for dtype in DTYPES:
        yield make(f"empty {dtype}", [], dtype)
        yield make(f"empty {dtype} of size 2, 0", [], dtype, [2, 0])
    yield make("empty of size 0, 3", [], shape=[0, 3])
    yield make("empty of size 2, 0, 1001", [], shape=[2, 0, 1001])
    yield make("empty of five dims", [], "int32", shape=[1, 2, 3, 0, 5])
    yield make("empty that requires grad", [], requires_grad=True)
    yield make("empty float64 of size 2, 0 that requires grad", [], "float64", [2, 0], requires_grad=True)
    yield make(
        "empty whose suffixes wrap", [], "bfloat16", [1000000, 0, 1000000, 1, 1, 1, 1, 1, 1], requires_grad=True
    )

    # Rule 2: suffixes.
    for dtype in DTYPES:
        yield make(f"dtype suffix of {dtype}", [0, 1, 1], dtype)
        yield make(f"0-d {dtype}", [1], dtype, [])
    for dtype in FLOATS:
        yield make(f"requires grad {dtype}", [0.5, -1.5], dtype, requires_grad=True)
        yield make(f"thirds of {dtype}", [1 / 3, 2 / 3, 1, 4 / 3], dtype)
    yield make("0-d that requires grad", [2.5], shape=[], requires_grad=True)
    grads = [
        ("softmax", [1, 2, 3], ["softmax", 0]),
        ("sigmoid", [0, 1, -1], ["sigmoid"]),
        ("relu", [0, 1, -1], ["relu"]),
        ("sub", [0, 1, -1], ["sub", 1]),
        ("sum", [0.25, 1, -1], ["sum"]),
        ("mean", [0.25, 1, -1], ["mean"]),
        ("max", [0.25, 1, -1], ["max"]),
        ("exp", [0, 1, -1], ["exp"]),
        ("pow", [0, 1, -1], ["pow", 2]),
        ("std", [0.25, 1, -1], ["std"]),
        ("t", [0, 1, -1], ["t"]),
        ("unsqueeze", [0, 1, -1], ["unsqueeze", 0]),
    ]
    for name, data, apply in grads:
        yield make(f"grad_fn of {name}", data, apply=apply, requires_grad=True)
        yield make(f"no grad_fn of {name} without requires grad", data, apply=apply)
    yield make("grad_fn after dtype", [0.5, -0.5], "float64", apply=["sigmoid"], requires_grad=True)
    yield make(
        "grad_fn that wraps", {"arange": [0, 0.5]}, shape=[9], apply=["sigmoid"], requires_grad=True
    )
    yield make("grad_fn of a matrix", {"arange": [-3, 1]}, shape=[3, 4], apply=["relu"], requires_grad=True)

    # Rule 3: summarising.
    for n in (1000, 1001, 1006):
        yield make(f"{n} integers in a row", {"arange": [0, 1]}, "int64", [n])
    for shape in (
        [1001], [2, 501], [501, 2], [7, 143], [143, 7], [6, 167], [167, 6], [3, 400], [1000, 2], [11, 11, 11],
        [20, 20, 20], [2, 3, 400], [400, 3, 2], [7, 3, 7, 7], [1, 1, 1001], [1001, 1, 1], [2, 2, 2, 2, 100],
    ):  # fmt: skip
        yield make(f"summary of {shape}", COUNT, "int64", shape)
        yield make(f"summary of {shape} in float32", {"arange": [0.5, 0.25]}, "float32", shape)
    yield make("over 1000 elements and no dim to summarise", COUNT, "int64", [3, 4, 5, 6, 3])
    yield make("summary whose widest item is hidden", {"cycle": [1, 2, 3, 123456, 4, 5, 6]}, "int64", [1400])
    yield make("summary whose fractions are hidden", {"cycle": [1, 2, 3, 0.5, 4, 5, 6]}, "float32", [1400])
    yield make("summary whose infinity is hidden", {"cycle": [1, 2, 3, "inf", 4, 5, 6]}, "float32", [1400])
    yield make("summary in bool", {"cycle": [0, 0, 1]}, "bool", [40, 40])
    yield make("summary of a transposed view", COUNT, "int64", [50, 30], views=[["transpose", 0, 1]])
    yield make("summary of an expanded view", [1.5, 2.5], shape=[2, 1], views=[["expand", [2, 600]]])
    yield make("summary in float64", {"arange": [0, 0.001]}, "float64", [1001])
    yield make("summary that requires grad", {"arange": [0, 0.001]}, "float32", [1001], requires_grad=True)
    yield make("float16 summary", {"arange": [0, 0.0625]}, "float16", [1001])

    # Rule 4: which notation.
    e = 1e-4
    notation = {
        "all integers": [1, 2, 3],
        "one fraction": [1, 2.5, 3],
        "ratio of exactly 1000 in integers": [1, 1000],
        "ratio just over 1000 in integers": [1, 1001],
        "ratio of exactly 1000 in fractions": [0.5, 500],
        "ratio just over 1000 in fractions": [0.5, 500.5],
        "ratio just under 1000 in fractions": [0.5, 499.5],
        "negative and positive ratio": [-0.5, 500.5],
        "1e8 is not too large": [1e8],
        "the float32 after 1e8 is": [100000008],
        "-1e8 is not too large": [-1e8],
        "the float32 before -1e8 is": [-100000008],
        "1e8 with a fraction beside it": [100000.5, 1e8],
        "0.0001 in float32 is below 0.0001": [e],
        "0.00010001 is not": [0.00010001],
        "0.00009 is": [0.00009],
        "0.0002 with 0.1": [0.0002, 0.1],
        "0.0002 with 0.2001": [0.0002, 0.2001],
        "99999": [99999],
        "100005": [100005, 1],
        "-100005 widens": [-100005, 1],
        "smallest denormal": [1e-45],
        "largest denormal": [1.1754942e-38],
        "smallest normal": [1.1754944e-38],
        "largest float32": [3.4028235e38],
        "huge and tiny": [3.4028235e38, 1e-45],
        "integers and infinity": [1, INF],
        "integers, NaN and both infinities": [1, NAN, -INF, INF],
        "only zeros": [0, 0],
        "only minus zero": [-0.0],
        "zero and minus zero": [0, -0.0],
        "only NaN": [NAN],
        "only infinities": [INF, -INF],
        "minus zero and NaN": [-0.0, NAN],
        "fractions and NaN": [0.5, NAN],
        "fractions and -infinity": [0.5, -INF],
        "fractions and minus zero": [0.5, -0.0],
        "small integers and minus infinity": [1, 2, -INF],
        "scientific with zero, NaN and infinities": [1e-5, 0, -0.0, NAN, INF, -INF],
        "scientific with a negative": [-1e-5, 1],
        "exponent of three digits": [1e-5, 1],
        "integers that are large": [123456, 654321],
        "eight nines": [99999999],
        "2 ** 24 + 1": [16777217],
    }
    for name, data in notation.items():
        yield make(f"notation: {name}", data)
        yield make(f"notation in float64: {name}", data, "float64")
    yield make("notation in float64: exponents of three digits", [1e-300, 1e300, 5e-324, 1.7976931348623157e308], "float64")
    yield make("notation in float64: 1e8 and a hair", [1e8 + 1e-8], "float64")
    yield make("notation in float64: 0.0001 less a hair", [math.nextafter(1e-4, 0)], "float64")
    yield make("notation in float64: ratio of 1000 and a hair", [1, math.nextafter(1000, 2000)], "float64")
    yield make("notation in float16: 65504", [65504, 1], "float16")
    yield make("notation in float16: smallest denormal", [6e-8, 1], "float16")
    yield make("notation in float16: 0.0001", [1e-4], "float16")
    yield make("notation in bfloat16: 0.0001", [1e-4], "bfloat16")
    yield make("notation in bfloat16: 1e8", [1e8], "bfloat16")
    yield make("notation in bfloat16: largest", [3.3895313892515355e38, 1], "bfloat16")

    # Rule 5 and the traps of rounding: C rounds the exact value, an exact half to the even digit.
    halves = [0.03125, 0.09375, 0.15625, 0.21875, -0.03125, 0.5, 1.03125, 1.09375, 2.00005]
    yield make("halfway cases", halves)
    yield make("halfway cases in float64", [*halves, 0.00005, 0.00015, 1.00005, 0.12345], "float64")
    yield make("0.00005 in float64", [0.00005, 0.05], "float64")
    yield make("0.00005 in float32", [0.00005, 0.05])
    for value in (100005.0, 100015.0, 100025.0, 1000050.0, 10000500.0, 300015.0, 3.00015e10):
        yield make(f"halfway in scientific: {value}", [value, 1])
    for precision in (0, 1, 2, 3):
        yield make(
            f"halfway cases at precision {precision}",
            [0.5, 1.5, 2.5, 0.25, 0.75, 0.125, 0.375, 0.0625, 0.1875, -0.5, -2.5],
            options={"precision": precision},
        )
        yield make(f"scientific halfway at precision {precision}", [1.5, 2500, 12500, 1.125, 1.375, 0.25], options={"precision": precision})
    yield make("0.5 at precision 0 prints as 0", [0.5], options={"precision": 0})
    yield make("integers at precision 0", [1, 2], options={"precision": 0})
    for precision in (6, 8, 10, 17, 20, 30):
        yield make(f"precision {precision}", [0.1, -2.0 / 3, 0.5], options={"precision": precision})
        yield make(f"precision {precision} in float64", [0.1, -2.0 / 3, 0.5], "float64", options={"precision": precision})
        yield make(f"precision {precision} in scientific", [1e-7, 12345.678], options={"precision": precision})
    for sci in (True, False):
        options = {"sciMode": sci}
        word = "forced" if sci else "forbidden"
        yield make(f"scientific {word}: integers", [1, 2, -3, 0], options=options)
        yield make(f"scientific {word}: fractions", [0.5, 123.25, -3, 0], options=options)
        yield make(f"scientific {word}: large ratio", [0.5, 12345.5], options=options)
        yield make(f"scientific {word}: large ratio of integers", [1, 12345, -0.0], options=options)
        yield make(f"scientific {word}: tiny", [1e-10, -1e-5], options=options)
        yield make(f"scientific {word}: special values", [NAN, INF, -INF, 0, -0.0], options=options)
        yield make(f"scientific {word}: special values beside 1.5", [NAN, INF, -INF, 0, -0.0, 1.5], options=options)
        yield make(f"scientific {word}: int64", [1, 20000], "int64", options=options)
        yield make(f"scientific {word}: 0-d", [0.1], shape=[], options=options)
        yield make(f"scientific {word}: many", {"arange": [0.5, 1]}, shape=[25], options=options)
        yield make(f"scientific {word}: 1e21 and more", [1e21, 1e22, 123456789e30, 2.0**127], options=options)
        yield make(f"scientific {word}: float64 beyond 1e21", [1e21, 1e23, 1.2345678e300], "float64", options=options)
        yield make(f"scientific {word}: beyond 1e21 with a fraction", [1e21, 0.5, -3e30], options=options)
    yield make("precision 2 of a tiny number", [1e-10], options={"precision": 2})

    # Other dtypes: the longest string.
    yield make("int64 of several widths", [1, -20, 300, 0], "int64")
    yield make("int64 extremes", [-(2**63), 2**63 - 1, 0], "int64")
    yield make("int64 beyond 2 ** 53", [2**53 + 1, -(2**53) - 1], "int64")
    yield make("int32 extremes", [-(2**31), 2**31 - 1], "int32")
    yield make("int16 extremes", [-(2**15), 2**15 - 1], "int16")
    yield make("int8 extremes", [-128, 127], "int8")
    yield make("uint8 extremes", [0, 255], "uint8")
    yield make("only true", [1, 1], "bool")
    yield make("true and false", [1, 0], "bool")
    yield make("a column of booleans", [1, 0, 1], "bool", [3, 1])

    # Rules 6 and 7: lines, dims.
    for dtype, data in (("int64", COUNT), ("float32", {"arange": [-1, 0.375]}), ("bool", {"cycle": [1, 0]})):
        for shape in ([30], [3, 30], [2, 3, 4], [2, 1, 3, 2], [1, 2, 1, 2, 3], [2, 2, 2, 2, 2, 2], [1, 1], [3, 1], [100]):
            yield make(f"{dtype} of {shape}", data, dtype, shape)
    yield make("a transposed view", COUNT, "int64", [2, 3], views=[["transpose", 0, 1]])
    yield make("an expanded view", [1.5, 2, 3], shape=[3], views=[["expand", [2, 3]]])
    yield make("a strided view", COUNT, "float32", [4, 6], views=[["slice", 1, 1, 6, 2], ["slice", 0, 0, 4, 3]])
    yield make("a row of a matrix", COUNT, "float32", [4, 6], views=[["select", 0, 2]])
    yield make("an element of a matrix", COUNT, "float32", [4, 6], views=[["select", 0, 2], ["select", 0, 3]])
    yield make("a matrix with NaN", [1.5, NAN, -INF, 0, 22.25, -0.0], shape=[2, 3])

    # Print options.
    for profile in ("default", "short", "full"):
        yield make(f"profile {profile}", {"arange": [0, 0.125]}, shape=[5, 7], options={"profile": profile})
        yield make(f"profile {profile} over 1000 elements", {"arange": [0, 1]}, "int16", [6, 168], options={"profile": profile})
        yield make(f"profile {profile} of a row", {"arange": [0, 0.5]}, "float32", [1010], options={"profile": profile})
    yield make("profile short with precision 3", [1 / 3], options={"profile": "short", "precision": 3})
    yield make("profile full with threshold 5", COUNT, shape=[9], options={"profile": "full", "threshold": 5})
    for threshold in (0, 1, 9, 10):
        yield make(f"threshold {threshold} and 10 elements", COUNT, "int64", [10], options={"threshold": threshold})
        yield make(f"threshold {threshold} and a 0-d tensor", [1.5], shape=[], options={"threshold": threshold})
    for edgeitems in (1, 2, 4, 5):
        for shape in ([12], [12, 12], [3, 9, 10]):
            yield make(f"{edgeitems} edge items of {shape}", COUNT, "float32", shape, {"threshold": 5, "edgeitems": edgeitems})
    for linewidth in (1, 10, 20, 40, 79, 81, 120, 200):
        yield make(f"line width {linewidth}", {"arange": [0.5, 1]}, "float64", [30], {"linewidth": linewidth})
        yield make(f"line width {linewidth} of a matrix", COUNT, "int64", [2, 50], {"linewidth": linewidth})
    yield make("all options at once", {"arange": [0.123, 1.5]}, "float64", [6, 9], {"precision": 2, "threshold": 10, "edgeitems": 2, "linewidth": 30, "sciMode": True})  # fmt: skip

    # Rule 9.
    matrix = [1, 5, 3, 7, 0, -1]
    for dtype in ("float32", "float64", "int64", "bool"):
        yield make(f"max of {dtype}", matrix, dtype, [2, 3], apply=["max", 1])
    yield make("max with keepdim", matrix, shape=[2, 3], apply=["max", 1, {"keepdim": True}])
    yield make("max over dim 0", matrix, shape=[2, 3], apply=["max", 0])
    yield make("max of a row", matrix, apply=["max", 0])
    yield make("max with a NaN", [1, NAN, 3], apply=["max", 0])
    yield make("max of a 0-d tensor", [3.5], shape=[], apply=["max", 0])
    yield make("max with grad", [1.5, 2.5], apply=["max", 0], requires_grad=True)
    yield make("max whose values wrap", {"arange": [0, 0.125]}, "float64", [3, 30], apply=["max", 0, {"keepdim": True}])
    yield make("max summarised", {"arange": [0, 0.125]}, shape=[2, 1200], apply=["max", 0])
    yield make("max of an empty dim", [], shape=[0, 3], apply=["max", 1])


def edge_cases():
    """Rows and suffixes that end just before, at and just after the edge of the line."""
    for width in (1, 2, 3, 4, 5, 7, 8, 10, 11, 19):
        for indent in (7, 8):
            fit = (80 - indent) // (width + 2)
            for n in (fit, fit + 1):
                shape = [n] if indent == 7 else [2, n]
                data = {"cycle": [10 ** (width - 1)]}
                yield make(f"{n} items of width {width} at indent {indent}", data, "int64", shape)
    seen = set()
    for dtype, grad in (("int32", False), ("float64", False), ("float32", True), ("float16", True)):
        for digits in range(1, 8):
            for n in range(1, 40):
                item = digits + (1 if dtype.startswith("float") else 0)
                length = n * item + 2 * (n - 1)
                suffix = len(f"dtype=torch.{dtype}") if dtype != "float32" else len("requires_grad=True")
                # 7 for "tensor(", 2 for the brackets, 2 as torch counts from an index of -1, 2 for the ", ".
                total = 7 + length + 2 + 2 + suffix + 2
                if total in (79, 80, 81, 82) and (dtype, total) not in seen:
                    if dtype == "float16" and digits > 4:
                        continue
                    seen.add((dtype, total))
                    data = {"cycle": [10 ** (digits - 1)]}
                    grad_text = " and requires_grad" if grad else ""
                    yield make(f"{dtype}{grad_text} suffix that ends at {total}", data, dtype, [n], requires_grad=grad)
    for n in range(4, 9):
        yield make(f"suffix after the last of several lines, {n} items there", {"cycle": [1000]}, "int32", [12 + n])
        yield make(f"both suffixes, {n} items", {"cycle": [1234.5]}, "float64", [n], requires_grad=True)


def fuzz_cases():
    rng = random.Random(1130)
    for i in range(260):
        dtype = rng.choice([*FLOATS, *FLOATS, "float32", "float32", *INTEGERS, "bool"])
        shape = fuzz_shape(rng)
        data, kind = fuzz_data(rng, dtype, math.prod(shape))
        options = fuzz_options(rng) if rng.random() < 0.3 else None
        grad = dtype in FLOATS and rng.random() < 0.1
        yield make(f"fuzz {i}: {kind}", data, dtype, shape, options, requires_grad=grad)


def fuzz_shape(rng):
    draw = rng.random()
    if draw < 0.05:
        return []
    if draw < 0.1:
        shape = [rng.randint(0, 3) for _ in range(rng.randint(1, 4))]
        shape[rng.randrange(len(shape))] = 0
        return shape
    if draw < 0.25:
        while True:
            shape = [rng.choice([1, 2, 3, 6, 7, 8, 20, 60, 300, 1200]) for _ in range(rng.randint(1, 5))]
            shown = math.prod(min(size, 6) for size in shape)
            if 1000 < math.prod(shape) < 10000 and shown < 250:
                return shape
    if draw < 0.65:
        return [rng.randint(1, 24)]
    while True:
        shape = [rng.randint(1, 6) for _ in range(rng.randint(2, 5))]
        if math.prod(shape) <= 40:
            return shape


def fuzz_data(rng, dtype, n):
    if dtype == "bool":
        return {"cycle": [rng.randint(0, 1) for _ in range(7)]}, "booleans"
    if dtype in INTEGERS:
        bits = {"int64": 63, "int32": 31, "int16": 15, "int8": 7, "uint8": 8}[dtype]
        top = 2 ** rng.randint(1, min(bits, 40))
        low = 0 if dtype == "uint8" or rng.random() < 0.5 else -top
        return {"random": [rng.randrange(2**32), low, top]}, "integers"
    if n > 60:
        if rng.random() < 0.5:
            magnitude = 2.0 ** rng.randint(-12, 12)
            return {"random": [rng.randrange(2**32), -magnitude, magnitude]}, "many between two bounds"
        return {"arange": [rng.randint(-8, 8) / 4, 2.0 ** rng.randint(-6, 2)]}, "many in steps"
    kind, draw = rng.choice(FLOAT_KINDS)
    values = [draw(rng, dtype) for _ in range(n)]
    for i in range(n):
        if rng.random() < 0.04:
            values[i] = rng.choice([NAN, INF, -INF, 0.0, -0.0])
    return values, kind


def any_bits(rng, dtype):
    if dtype == "float64":
        return struct.unpack("<d", rng.getrandbits(64).to_bytes(8, "little"))[0]
    value = struct.unpack("<f", rng.getrandbits(32).to_bytes(4, "little"))[0]
    return value


FLOAT_KINDS = [
    ("normal", lambda rng, _: rng.gauss(0, 1)),
    ("probabilities", lambda rng, _: rng.random()),
    ("small integers", lambda rng, _: float(rng.randint(-20, 20))),
    ("large integers", lambda rng, _: float(rng.randint(-(10**8), 10**8))),
    ("integers about 1e8", lambda rng, _: float(rng.randint(10**8 - 9, 10**8 + 1))),
    ("any magnitude", lambda rng, _: rng.choice([-1, 1]) * 10 ** rng.uniform(-9, 9)),
    ("one magnitude", lambda rng, _: 10 ** rng.uniform(1, 4)),
    ("about 0.0001", lambda rng, _: rng.choice([1, 1.001, 0.9999, 50]) * 1e-4),
    ("halves of the last digit", lambda rng, _: rng.randint(-(2**9), 2**9) * 2.0**-5),
    ("halves of any digit", lambda rng, _: rng.randint(1, 64) * 2.0 ** -rng.randint(0, 8)),
    ("scientific halves", lambda rng, _: float(rng.randint(10000, 99999) * 10 + 5) * 10 ** rng.randint(0, 2)),
    ("any bits", any_bits),
    ("denormals", lambda rng, dtype: rng.getrandbits(20) * (5e-324 if dtype == "float64" else 1e-45 if dtype == "float32" else 6e-8)),
]  # fmt: skip


def fuzz_options(rng):
    options = {}
    if rng.random() < 0.3:
        options["profile"] = rng.choice(["default", "short"])
    if rng.random() < 0.5:
        options["precision"] = rng.randint(0, 9)
    if rng.random() < 0.4:
        options["threshold"] = rng.choice([0, 5, 20, 100])
    if rng.random() < 0.4:
        options["edgeitems"] = rng.randint(1, 5)
    if rng.random() < 0.4:
        options["linewidth"] = rng.randint(20, 130)
    if rng.random() < 0.3:
        options["sciMode"] = rng.random() < 0.5
    return options
