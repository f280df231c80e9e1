"""The functions of @actfn/sigmoid: values and gradients, dtypes, views, every option, errors."""

import itertools

import torch

from . import gradients
from .answers import ABOUT as ABOUT_ANSWERS
from .answers import (
    INF, NAN, SPECIAL, answer_all, cycle, declare, encode_argument, of_every_float, of_every_integer, spread, sweep, tensor, views,
)  # fmt: skip
from .encoding import FLOATS, INTEGERS, make_tensor
from .gradients import leaf, one

__all__ = ["ABOUT", "cases"]

ABOUT = (
    f"{ABOUT_ANSWERS} Where arguments require grad, the case is about their gradients, as in gradients.json: {gradients.ABOUT}"
)

#: What each function is called with, but for the input: the defaults come first.
CALLS = {
    "sigmoid": [((), {})],
    "logsigmoid": [((), {})],
    "logit": [((), {})] + [((), {"eps": eps}) for eps in (0.0, 1e-6, 0.1, 0.5, -0.1)],
    "hardsigmoid": [((), {})],
    "silu": [((), {})],
    "hardswish": [((), {})],
    "mish": [((), {})],
    "tanh": [((), {})],
    "softplus": [((), {})]
    + [
        ((), options)
        for options in (
            {"beta": 2.0}, {"beta": 0.1}, {"beta": -1.0}, {"threshold": 5.0}, {"threshold": -1.0}, {"beta": 4.0, "threshold": 1.0},
        )
    ],
    "softsign": [((), {})],
    "tanhshrink": [((), {})],
    "quickGelu": [((), {})],
}  # fmt: skip
#: Those that torch has under another name or not at all, so that the name of their gradient says nothing.
OURS = ("quickGelu", "swiglu")
#: Those whose gradients are judged by other functions of torch than their own.
NAMED = {"hardsigmoid": "HardsigmoidBackward0", "mish": "MishBackward0"}
#: Those that bool is too much for in torch, whose parts it meets; here they promote it with all integers.
NO_BOOL = ("softsign", "tanhshrink", "quickGelu")

_NAN = "torch 1.13 has NaN at −∞; later ones have −0"
_LARGE = "torch multiplies by 6 before it divides by 6, which overflows"
_EPS = "torch rounds 1 − eps to the dtype, which moves the score by a thousandth"
_MIXED = "torch takes the logarithm in the dtype of the scores, and only then goes over to that of the target"
DEVIATIONS = {
    **{f"{fn}(special {dtype})": _NAN for fn in ("silu", "mish", "quickGelu") for dtype in ("float32", "bfloat16")},
    "glu(special float32)": "torch's float32 σ(−104) is 0, and 0 · ∞ NaN",
    "swiglu(special float32)": "torch 1.13 has NaN for silu at −∞",
    **{f"hardswish(special {dtype})": _LARGE for dtype in ("float32", "bfloat16")},
    **{
        f"logit({x}, eps=1e-06)": _EPS
        for x in (
            "special float32", "special bfloat16", "float32 [2, 3]", "bfloat16 [2, 3]", "kinks float32", "six dims", "float32 ends",
        )
    },
    **{
        f"binaryCrossEntropyWithLogits({ours} [3] of [0.5, -2, 3], {theirs} [3] of [1, 0, 0.5], reduction=none)": _MIXED
        for ours, theirs in (("float32", "float64"), ("bfloat16", "float32"), ("bfloat16", "float64"))
    },
}  # fmt: skip


def cases():
    yield from answer_all(declarations(), DEVIATIONS)
    yield from gradient_cases()


def declarations():
    for fn, calls in CALLS.items():
        yield from value_cases(fn, calls)
        yield from layout_cases(fn, calls)
    yield from tail_cases()
    yield from probability_cases()
    yield from half_cases()
    yield from loss_cases()


def value_cases(fn, calls):
    yield from sweep(fn, {f"special {dtype}": tensor(dtype, [len(SPECIAL)], SPECIAL) for dtype in FLOATS}, calls)
    yield from sweep(fn, of_every_float([2, 3], spread(301)), calls)
    yield from sweep(fn, of_every_float([60], spread(302, -100.0, 100.0)), calls[:1])
    yield from sweep(fn, {f"{dtype} near 0": tensor(dtype, [30], spread(303, -1e-3, 1e-3)) for dtype in FLOATS}, calls[:1])
    kinks = [-3, 3, -2.75, 2.75, -3.25, 3.25, 20, 20.25, 10, 5, -20]
    yield from sweep(fn, {f"kinks {dtype}": tensor(dtype, [11], kinks) for dtype in ("float32", "float64")}, calls)


