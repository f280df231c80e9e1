"""@actfn/softmax: values of every function, option and error, and the gradients of all that have them.

A case whose `expected` has a gradFn or grads is one of generators/gradients.py, else one of generators/answers.py. One with
a seed begins with manualSeed(seed).
"""

import itertools

import torch

from . import gradients
from .answers import (
    ABOUT as ANSWERS, INF, NAN, answer_all, cycle, declare, dims, encode_argument, make_tensor, of_every_float,
    of_every_integer, spread, sweep, tensor, views,
)  # fmt: skip
from .encoding import FLOATS, encode_result

__all__ = ["ABOUT", "cases"]

ABOUT = f"{ANSWERS} Cases with gradFn or grads: {gradients.ABOUT} Cases with a seed: gumbelSoftmax after manualSeed(seed)."

#: Where torch's own answer is not the one wanted, and why.
DEVIATIONS = {}

ROWS = ("softmax", "softmin", "logSoftmax")
PAPERS = ("sparsemax", "entmax15", "softmax1", "hardmax")
FILTERS = ("topKLogits", "topPLogits", "minPLogits")


def cases():
    yield from answer_all(value_declarations(), DEVIATIONS)
    yield from gumbel_cases()
    names = set()
    for name, fn, args, options, extra in gradient_declarations():
        assert name not in names, name
        names.add(name)
        expected = gradients.evaluate(fn, args, options, False, **extra)
        if fn in PAPERS + FILTERS or "maskedRow" in options:
            # torch has no name for it.
            del expected["gradFn"]
        case = {"name": f"gradient of {name}", "fn": fn, "args": encode_argument(args), "expected": expected}
        if options:
            case["options"] = {key: encode_argument(value) for key, value in options.items()}
        yield case


def value_declarations():
    for fn in (*ROWS, *PAPERS):
        if fn != "softmax":  # which generators/activations.py has
            yield from row_cases(fn)
    for fn in ROWS:
        yield from option_cases(fn)
    yield from logsumexp_cases()
    yield from logaddexp_cases()
    yield from softmax2d_cases()
    for fn in FILTERS:
        yield from filter_cases(fn)
    yield from loss_cases()


SPECIAL_ROWS = {
    "the article": [2.0, 1.0, 0.1],
    "a thousand and a thousand": [1000, 1000],
    "spread of 200": [100, -100, 99, 0],
    "spread over float32": [3e38, -3e38, 3e38],
    "one of -inf": [1, -INF, 2],
    "only -inf": [-INF, -INF, -INF],
    "one inf": [1, INF, 2],
    "only inf": [INF, INF],
    "both infinities": [-INF, INF, 2],
    "one NaN": [1, NAN, 2],
    "NaN first": [NAN, 1, 2],
    "NaN and inf": [INF, NAN, -INF],
    "a single element": [5],
    "a single NaN": [NAN],
    "a single -inf": [-INF],
    "one far above": [40, 1, 0, -3],
    "one far below": [0, 0, -40],
    "zeros": [0, -0.0, 0],
    "denormals": [1e-45, 0, -0.0],
    "ties": [1, 3, 3, 2, 3],
    "halves": [0.5, 0.25, 0.5, -0.5],
    "all below": [-7, -8, -9.5],
}


def row_cases(fn):
    rows = {label: tensor("float32", [len(data)], data) for label, data in SPECIAL_ROWS.items()}
    rows |= {f"float64 {label}": tensor("float64", [len(data)], data) for label, data in SPECIAL_ROWS.items() if "float32" not in label}
    rows["a 0-d tensor"] = tensor("float32", [], [5])
    rows["a 0-d NaN"] = tensor("float32", [], [NAN])
    yield from sweep(fn, rows, dims(-1, 1))
    for length in (2, 7, 31, 32, 33, 100):
        for low, high in ((-0.5, 0.5), (-4, 4), (-50, 50)):
            yield from sweep(fn, {f"{length} elements to {high}": tensor("float32", [length], spread(length, low, high))}, dims(0, 1))
    mixed = [1, NAN, -INF, INF, -INF, 2, -INF, 0, 3, 4, 5, 6]
    yield from sweep(fn, of_every_float([3, 4], mixed), dims(-2, 2))
    yield from sweep(fn, of_every_float([2, 3, 4], spread(1)), dims(-3, 3))
    yield from sweep(fn, of_every_float([2, 2, 2, 2, 2], spread(3)), dims(0, 5))
    for dtype in ("float32", "float64", "float16"):
        for label, spec in views(dtype).items():
            yield from sweep(fn, {label: spec}, dims(0, make_tensor(spec).dim()))
    empty = {f"empty {shape}": tensor("float32", shape, []) for shape in ([0], [0, 3], [3, 0], [2, 0, 3])}
    yield from sweep(fn, empty, dims(-1, 1))
    yield from sweep(fn, of_every_integer([2, 3], {"arange": [0, 1]}), [*dims(1, 2), *dims(0, 1)])
    yield from sweep(fn, of_every_integer([2, 3], {"arange": [0, 1]}), dims(1, 2, dtype="float32"))
    for dtype in FLOATS:
        yield from sweep(fn, of_every_float([2, 3], spread(4)), dims(1, 2, dtype=dtype))
    out_of_range = {"float32 [2, 3]": tensor("float32", [2, 3], spread(5)), "float32 []": tensor("float32", [], [1])}
    yield from sweep(fn, out_of_range, [*dims(2, 3), *dims(-3, -2)])


