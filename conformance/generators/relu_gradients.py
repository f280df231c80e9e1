"""Gradients of the functions of @actfn/relu, for gradients.py: at kinks and beyond, through views, with every option."""

from .answers import INF, NAN
from .encoding import FLOATS, make_tensor
from .gradients import BOTH, NOTHING, OTHER, SHUFFLED, SPECIAL, STEPS, leaf, of, one, seen, sweep, tensor

#: What each function is called with, but for the input, and where it has kinks then.
CALLS = {
    "relu6": (NOTHING, [6, 5.75, 6.25]),
    "selu": (NOTHING, []),
    "leakyRelu": ([((), {}), ((), {"negativeSlope": 0.25})], []),
    "rrelu": ([((), {}), ((), {"lower": 0.25, "upper": 0.75})], []),
    "elu": ([((), {}), ((), {"alpha": 0.75})], []),
    "celu": ([((), {}), ((), {"alpha": 0.75})], []),
    "threshold": ([((0.5, 20.0), {}), ((-1.0, 0.0), {})], []),
    "hardtanh": ([((), {}), ((), {"minVal": 0.0, "maxVal": 2.5})], [2.5]),
    "hardshrink": ([((), {}), ((), {"lambd": 0.1})], [0.1, -0.1]),
    "softshrink": ([((), {}), ((), {"lambd": 0.25})], [0.25, -0.25]),
}
GELU = [((), {}), ((), {"approximate": "tanh"})]


def declarations():
    for fn, (calls, kinks) in CALLS.items():
        # At NaN torch has 1 or NaN for these, as it computes one number or several at a time.
        special = [v for v in [*SPECIAL, *kinks] if v == v or fn not in ("elu", "selu", "celu")]
        yield from sweep(fn, {f"{dtype} special": leaf(dtype, [len(special)], special) for dtype in BOTH}, calls)
        yield from elementwise(fn, calls)
    yield from elementwise("gelu", GELU)
    # Not beyond: torch's erf has lost the digits of the left tail, and its infinities are NaN.
    middle = {f"{dtype} middle": leaf(dtype, [15], {"arange": [-3.5, 0.5]}) for dtype in BOTH}
    yield from sweep("gelu", {**middle, "NaN and zeros": leaf("float32", [3], [NAN, 0, -0.0])}, GELU)
    yield from prelu_cases()


def elementwise(fn, calls):
    for dtype in FLOATS:
        # Its gradient torch does not have in bfloat16.
        if (fn, dtype) != ("hardshrink", "bfloat16"):
            yield from sweep(fn, of([2, 3], SHUFFLED, dtype), calls, order=2 if dtype in BOTH else 1)
    yield from sweep(fn, {**seen(data=SHUFFLED), **of([], [-0.75]), **of([2, 0])}, calls[:1])
    yield from sweep(fn, of([2, 1, 3, 1, 2, 2], SHUFFLED), calls[:1])


def prelu_cases():
    for dtype in BOTH:
        special = leaf(dtype, [len(SPECIAL)], SPECIAL)
        # An infinity times 0 is NaN, which the sum over the weight's elements makes of all of them.
        yield one("prelu", [special, tensor(dtype, [1], [0.25])], label=f"{dtype} special")
        for weight in ([], [1], [3]):
            x, w = leaf(dtype, [2, 3], SHUFFLED), leaf(dtype, weight, OTHER)
            yield one("prelu", [x, w])
            yield one("prelu", [tensor(dtype, [2, 3], SHUFFLED), w])
            yield one("prelu", [x, tensor(dtype, weight, OTHER)])
        for shape in ([2, 3, 2], [1, 3, 2, 2], [2, 3, 1, 1, 2], [0, 3], [2, 3, 0]):
            yield one("prelu", [leaf(dtype, shape, SHUFFLED), leaf(dtype, [3], OTHER)])
        for shape in ([], [1], [5]):
            yield one("prelu", [leaf(dtype, shape, SHUFFLED), leaf(dtype, [1], [0.5])])
            yield one("prelu", [leaf(dtype, shape, STEPS), leaf(dtype, [], [-0.5])])
    for dtype in ("float16", "bfloat16"):
        yield one("prelu", [leaf(dtype, [2, 3], SHUFFLED), leaf(dtype, [3], OTHER)], order=1)
    for label, x in seen(data=SHUFFLED).items():
        channels = make_tensor(x).shape[1]
        yield one("prelu", [x, leaf("float32", [channels], OTHER)], label=label)
    yield one("prelu", [leaf("float32", [2, 2], SHUFFLED), leaf("float32", [4], OTHER, ["slice", 0, 0, 4, 2])])
    yield one("prelu", [leaf("float32", [3], [INF, 1, -1]), leaf("float32", [1], [0.5])], label="an infinity on the right")
