"""The functions of @actfn/relu: values, dtypes, views, every option, errors, the slopes that rrelu draws, and gradients."""

import itertools

import torch
import torch.nn.functional as F

from . import gradients
from .answers import (
    ABOUT as ABOUT_ANSWERS, INF, NAN, SPECIAL, answer_all, cycle, declare, encode_argument, of_every_float, of_every_integer,
    spread, sweep, tensor, views,
)  # fmt: skip
from .encoding import FLOATS, INTEGERS, encode_result, make_tensor
from .gradients import BOTH, OTHER, SHUFFLED, STEPS, leaf, of, one, seen

__all__ = ["ABOUT", "cases"]

ABOUT = (
    f"{ABOUT_ANSWERS} With a seed, torch.manual_seed(seed) comes before the call. A case whose expected has a gradFn is one "
    f"of gradients: {gradients.ABOUT}"
)

#: What each function is called with, but for the input: the defaults come first.
CALLS = {
    "relu6": [((), {})],
    "relu2": [((), {})],
    "selu": [((), {})],
    "leakyRelu": [((), {}), ((), {"negativeSlope": 0.2}), ((), {"negativeSlope": 0.0}), ((), {"negativeSlope": -1.5})],
    "rrelu": [((), {}), ((), {"lower": 0.1, "upper": 0.5}), ((), {"lower": -1.0, "upper": -1.0})],
    "elu": [((), {}), ((), {"alpha": 0.7}), ((), {"alpha": 0.0}), ((), {"alpha": -2.0})],
    "celu": [((), {}), ((), {"alpha": 0.7}), ((), {"alpha": 20.0})],
    "gelu": [((), {}), ((), {"approximate": "tanh"})],
    "threshold": [((0.5, 20.0), {}), ((-1.0, -0.0), {}), ((-INF, 1.0), {}), ((0.1, INF), {}), ((NAN, NAN), {})],
    "hardtanh": [((), {}), ((), {"minVal": 0.0, "maxVal": 2.5}), ((), {"minVal": -INF}), ((), {"minVal": 2.0, "maxVal": 2.0})],
    "hardshrink": [((), {}), ((), {"lambd": 0.1}), ((), {"lambd": 0.0}), ((), {"lambd": -1.0}), ((), {"lambd": INF})],
    "softshrink": [((), {}), ((), {"lambd": 0.3}), ((), {"lambd": 0.0}), ((), {"lambd": INF})],
}

_NAN_AT_MINUS_INFINITY = "torch 1.13 has NaN at −∞; later ones have −0"
DEVIATIONS = {
    f"gelu(special {dtype}{form})": _NAN_AT_MINUS_INFINITY
    for dtype, form in itertools.product(("float32", "bfloat16"), ("", ", approximate=tanh"))
}


def cases():
    yield from answer_all(declarations(), DEVIATIONS)
    yield from training_cases()
    yield from gradient_cases()


def declarations():
    for fn, calls in CALLS.items():
        yield from value_cases(fn, calls)
        yield from dtype_cases(fn, calls)
    yield from tail_cases()
    yield from integer_cases()
    yield from prelu_cases()
    yield from error_cases()


def value_cases(fn, calls):
    yield from sweep(fn, {f"special {dtype}": tensor(dtype, [len(SPECIAL)], SPECIAL) for dtype in FLOATS}, calls)
    yield from sweep(fn, of_every_float([2, 3], spread(201)), calls)
    yield from sweep(fn, of_every_float([70], spread(202, -100.0, 100.0)), calls[:1])
    near = {f"{dtype} near 0": tensor(dtype, [30], spread(203, -1e-3, 1e-3)) for dtype in FLOATS}
    yield from sweep(fn, near, calls[:1])
    kinks = [-6, -1, -0.5, 0, 0.5, 1, 6, 0.1, -0.1]
    yield from sweep(fn, {f"kinks {dtype}": tensor(dtype, [9], kinks) for dtype in ("float32", "float64")}, calls)


def dtype_cases(fn, calls):
    yield from sweep(fn, of_every_float([], [-0.75]), calls[:1])
    for shape in ([0], [2, 0, 3]):
        yield from sweep(fn, of_every_float(shape, []), calls[:1])
    yield from sweep(fn, {"six dims": tensor("float32", [2, 1, 3, 1, 2, 2], spread(204))}, calls)
    signed = {dtype: tensor(dtype, [5], [-3, -1, 0, 1, 100]) for dtype in INTEGERS if dtype != "uint8"}
    yield from sweep(fn, {**signed, **of_every_integer([4], cycle(0, 1, 1, 7))}, calls[:1])
    for dtype in FLOATS:
        yield from sweep(fn, views(dtype), calls[:1])
    yield from sweep(fn, views("float64"), calls[1:2])