MASKS = {
    "some": tensor("bool", [3, 4], cycle(1, 0, 1, 1, 0, 0, 0, 0, 0, 1, 0, 0)),
    "a row of keys": tensor("bool", [4], [1, 1, 0, 1]),
    "whole rows": tensor("bool", [3, 1], [1, 0, 1]),
    "one for all": tensor("bool", [], [1]),
    "none": tensor("bool", [1, 1], [0]),
    "transposed": tensor("bool", [4, 3], cycle(1, 1, 0, 0, 1), ["transpose", 0, 1]),
    "too many dims": tensor("bool", [1, 3, 4], cycle(1)),
    "other size": tensor("bool", [3], cycle(1)),
}


def option_cases(fn):
    hidden = INF if fn == "softmin" else -INF
    inputs = {
        "float32": tensor("float32", [3, 4], spread(61)),
        "float64": tensor("float64", [3, 4], spread(62)),
        "bfloat16": tensor("bfloat16", [3, 4], spread(63)),
        "transposed": tensor("float32", [4, 3], spread(64), ["transpose", 0, 1]),
        "NaN where it is hidden": tensor("float32", [3, 4], [1, NAN, 2, 0, INF, -INF, NAN, 1, 2, 1, 3, 4]),
        "hidden by themselves": tensor("float32", [3, 4], [1, hidden, 2, 0, hidden, hidden, hidden, hidden, 3, 2, hidden, 0]),
    }
    for (label, spec), (kind, mask) in itertools.product(inputs.items(), MASKS.items()):
        for dim, options in itertools.product((0, 1), ({}, {"maskedRow": "zero"}, {"maskedRow": "nan", "temperature": 0.5})):
            if label not in ("float32", "hidden by themselves") and (dim == 0) == ("maskedRow" in options):
                continue
            if kind in ("too many dims", "other size") and (label != "float32" or options):
                continue
            yield declare(fn, [spec, dim], {"mask": mask, **options}, f"{label} {dim}, mask {kind}, {options}")
    for label, spec in inputs.items():
        for options in ({"maskedRow": "zero"}, {"maskedRow": "nan"}, {"temperature": 2.0}, {"temperature": 0.125}, {"temperature": 4, "maskedRow": "zero"}):
            yield declare(fn, [spec, 1], options, label)
    yield declare(fn, [tensor("int64", [4], [1, 2, 3, 4]), 0], {"dtype": "float32", "mask": MASKS["a row of keys"]})
    yield declare(fn, [tensor("float32", [], [1]), 0], {"mask": MASKS["one for all"]})
    yield declare(fn, [tensor("float32", [0, 4], []), 1], {"mask": MASKS["a row of keys"]})