def layout_cases(fn, calls):
    yield from sweep(fn, of_every_float([], [-0.75]), calls[:1])
    for shape in ([0], [2, 0, 3]):
        yield from sweep(fn, of_every_float(shape, []), calls[:1])
    yield from sweep(fn, {"six dims": tensor("float32", [2, 1, 3, 1, 2, 2], spread(304))}, calls)
    signed = {dtype: tensor(dtype, [5], [-3, -1, 0, 1, 100]) for dtype in INTEGERS if dtype != "uint8"}
    integers = {**signed, **of_every_integer([4], cycle(0, 1, 1, 7))}
    if fn in NO_BOOL:
        del integers["bool [4]"]
    yield from sweep(fn, integers, calls[:1])
    for dtype in FLOATS:
        yield from sweep(fn, views(dtype), calls[:1])
    yield from sweep(fn, views("float64"), calls[1:2])


def tail_cases():
    for fn in ("sigmoid", "logsigmoid", "silu", "mish", "tanh", "softplus", "tanhshrink", "quickGelu"):
        left = {f"{dtype} left of 0": tensor(dtype, [60], {"arange": [-0.25, -0.7]}) for dtype in FLOATS}
        right = {f"{dtype} right of 0": tensor(dtype, [60], {"arange": [0.25, 0.7]}) for dtype in FLOATS}
        yield from sweep(fn, {**left, **right}, CALLS[fn][:1])
        far = {"float64 down to the last": tensor("float64", [60], {"arange": [-690.5, -1.0625]})}
        yield from sweep(fn, far, CALLS[fn][:1])
        small = {f"{dtype} powers of ten": tensor(dtype, [14], [s * 10.0**-e for e in range(1, 15, 2) for s in (1, -1)]) for dtype in ("float32", "float64")}
        yield from sweep(fn, small, CALLS[fn][:1])
    last = {"float64 down to the last": tensor("float64", [40], {"arange": [-405.5, -0.96875]})}
    yield from (("quickGelu(its own tail)", *call[1:]) for call in sweep("quickGelu", last, [((), {})]))


def probability_cases():
    inside = {f"{dtype} probabilities": tensor(dtype, [64], {"arange": [0.0, 1 / 64]}) for dtype in FLOATS}
    yield from sweep("logit", inside, CALLS["logit"])
    ends = [0, -0.0, 1, 1e-45, 1e-38, 0.1, 0.9, 0.25, 0.5, 0.75, 1 - 2**-24, 2**-24, -1, 2, NAN, INF, -INF]
    yield from sweep("logit", {f"{dtype} ends": tensor(dtype, [17], ends) for dtype in ("float32", "float64")}, CALLS["logit"])
    half = [0.5 + s * 2.0**-e for e in (2, 3, 8, 20, 40, 51) for s in (1, -1)] + [1 - 2**-53, 1e-300, 5e-324]
    yield from sweep("logit", {"float64 near ½": tensor("float64", [15], half)}, [((), {})])


def half_cases():
    pairs = [0, -0.0, 1, -1, NAN, INF, -INF, 3e38, 89, -104, 700, -700, 0.5]
    table = [value for a, b in itertools.product(pairs, pairs) for value in (a, b)]
    for fn in ("glu", "swiglu"):
        every = [((), {"dim": dim}) for dim in range(-3, 3)]
        for dtype in FLOATS:
            yield from sweep(fn, {f"{dtype} [2, 4, 6]": tensor(dtype, [2, 4, 6], spread(311))}, [((), {}), *every])
            yield from sweep(fn, {f"{dtype} [40]": tensor(dtype, [40], spread(312, -50.0, 50.0))}, [((), {})])
            for label, x in views(dtype).items():
                for dim, size in enumerate(make_tensor(x).shape):
                    yield from sweep(fn, {label: x}, [((), {"dim": dim})])
        yield from sweep(fn, {f"special {dtype}": tensor(dtype, [169, 2], table) for dtype in ("float32", "float64")}, [((), {})])
        empty = {f"empty {shape}": tensor("float32", shape, []) for shape in ([0], [0, 2], [2, 0], [0, 3, 4])}
        yield from sweep(fn, empty, [((), {}), ((), {"dim": 0})])
        odd = {f"float32 {shape}": tensor("float32", shape, spread(313)) for shape in ([3], [2, 3], [0, 5], [])}
        yield from sweep(fn, odd, [((), {}), ((), {"dim": 0})])
        yield from sweep(fn, {"float32 [2, 4]": tensor("float32", [2, 4], spread(314))}, [((), {"dim": 2}), ((), {"dim": -3})])
        if fn == "glu":
            yield from sweep(fn, of_every_integer([4], cycle(0, 1)), [((), {})])