def tail_cases():
    for fn in ("gelu", "elu", "selu", "celu"):
        tails = {f"{dtype} left of 0": tensor(dtype, [60], {"arange": [-0.25, -0.7]}) for dtype in FLOATS}
        yield from sweep(fn, tails, CALLS[fn])
    yield from sweep("gelu", {"float64 down to the last": tensor("float64", [40], {"arange": [-36.5, -0.0625]})}, CALLS["gelu"])
    last = tensor("float64", [40], {"arange": [-20.5, -0.03125]})
    yield declare("gelu", [last], {"approximate": "tanh"}, "float64 down to the last of tanh")


def integer_cases():
    for dtype in INTEGERS:
        x = {dtype: tensor(dtype, [5], [0, 1, 2, 7, 100] if dtype == "uint8" else [-100, -1, 0, 2, 7])}
        yield from sweep("threshold", x, [((1.5, 5.7), {}), ((0.0, 0.0), {}), ((6.0, 3.0), {})])
        yield from sweep("hardtanh", x, [((), {"minVal": 0.0, "maxVal": 6.5}), ((), {"minVal": 1.5, "maxVal": 1.5})])
        if dtype == "uint8":
            continue
        yield from sweep("threshold", x, [((-0.5, -9.9), {}), ((-1.0, -128.0), {})])
        yield from sweep("hardtanh", x, [((), {"minVal": -1.5, "maxVal": 1.5}), ((), {"minVal": -100.0, "maxVal": -1.0})])
    ends = {"int64 at its ends": tensor("int64", [4], [2**63 - 1, -(2**63), 2**53 + 1, -(2**53) - 1])}
    for fn in ("relu6", "relu2", "hardtanh"):
        yield from sweep(fn, ends, [((), {})])
    yield from sweep("threshold", ends, [((0.0, 5.0), {}), ((2.0**53, -1.0), {})])
    for fn in ("relu6", "relu2", "hardtanh"):
        yield from sweep(fn, views("int32", cycle(3, -1, 0, 9)), [((), {})])
    overflowing = {f"{dtype} that overflow": tensor(dtype, [4], [100, 17, -3, 12]) for dtype in ("int8",)}
    overflowing["int32 that overflow"] = tensor("int32", [3], [94906267, 65536, -65536])
    overflowing["uint8 that overflow"] = tensor("uint8", [2], [200, 16])
    yield from sweep("relu2", overflowing, [((), {})])


def prelu_cases():
    for dtype in FLOATS:
        one, two, three = tensor(dtype, [1], [0.25]), tensor(dtype, [2], [0.1, -0.7]), tensor(dtype, [3], [0.1, 0.2, 3.5])
        yield declare("prelu", [tensor(dtype, [len(SPECIAL)], SPECIAL), one], label=f"special {dtype}")
        for weight in (one, tensor(dtype, [], [-1.5]), tensor(dtype, [1], [0])):
            for shape in ([], [5], [2, 3], [2, 1, 3, 1, 2, 2], [0], [2, 0, 3]):
                yield declare("prelu", [tensor(dtype, shape, spread(211)), weight])
        for shape in ([2, 3], [4, 3, 5], [2, 3, 1, 2], [1, 3, 2, 2, 2], [0, 3], [2, 3, 0]):
            yield declare("prelu", [tensor(dtype, shape, spread(212)), three])
        for label, x in views(dtype).items():
            yield declare("prelu", [x, one], label=label)
            channels = make_tensor(x).shape[1]
            yield declare("prelu", [x, tensor(dtype, [channels], spread(213))], label=label)
        yield declare("prelu", [tensor(dtype, [3, 2, 2], spread(214)), {**tensor(dtype, [4], spread(215)), "views": [["slice", 0, 0, 4, 2]]}])
        yield declare("prelu", [tensor(dtype, [2, 2], spread(216)), two])
    x = tensor("float32", [2, 3], spread(217))
    for weight in ([2], [4], [0]):
        yield declare("prelu", [x, tensor("float32", weight, spread(218))])
    yield declare("prelu", [x, tensor("float32", [1, 3], spread(218))])
    yield declare("prelu", [x, tensor("float32", [1, 1], spread(218))])
    yield declare("prelu", [tensor("float32", [3], spread(217)), tensor("float32", [3], spread(218))])
    yield declare("prelu", [tensor("float32", [], [-1]), tensor("float32", [2], spread(218))])
    yield declare("prelu", [tensor("float32", [3, 0], []), tensor("float32", [0], [])])
    for dtype in (*INTEGERS, "bool"):
        yield declare("prelu", [tensor(dtype, [2, 2], cycle(1, 0)), tensor(dtype, [1], [1])])