def logsumexp_cases():
    fn = "logsumexp"
    rows = {label: tensor("float32", [len(data)], data) for label, data in SPECIAL_ROWS.items()}
    rows |= {f"float64 {label}": tensor("float64", [len(data)], data) for label, data in SPECIAL_ROWS.items() if "float32" not in label}
    rows |= {f"{length} elements": tensor("float32", [length], spread(length, -60, 60)) for length in (2, 31, 100)}
    rows["a 0-d tensor"] = tensor("float32", [], [5])
    yield from sweep(fn, rows, dims(-1, 1))
    several = [*dims(-3, 3), *dims(0, 3, keepdim=True), (([0, 2],), {}), (([-1, 0],), {"keepdim": True}), (([0, 1, 2],), {}), (([0, 0],), {})]
    yield from sweep(fn, of_every_float([2, 3, 4], spread(1)), several)
    yield from sweep(fn, of_every_integer([2, 3], {"arange": [0, 1]}), dims(0, 2))
    for dtype in ("float32", "float64"):
        yield from sweep(fn, views(dtype), dims(0, 2))
    empty = {f"empty {shape}": tensor("float32", shape, []) for shape in ([0], [0, 3], [3, 0], [2, 0, 3])}
    yield from sweep(fn, empty, [*dims(-1, 1), *dims(0, 1, keepdim=True)])
    mixed = [1, NAN, -INF, INF, -INF, 2, -INF, 0, 3, 4, 5, 6]
    yield from sweep(fn, of_every_float([3, 4], mixed), [*dims(0, 2), (([0, 1],), {})])
    yield from sweep(fn, {"float32 [2, 3]": tensor("float32", [2, 3], spread(5))}, [*dims(2, 3), *dims(-3, -2)])


def logaddexp_cases():
    fn = "logaddexp"
    special = [0, -0.0, 1, -1, 100, -100, 3e38, -3e38, 1e-45, INF, -INF, NAN]
    for dtype in FLOATS:
        yield declare(fn, [tensor(dtype, [len(special), 1], special), tensor(dtype, [len(special)], special)], label=f"special {dtype}")
        yield declare(fn, [tensor(dtype, [2, 3], spread(1)), tensor(dtype, [3], spread(2))])
    for left, right in itertools.product(("float32", "float64", "bfloat16"), ("float32", "float64", "bfloat16", "int64", "uint8", "bool")):
        for shape in ([3], []):
            other = tensor(right, shape, cycle(1, 0, 1) if shape else [1])
            yield declare(fn, [tensor(left, [3], spread(3)), other])
    for name in ("int64", "uint8", "bool"):
        yield declare(fn, [tensor(name, [2], [1, 0]), tensor(name, [2], [1, 1])])
    for left, right in (([3], [2]), ([2, 3], [3, 2]), ([0], [1]), ([2, 1, 3], [4, 1]), ([], [])):
        yield declare(fn, [tensor("float32", left, spread(4)), tensor("float32", right, spread(5))])
    for label, spec in views().items():
        yield declare(fn, [spec, tensor("float32", [make_tensor(spec).shape[-1]], spread(6))], label=label)


def softmax2d_cases():
    for dtype in FLOATS:
        yield from sweep("softmax2d", of_every_float([2, 3, 2, 2], spread(1)) if dtype == "float32" else {}, [((), {})])
    shapes = ([3, 2, 2], [1, 4, 1, 1], [2, 0, 3], [3], [3, 3], [2, 2, 2, 2, 2], [])
    yield from sweep("softmax2d", {f"float32 {shape}": tensor("float32", shape, spread(2) if 0 not in shape else []) for shape in shapes}, [((), {})])
    yield from sweep("softmax2d", {label: spec for label, spec in views().items() if make_tensor(spec).dim() in (3, 4)}, [((), {})])
    yield from sweep("softmax2d", {"ints": tensor("int32", [3, 2, 2], cycle(1, 2))}, [((), {})])


AMOUNTS = {"topKLogits": (1, 2, 3, 100, 0, 1.5), "topPLogits": (0.0, 0.1, 0.5, 0.9, 1.0, 1.5, -0.1), "minPLogits": (0.0, 0.05, 0.3, 1.0, 1.5)}


def filter_cases(fn):
    amounts = [((amount,), {}) for amount in AMOUNTS[fn]]
    some = amounts[1:4]
    rows = {label: tensor("float32", [len(data)], data) for label, data in SPECIAL_ROWS.items()}
    yield from sweep(fn, rows, amounts[:4])
    yield from sweep(fn, {"float32 [5]": tensor("float32", [5], spread(9))}, amounts[4:])
    yield from sweep(fn, of_every_float([3, 6], spread(8)), [*some, *(((amount,), {"dim": 0}) for (amount,), _ in some)])
    yield from sweep(fn, {"float32 [2, 3, 4]": tensor("float32", [2, 3, 4], spread(7))}, [(args, {"dim": dim}) for args, _ in some for dim in (-3, -2, 1)])
    yield from sweep(fn, {"100 elements": tensor("float32", [100], spread(10, -6, 6))}, some)
    yield from sweep(fn, {"many ties": tensor("float32", [40], cycle(1, 3, 2, 3, 0, 3, 3, 1))}, some)
    yield from sweep(fn, views(), some[:2])
    yield from sweep(fn, {"empty": tensor("float32", [0, 3], []), "0-d": tensor("float32", [], [2])}, some[:1])
    yield from sweep(fn, of_every_integer([3], {"arange": [0, 1]}), some[:1])
    yield from sweep(fn, {"out of range": tensor("float32", [2, 3], spread(5))}, [(some[0][0], {"dim": 2})])