def loss_cases():
    fn = "binaryCrossEntropyWithLogits"
    for dtype in FLOATS:
        for shape, weight, reduction in itertools.product(([5], [2, 3], [2, 1, 3]), (False, True), ("none", "mean", "sum")):
            x, t = tensor(dtype, shape, spread(321, -8.0, 8.0)), tensor(dtype, shape, spread(322, 0.0, 1.0))
            options = {"reduction": reduction}
            if weight:
                options |= {"weight": tensor(dtype, shape[-1:], spread(323, 0.5, 2.0)), "posWeight": tensor(dtype, shape[-1:], spread(324, 0.5, 3.0))}
            yield declare(fn, [x, t], options)
        yield declare(fn, [tensor(dtype, [], [0.75]), tensor(dtype, [], [1])])
        yield declare(fn, [tensor(dtype, [0], []), tensor(dtype, [0], [])])
        yield declare(fn, [tensor(dtype, [0, 2], []), tensor(dtype, [0, 2], [])], {"reduction": "none"})
        sure = [-1000, -100, -40, -1, 0, 1, 40, 100, 1000]
        for target in (0, 1, 0.25, 2, -1):
            yield declare(fn, [tensor(dtype, [9], sure), tensor(dtype, [9], cycle(target))], {"reduction": "none"})
        for label, x in views(dtype).items():
            shape = list(make_tensor(x).shape)
            yield declare(fn, [x, tensor(dtype, shape, cycle(0, 1, 0.5))], {"reduction": "none"}, label)
            yield declare(fn, [tensor(dtype, shape, spread(325)), {**x, "data": cycle(1, 0, 0.25)}], {"reduction": "sum"}, f"{label} target")
    x, t = tensor("float32", [2, 3], spread(326)), tensor("float32", [2, 3], cycle(0, 1))
    for key, shape in itertools.product(("weight", "posWeight"), ([], [1], [3], [2, 1], [2, 3], [1, 2, 3])):
        data = spread(327, 0.5, 2.0)
        if shape != [1, 2, 3]:
            yield declare(fn, [x, t], {key: tensor("float32", shape, data), "reduction": "none"})
        yield declare(fn, [x, t], {key: tensor("int64", shape, cycle(1, 2)) if len(shape) < 3 else tensor("float32", shape, data)})
    for ours, theirs in itertools.product(("float32", "float64", "bfloat16"), repeat=2):
        yield declare(fn, [tensor(ours, [3], [0.5, -2, 3]), tensor(theirs, [3], [1, 0, 0.5])], {"reduction": "none"})
    for shape in ([3], [2, 1], [3, 2], [1, 2, 3]):
        yield declare(fn, [x, tensor("float32", shape, cycle(0, 1))])
    for key in ("weight", "posWeight"):
        for shape in ([4], [2], [4, 2, 3]):
            yield declare(fn, [x, t], {key: tensor("float32", shape, cycle(1))})
    yield declare(fn, [x, t], {"reduction": "avg"})
    for dtype in INTEGERS:
        integers = tensor(dtype, [2, 3], cycle(0, 1))
        yield declare(fn, [integers, t])
        yield declare(fn, [x, integers])


# Gradients


#: Not ±3, where torch 1.13 has another slope for hardswish; and not ±∞, where it has NaN for silu and mish.
GRADIENT_POINTS = [0, -0.0, 1, -1, 0.5, -2.75, 2.75, 3.5, -3.5, NAN, 20.25, -20, 1e-8, 60, -60, 89, -104]
SCORES = cycle(0.5, -1.25, 3.25, 2.75, -2, 1.5, -0.25, 4, -3.5, 2.25, 0.125, -0.75, 1, -4)