def error_cases():
    x = {"float32 [3]": tensor("float32", [3], spread(221)), "float64 []": tensor("float64", [], [1])}
    yield from sweep("celu", x, [((), {"alpha": 0.0}), ((), {"alpha": -0.0})])
    yield from sweep("softshrink", x, [((), {"lambd": -1.0}), ((), {"lambd": -0.5})])
    yield from sweep("gelu", x, [((), {"approximate": "erf"}), ((), {"approximate": ""})])
    yield from sweep("hardtanh", x, [((), {"minVal": 1.0, "maxVal": -1.0}), ((), {"minVal": 2.0}), ((), {"maxVal": -INF})])
    yield from sweep("rrelu", x, [((), {"lower": 0.5, "upper": 0.2}), ((), {"lower": NAN}), ((), {"upper": -INF, "training": True})])
    unsigned = {"uint8": tensor("uint8", [2], [1, 7])}
    yield from sweep("hardtanh", unsigned, [((), {}), ((), {"minVal": -3.0, "maxVal": -1.0})])
    for dtype, beyond in (("int8", 128.0), ("int16", 2.0**15), ("int32", -(2.0**31) - 1), ("int64", 2.0**64), ("int64", -INF)):
        x = {dtype: tensor(dtype, [2], [1, 7])}
        yield from sweep("hardtanh", x, [((), {"minVal" if beyond < 0 else "maxVal": beyond})])
        yield from sweep("threshold", x, [((beyond, 0.0), {}), ((0.0, beyond), {})])
    yield from sweep("threshold", {"int8": tensor("int8", [2], [1, 7])}, [((-128.5, 0.0), {}), ((1.5, 127.5), {})])
    yield from sweep("threshold", unsigned, [((-0.5, 0.0), {}), ((0.0, -5.0), {}), ((1.5, 255.0), {})])
    yield from sweep("hardtanh", unsigned, [((), {"minVal": -0.5, "maxVal": 6.0})])
    yield from sweep("hardtanh", {"int8": tensor("int8", [2], [1, 7])}, [((), {"minVal": -128.5, "maxVal": 127.5})])


def training_cases():
    """rrelu draws its slopes: torch's own answers in float32 and float64, after torch.manual_seed(seed)."""
    shapes = {"[]": [], "[5]": [5], "[40]": [40], "[3, 4]": [3, 4], "[2, 3, 4]": [2, 3, 4], "[0, 3]": [0, 3]}
    bounds = [{}, {"lower": 0.1, "upper": 0.9}, {"lower": -1.0, "upper": -1.0}, {"lower": 0.3, "upper": 0.3000001}]
    inputs = {f"{dtype} {label}": tensor(dtype, shape, spread(231)) for dtype in ("float32", "float64", "bfloat16") for label, shape in shapes.items()}
    for dtype in ("float32", "float64", "bfloat16"):
        inputs |= views(dtype)
        inputs[f"special {dtype}"] = tensor(dtype, [len(SPECIAL)], SPECIAL)
    for seed, ((label, x), options) in enumerate(itertools.product(inputs.items(), bounds)):
        torch.manual_seed(seed)
        result = F.rrelu(make_tensor(x), training=True, **options)
        yield {
            "name": f"rrelu({label}, {', '.join(f'{key}={value}' for key, value in options.items())}) in training",
            "fn": "rrelu",
            "args": [encode_argument(x)],
            "options": {**options, "training": True},
            "seed": seed,
            "expected": encode_result(result),
        }


def gradient_cases():
    for name, fn, args, options, extra in gradient_declarations():
        case = {"name": f"the gradient of {name}", "fn": fn, "args": encode_argument(args)}
        if options:
            case["options"] = {key: encode_argument(value) for key, value in options.items()}
        yield {**case, "expected": gradients.evaluate(fn, args, options, **extra)}