LOSS_SHAPES = ([4], [3, 4], [2, 4, 3], [2, 4, 2, 3], [1, 4, 2, 1, 2])
WEIGHT = tensor("float32", [4], [0.5, 2, 1, 0.25])


def target_of(shape, data=None):
    """Classes for scores of a shape, whose second dim (or only one) they are of."""
    rest = shape[:1] + shape[2:] if len(shape) > 1 else []
    return tensor("int64", rest, data or cycle(1, 3, 0, 2, 2))


def loss_cases():
    for fn in ("crossEntropy", "nllLoss"):
        smoothings = ({}, {"labelSmoothing": 0.1}, {"labelSmoothing": 1.0}) if fn == "crossEntropy" else ({},)
        for shape, reduction, smoothing in itertools.product(LOSS_SHAPES, ("mean", "sum", "none"), smoothings):
            x = tensor("float32", shape, spread(71))
            for extra in ({}, {"weight": WEIGHT}, {"ignoreIndex": 3}, {"weight": WEIGHT, "ignoreIndex": 2}):
                yield declare(fn, [x, target_of(shape)], {"reduction": reduction, **smoothing, **extra})
        for dtype in ("float64", "bfloat16"):
            yield declare(fn, [tensor(dtype, [3, 4], spread(72)), target_of([3, 4])])
            yield declare(fn, [tensor(dtype, [3, 4], spread(72)), target_of([3, 4])], {"weight": tensor(dtype, [4], [0.5, 2, 1, 0.25]), "reduction": "sum"})
        yield declare(fn, [tensor("float32", [4, 3], spread(73), ["transpose", 0, 1]), target_of([3, 4])], label="transposed")
        yield declare(fn, [tensor("float32", [2, 3, 4], spread(74), ["permute", [0, 2, 1]]), target_of([2, 4, 3])], label="permuted")
        yield declare(fn, [tensor("float32", [6, 4], spread(75), ["slice", 0, 0, 6, 2]), tensor("int64", [5], [1, 9, 2, 9, 0], ["slice", 0, 0, 5, 2])], label="steps")
        all_ignored = tensor("int64", [3], cycle(-100))
        for reduction in ("mean", "sum", "none"):
            yield declare(fn, [tensor("float32", [3, 4], spread(76)), all_ignored], {"reduction": reduction}, "all ignored")
            for shape in ([0, 4], [2, 4, 0]):
                yield declare(fn, [tensor("float32", shape, []), tensor("int64", shape[:1] + shape[2:], [])], {"reduction": reduction})
        special = tensor("float32", [6, 3], [1, -INF, 2, 1, -INF, 2, INF, 0, 0, NAN, 0, 1, 3e38, -3e38, 0, 90, 0, -90])
        yield declare(fn, [special, tensor("int64", [6], [0, 1, 0, 1, 0, 2])], {"reduction": "none"}, "special")
        x = tensor("float32", [3, 4], spread(77))
        bad = {
            "a class too large": [x, tensor("int64", [3], [0, 4, 1])],
            "a class below 0": [x, tensor("int64", [3], [0, -1, 1])],
            "too few": [x, tensor("int64", [2], [0, 1])],
            "one for a batch": [x, tensor("int64", [], [1])],
            "a matrix": [x, tensor("int64", [3, 1], [0, 1, 2])],
            "one in a row": [tensor("float32", [4], spread(1)), tensor("int64", [1], [1])],
            "0-d scores": [tensor("float32", [], [1]), tensor("int64", [], [0])],
            "fractions": [x, tensor("float32", [3], [0, 1, 2])],
            "places of another size": [tensor("float32", [2, 4, 3], spread(1)), tensor("int64", [2, 2], [0, 1, 1, 0])],
            "places missing": [tensor("float32", [2, 4, 1], spread(1)), tensor("int64", [2], [0, 1])],
            "integer scores": [tensor("int64", [3, 4], {"arange": [0, 1]}), tensor("int64", [3], [0, 1, 2])],
        }
        for label, args in bad.items():
            # Of one element, the target has the shape of probabilities.
            if (fn, label) != ("crossEntropy", "0-d scores"):
                yield declare(fn, args, label=label)
        yield declare(fn, [x, target_of([3, 4])], {"weight": tensor("float32", [3], [1, 1, 1])})
        yield declare(fn, [x, target_of([3, 4])], {"weight": tensor("float32", [4, 1], [1, 1, 1, 1])})
        yield declare(fn, [x, target_of([3, 4])], {"reduction": "average"})
    fn = "crossEntropy"
    for shape, reduction, smoothing, weight in itertools.product(LOSS_SHAPES, ("mean", "sum", "none"), (0, 0.25), ({}, {"weight": WEIGHT})):
        probabilities = tensor("float32", shape, cycle(0.5, 0.125, 0, 0.25, 1))
        yield declare(fn, [tensor("float32", shape, spread(78)), probabilities], {"reduction": reduction, "labelSmoothing": smoothing, **weight}, f"probabilities {shape}")
    yield declare(fn, [tensor("float32", [0, 3], []), tensor("float32", [0, 3], [])], label="no probabilities")
    rows = tensor("float32", [3, 3], [1, -INF, 2, 1, -INF, 2, INF, 0, 0])
    yield declare(fn, [rows, tensor("float32", [3, 3], [1, 0, 0, 0, 1, 0, 1, 0, 0])], {"reduction": "none"}, "special probabilities")
    x = tensor("float32", [3, 4], spread(79))
    for smoothing in (1.5, 2):
        yield declare(fn, [x, target_of([3, 4])], {"labelSmoothing": smoothing})
        yield declare(fn, [x, x], {"labelSmoothing": smoothing}, "probabilities")
    yield declare(fn, [x, x], {"ignoreIndex": 2}, "probabilities")
    yield declare(fn, [x, x], {"weight": tensor("float32", [3], [1, 1, 1])}, "probabilities")
    yield declare(fn, [x, tensor("int64", [3, 4], cycle(1))], label="integer probabilities")