def gradient_cases():
    names = set()
    for name, fn, args, options, extra in gradient_declarations():
        assert name not in names, name
        names.add(name)
        case = {"name": name, "fn": fn, "args": encode_argument(args)}
        if options:
            case["options"] = {key: encode_argument(value) for key, value in options.items()}
        case["expected"] = gradients.evaluate(fn, args, options, **extra)
        if fn in OURS:
            del case["expected"]["gradFn"]
        if fn in NAMED:
            case["expected"]["gradFn"] = NAMED[fn]
        yield case


def gradient_declarations():
    for fn, calls in CALLS.items():
        # torch lacks only this one's second derivative.
        order = 1 if fn == "hardsigmoid" else 2
        inside = fn == "logit"
        points = [0.125, 0.25, 0.5, 0.75, 0.875, 0.0625, 0.96875] if inside else GRADIENT_POINTS
        data = {"arange": [0.0625, 0.0703125]} if inside else SCORES
        for dtype in ("float32", "float64"):
            yield from gradients.sweep(fn, {f"gradient of {dtype} points": leaf(dtype, [len(points)], points)}, calls, order=order)
        for dtype in FLOATS:
            few = {f"gradient of {dtype} [2, 3]": leaf(dtype, [2, 3], data)}
            yield from gradients.sweep(fn, few, calls, order=order if dtype in ("float32", "float64") else 1)
        seen = {f"gradient of {label}": spec for label, spec in gradients.seen(data=data).items()}
        yield from gradients.sweep(fn, seen, calls[:1], order=order)
        shapes = {f"gradient of float64 {shape}": leaf("float64", shape, data) for shape in ([], [2, 0], [2, 1, 3, 1])}
        yield from gradients.sweep(fn, shapes, calls[:1], order=order)
    for fn in ("glu", "swiglu"):
        for dtype in FLOATS:
            order = 2 if dtype in ("float32", "float64") else 1
            whole = {f"gradient of {dtype} [2, 4, 2]": leaf(dtype, [2, 4, 2], SCORES)}
            yield from gradients.sweep(fn, whole, [((), {}), *(((), {"dim": dim}) for dim in range(3))], order=order)
        for label, spec in gradients.seen(data=SCORES).items():
            for dim, size in enumerate(make_tensor({**spec, "requiresGrad": False}).shape):
                if size % 2 == 0:
                    yield from gradients.sweep(fn, {f"gradient of {label}": spec}, [((), {"dim": dim})])
    yield from loss_gradients()


def loss_gradients():
    fn = "binaryCrossEntropyWithLogits"
    for dtype, reduction, weights in itertools.product(FLOATS, ("none", "mean", "sum"), ((), ("weight",), ("posWeight",), ("weight", "posWeight"))):
        order = 2 if dtype in ("float32", "float64") else 1
        options = {"reduction": reduction, **{key: tensor(dtype, [3], [0.5, 2, 1.5]) for key in weights}}
        x, t = ("float32" if dtype == "float16" else dtype, [2, 3], SCORES), (dtype, [2, 3], cycle(0, 1, 0.25, 0.75))
        if dtype == "float16":
            continue
        yield one(fn, [leaf(*x), leaf(*t)], options, f"gradient of {dtype} [2, 3]", order=order)
        yield one(fn, [leaf(*x), tensor(*t)], options, f"gradient of {dtype} [2, 3]", order=order)
        yield one(fn, [tensor(*x), leaf(*t)], options, f"gradient of constant {dtype} [2, 3]", order=order)
    for label, spec in gradients.seen(data=SCORES).items():
        shape = list(make_tensor({**spec, "requiresGrad": False}).shape)
        yield one(fn, [spec, leaf("float32", shape, cycle(0, 1, 0.5))], label=f"gradient of {label}")
    wide = {"weight": tensor("float32", [2, 1], [0.5, 2])}
    yield one(fn, [leaf("float32", [2, 3], SCORES), leaf("float32", [2, 3], cycle(0, 1))], wide, "gradient of float32 [2, 3]")