#: What each function is called with, but for the input, and where it has kinks then besides 0 and ±1.
SLOPED = {
    "relu6": ([((), {})], [6, 5.75, 6.25]),
    "selu": ([((), {})], []),
    "leakyRelu": ([((), {}), ((), {"negativeSlope": 0.25})], []),
    "rrelu": ([((), {}), ((), {"lower": 0.25, "upper": 0.75})], []),
    "elu": ([((), {}), ((), {"alpha": 0.75})], []),
    "celu": ([((), {}), ((), {"alpha": 0.75})], []),
    "threshold": ([((0.5, 20.0), {}), ((-1.0, 0.0), {})], []),
    "hardtanh": ([((), {}), ((), {"minVal": 0.0, "maxVal": 2.5})], [2.5]),
    "hardshrink": ([((), {}), ((), {"lambd": 0.25})], [0.25, -0.25]),
    "softshrink": ([((), {}), ((), {"lambd": 0.25})], [0.25, -0.25]),
}
#: At NaN torch has 1 for these where it computes one number at a time, and NaN or 0 where it computes several.
UNCERTAIN_AT_NAN = ("elu", "selu", "celu", "hardshrink", "softshrink", "relu6", "hardtanh")
#: Their gradients torch does not have in bfloat16.
WITHOUT_BFLOAT16 = ("hardshrink", "relu6", "hardtanh")


def gradient_declarations():
    for fn, (calls, kinks) in SLOPED.items():
        special = [v for v in [*gradients.SPECIAL, *kinks] if v == v or fn not in UNCERTAIN_AT_NAN]
        yield from gradients.sweep(fn, {f"{dtype} special": leaf(dtype, [len(special)], special) for dtype in BOTH}, calls)
        yield from sloped_cases(fn, calls)
    yield from sloped_cases("gelu", CALLS["gelu"])
    # Not beyond: torch's erf and tanh have lost the digits of the tails, and its infinities are NaN.
    middle = {f"{dtype} middle": leaf(dtype, [12], {"arange": [-2.75, 0.5]}) for dtype in BOTH}
    yield from gradients.sweep("gelu", {**middle, "NaN and zeros": leaf("float32", [3], [NAN, 0, -0.0])}, CALLS["gelu"])
    yield from sloped_prelu_cases()


def sloped_cases(fn, calls):
    for dtype in FLOATS:
        if dtype != "bfloat16" or fn not in WITHOUT_BFLOAT16:
            yield from gradients.sweep(fn, of([2, 3], SHUFFLED, dtype), calls, order=2 if dtype in BOTH else 1)
    yield from gradients.sweep(fn, {**seen(data=SHUFFLED), **of([], [-0.75]), **of([2, 0])}, calls[:1])
    yield from gradients.sweep(fn, of([2, 1, 3, 1, 2, 2], SHUFFLED), calls[:1])


def sloped_prelu_cases():
    for dtype in BOTH:
        # torch's second derivatives are products with masks, NaN where x is infinite.
        special = leaf(dtype, [len(gradients.SPECIAL)], gradients.SPECIAL)
        yield one("prelu", [special, tensor(dtype, [1], [0.25])], label=f"{dtype} special", order=1)
        x, constant = leaf(dtype, [2, 3], SHUFFLED), tensor(dtype, [2, 3], SHUFFLED)
        for weight in ([], [1], [3]):
            yield one("prelu", [x, leaf(dtype, weight, OTHER)])
            yield one("prelu", [constant, leaf(dtype, weight, OTHER)])
            yield one("prelu", [x, tensor(dtype, weight, OTHER)])
        for shape in ([2, 3, 2], [1, 3, 2, 2], [2, 3, 1, 1, 2], [0, 3], [2, 3, 0]):
            yield one("prelu", [leaf(dtype, shape, SHUFFLED), leaf(dtype, [3], OTHER)])
        for shape in ([], [1], [5]):
            yield one("prelu", [leaf(dtype, shape, SHUFFLED), leaf(dtype, [1], [0.5])])
            yield one("prelu", [leaf(dtype, shape, STEPS), leaf(dtype, [], [-0.5])])
    for dtype in ("float16", "bfloat16"):
        yield one("prelu", [leaf(dtype, [2, 3], SHUFFLED), leaf(dtype, [3], OTHER)], order=1)
    for label, x in seen(data=SHUFFLED).items():
        yield one("prelu", [x, leaf("float32", [make_tensor(x).shape[1]], OTHER)], label=label)
    yield one("prelu", [leaf("float32", [2, 2], SHUFFLED), leaf("float32", [4], OTHER, ["slice", 0, 0, 4, 2])])
    infinite = leaf("float32", [3], [INF, 1, -1])
    yield one("prelu", [infinite, leaf("float32", [1], [0.5])], label="an infinity on the right", order=1)