def gumbel_cases():
    inputs = {
        "one": (tensor("float32", [5], spread(1)), {}),
        "rows": (tensor("float32", [3, 20], spread(2)), {}),
        "columns": (tensor("float32", [20, 3], spread(3)), {"dim": 0}),
        "hard": (tensor("float32", [4, 6], spread(4)), {"hard": True}),
        "hard columns": (tensor("float32", [4, 6], spread(4)), {"hard": True, "dim": 0, "tau": 0.5}),
        "cold": (tensor("float32", [4, 6], spread(5)), {"tau": 0.25}),
        "warm": (tensor("float64", [4, 6], spread(6)), {"tau": 10}),
        "transposed": (tensor("float32", [6, 4], spread(7), ["transpose", 0, 1]), {}),
        "0-d": (tensor("float32", [], [1]), {}),
        "empty": (tensor("float32", [0, 3], []), {}),
        "some -inf": (tensor("float32", [6], [1, -INF, 2, -INF, 0, 3]), {}),
    }
    for seed, (label, (x, options)) in itertools.product((0, 42, 1234), inputs.items()):
        torch.manual_seed(seed)
        y = torch.nn.functional.gumbel_softmax(make_tensor(x), **options)
        # torch makes 1 of 1 - y + y, which rounds.
        y = y.round() if options.get("hard") else y
        case = {"name": f"gumbelSoftmax({label}) after {seed}", "fn": "gumbelSoftmax", "args": [x], "seed": seed}
        yield {**case, **({"options": options} if options else {}), "expected": encode_result(y)}


# Gradients

SHUFFLED = gradients.SHUFFLED
leaf, one = gradients.leaf, gradients.one


def gradient_declarations():
    seen, of = gradients.seen(data=SHUFFLED), gradients.of
    special = {
        "one of -inf": [1, -INF, 2, 0.5],
        "only -inf": [-INF, -INF],
        "one inf": [1, INF, 2],
        "one NaN": [1, NAN, 2],
        "far apart": [90, 0, -90],
        "a single element": [5],
        "ties": [2, 2, -1, 2],
    }
    for fn in (*ROWS, *PAPERS[:3]):
        for dtype in ("float32", "float64"):
            yield from gradients.sweep(fn, of([2, 3], SHUFFLED, dtype), dims(-2, 2))
        for dtype in ("float16", "bfloat16"):
            yield from gradients.sweep(fn, of([2, 3], SHUFFLED, dtype), dims(1, 2), order=1)
        yield from gradients.sweep(fn, of([2, 3, 2], SHUFFLED), dims(0, 3))
        yield from gradients.sweep(fn, seen, dims(-1, 1))
        yield from gradients.sweep(fn, of([]), dims(0, 1))
        yield from gradients.sweep(fn, of([0, 3]), dims(0, 2))
        yield from gradients.sweep(fn, {label: leaf("float32", [len(data)], data) for label, data in special.items()}, dims(0, 1), order=1)
        yield from gradients.sweep(fn, of([6], SHUFFLED, "float64"), dims(0, 1, dtype="float32"), order=1)
    for fn in ROWS:
        for kind in ("some", "a row of keys", "whole rows", "none", "transposed"):
            for options in ({}, {"maskedRow": "zero"}, {"temperature": 0.5}):
                # A row of NaN has no second derivative to speak of.
                order = 1 if kind != "a row of keys" else 2
                x = leaf("float32", [3, 4], SHUFFLED)
                yield one(fn, [x, 1], {"mask": MASKS[kind], **options}, f"mask {kind}", order=order)
        yield one(fn, [leaf("float32", [2, 3], SHUFFLED), 1], {"temperature": 2.0})
    several = [*dims(-2, 2), *dims(0, 2, keepdim=True), (([0, 1],), {}), (([1, 0],), {"keepdim": True})]
    for dtype in ("float32", "float64"):
        yield from gradients.sweep("logsumexp", of([2, 3], SHUFFLED, dtype), several)
    yield from gradients.sweep("logsumexp", of([2, 3, 2], SHUFFLED), [((1,), {}), (([0, 2],), {}), (([-1, 0],), {"keepdim": True})])
    yield from gradients.sweep("logsumexp", seen, dims(-1, 1))
    yield from gradients.sweep("logsumexp", of([]), dims(0, 1))
    yield from gradients.sweep("logsumexp", of([0, 3]), dims(0, 2))
    finite = {label: leaf("float32", [len(data)], data) for label, data in special.items() if label != "only -inf"}
    yield from gradients.sweep("logsumexp", finite, dims(0, 1), order=1)
    for dtype in ("float32", "float64"):
        pair = [leaf(dtype, [2, 3], SHUFFLED), leaf(dtype, [3], {"arange": [-1.25, 0.5]})]
        yield one("logaddexp", pair)
        yield one("logaddexp", pair[::-1])
    infinite = leaf("float32", [6], [1, -INF, INF, NAN, 90, -90])
    yield one("logaddexp", [infinite, leaf("float32", [6], [-INF, 1, 1, 1, -90, 90])], label="special", order=1)
    yield from gradients.sweep("softmax2d", of([3, 2, 2], SHUFFLED), [((), {})])
    for fn in FILTERS:
        for amount in AMOUNTS[fn][1:4]:
            yield from gradients.sweep(fn, of([2, 5], SHUFFLED), [((amount,), {}), ((amount,), {"dim": 0})], order=1)
    yield from loss_gradients()


def loss_gradients():
    for fn, shape in itertools.product(("crossEntropy", "nllLoss"), LOSS_SHAPES):
        smoothings = ({}, {"labelSmoothing": 0.1}) if fn == "crossEntropy" else ({},)
        for reduction, smoothing, extra in itertools.product(("mean", "sum", "none"), smoothings, ({}, {"weight": WEIGHT, "ignoreIndex": 2})):
            args = [leaf("float32", shape, SHUFFLED), target_of(shape)]
            yield one(fn, args, {"reduction": reduction, **smoothing, **extra})
    for dtype in FLOATS:
        order = 2 if dtype in ("float32", "float64") else 1
        for fn in ("crossEntropy", "nllLoss"):
            yield one(fn, [leaf(dtype, [3, 4], SHUFFLED), target_of([3, 4])], order=order)
    for shape, reduction, options in itertools.product(LOSS_SHAPES[:3], ("mean", "sum", "none"), ({}, {"labelSmoothing": 0.25, "weight": WEIGHT})):
        x, q = leaf("float32", shape, SHUFFLED), cycle(0.5, 0.125, 0, 0.25, 1)
        yield one("crossEntropy", [x, tensor("float32", shape, q)], {"reduction": reduction, **options}, f"probabilities {shape}")
        yield one("crossEntropy", [x, leaf("float32", shape, q)], {"reduction": reduction, **options}, f"probabilities that learn {shape}", order=1)
    for reduction in ("mean", "sum"):
        ignored = tensor("int64", [3], [1, -100, 2])
        yield one("crossEntropy", [leaf("float32", [3, 4], SHUFFLED), ignored], {"reduction": reduction}, "one ignored")
