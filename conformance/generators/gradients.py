"""Gradients, first and second, of every function that has them: torch.autograd's answers in float64, rounded once.

A tensor that requires grad is a leaf; its `views` are recorded, so that the gradient has to come back through them. The
data are mostly fractions that binary holds exactly: what only moves and adds numbers then rounds nowhere, and is compared
to the last bit.
"""

import functools
import itertools
import math
import re

import torch

from .answers import (
    INF, NAN, REWORDED, SLACK, call, cycle, describe, encode_argument, integer, make_argument, tensor, widen,
)  # fmt: skip
from .encoding import DTYPES, FLOATS, NAMES, apply_view, encode_data, make_tensor

__all__ = ["ABOUT", "cases"]

ABOUT = (
    "{name, fn, args, options?, gradient?, expected}: fn(...args, options), as generators/answers.py has it, of leaves that "
    "require grad, seen through their views. The gradient of the i-th result that has one is {arange: [i - 0.625, 0.25]}, or "
    "`gradient` as its data. expected: {gradFn: the name of the first result's, or null if it needs no gradient; grads: the "
    "gradient of each leaf, in its shape and dtype, or null if there is none; second?: those of the leaves and of the "
    "results' gradients, through `grads`, whose own gradients are {arange: [j + 0.625, -0.375]} for that of the j-th leaf; "
    "null is zero or none}, or {throws}. Floats are torch's float64 answers rounded once."
)

#: Where torch 1.13 has another answer than the one wanted: why, and what is put in its place.
DEVIATIONS = {
    **{
        f"{fn}(float32 [3, 3], [])": (
            "torch reduces all dims, and then takes the gradient as if it had reduced none",
            lambda fn, args, options: evaluate(fn, args[:1], options),
        )
        for fn in ("var", "std")
    },
    **{
        f"div({number}, float32 [3])": (
            "torch multiplies by the reciprocal, which is one rounding more, and names the gradient after that",
            lambda fn, args, options: {**evaluate(fn, args, options), "gradFn": "DivBackward0"},
        )
        for number in ("2.5", "3n")
    },
    **{
        f"var(float32 []{dim})": (
            "torch makes infinity of the NaN that it answers for the same elements in one dim",
            lambda fn, args, options: evaluate(fn, [{**args[0], "shape": [1]}, 0], {}, order=1),
        )
        for dim in ("", ", 0", ", -1, keepdim=True")
    },
}

#: Where torch computes a slope out of its rounded result, which float64 does not make up for: the same from the input.
EXACT = {
    "expm1": lambda x: x.exp() - 1,
}

#: torch has another name for a sort that is stable, as ours always is; people call the other one.
RENAMED = {"SortBackward1": "SortBackward0"}


def cases():
    return answer_all(declarations(), DEVIATIONS)


def answer_all(declarations, deviations):
    """The cases of a golden file."""
    names = set()
    for name, fn, args, options, extra in declarations:
        assert name not in names, name
        names.add(name)
        case = {"name": name, "fn": fn, "args": encode_argument(args)}
        if options:
            case["options"] = {key: encode_argument(value) for key, value in sorted(options.items())}
        if "gradient" in extra:
            case["gradient"] = encode_argument(extra["gradient"])
        _, answer = DEVIATIONS.get(name, ("", evaluate))
        case["expected"] = answer(fn, args, options, **extra)
        yield case
    assert names.issuperset(DEVIATIONS), set(DEVIATIONS) - names


# Evaluation


def evaluate(fn, args, options, gradient=None, order=2):
    own = None
    try:
        own = differentiate(fn, args, options, gradient)
    except (RuntimeError, IndexError, TypeError) as error:
        message = str(error).splitlines()[0]
        if "not implemented for 'Half'" not in message:
            for theirs, ours in REWORDED:
                message = re.sub(theirs, ours, message)
            return {"throws": message.rstrip(".")}
    native = own or differentiate(fn, args, options, gradient, within="float32")
    expected = {"gradFn": native["gradFn"]}
    if "grads" not in native:
        return expected
    oracle = differentiate(fn, args, options, gradient, order, within="float64")
    # What torch has no kernel for has halves only.
    dtypes = own["dtypes"] if own else ["float16"] * len(native["dtypes"])
    for g, theirs in zip(oracle["grads"], native["grads"]):
        assert (g is None) == (theirs is None), (fn, args)
        if own and g is not None:
            check_agreement((fn, args, options), g, theirs, {*dtypes, options.get("dtype")})
    expected["grads"] = [encode_gradient(g, dtype) for g, dtype in zip(oracle["grads"], dtypes)]
    if order > 1:
        second = [g if g is not None and g.count_nonzero() else None for g in oracle["second"]]
        expected["second"] = [encode_gradient(g, dtype) for g, dtype in zip(second, dtypes)]
    return expected


def encode_gradient(g, dtype):
    """Which sign a zero has depends on how it came about, and means nothing: a product with a mask has either."""
    return g if g is None else [0 if value == "-0" else value for value in encode_data(g.to(DTYPES[dtype]))]


def differentiate(fn, args, options, gradient, order=1, within=None):
    """The gradients in the dtypes given, or with the leaves in another and nothing rounded below it."""
    leaves, dtypes = [], []

    def make(arg):
        if isinstance(arg, list):
            return [make(item) for item in arg]
        if not isinstance(arg, dict) or not arg.get("requiresGrad"):
            return make_argument(arg)
        leaf = make_tensor({**arg, "views": [], "requiresGrad": False})
        dtypes.append(arg["dtype"])
        leaves.append((leaf.to(DTYPES[within]) if within else leaf).requires_grad_())
        return functools.reduce(lambda x, view: apply_view(x, view[0], view[1:]), arg.get("views", []), leaves[-1])

    made = make(args)
    # In the order in which the file has them, sorted.
    kwargs = {key: make(value) for key, value in sorted(options.items())}
    if within == "float64":
        cast = kwargs.pop("dtype", None)
        made = widen(made, cast, whole=True)
        kwargs = {key: widen(value, cast, whole=True) for key, value in kwargs.items()}
    if "out" in kwargs:
        result = getattr(torch, fn)(*made, **kwargs)  # operators take none
    elif within == "float64" and fn in EXACT:
        result = EXACT[fn](*made)
    else:
        result = call(fn, made, kwargs)
    outputs = [y for y in results_of(result) if y.requires_grad]
    name = type(outputs[0].grad_fn).__name__ if outputs and outputs[0].grad_fn else None
    answer = {"gradFn": RENAMED.get(name, name)}
    if not outputs:
        return answer
    given = [make_data(y, gradient or {"arange": [i - 0.625, 0.25]}) for i, y in enumerate(outputs)]
    ends = [*leaves, *(g.requires_grad_(order > 1) for g in given)]
    grads = torch.autograd.grad(outputs, leaves, given, create_graph=order > 1, allow_unused=True)
    answer |= {"grads": list(grads), "dtypes": [*dtypes, *(NAMES[y.dtype] for y in outputs)]}
    if order > 1:
        roots = [(j, g) for j, g in enumerate(grads) if g is not None and g.requires_grad]
        directions = [make_data(g, {"arange": [j + 0.625, -0.375]}) for j, g in roots]
        # In torch a function of no roots at all has no gradient either.
        answer["second"] = torch.autograd.grad([g for _, g in roots], ends, directions, allow_unused=True) if roots else []
    return answer


def results_of(result):
    return [result] if isinstance(result, torch.Tensor) else [y for y in result if y.dtype.is_floating_point]


def make_data(like, data):
    return make_tensor(tensor(NAMES[like.dtype], list(like.shape), data))


def check_agreement(call, oracle, native, dtypes):
    """torch's own gradient must be as near the one in float64 as the coarsest dtype on its way allows."""
    slack = max(SLACK.get(dtype) or 1e-13 for dtype in dtypes)
    rounded, native = oracle.to(native.dtype).double(), native.double()
    same = (rounded == native) | (rounded.isnan() & native.isnan())
    largest = max([1.0, *(abs(x) for x in rounded.flatten().tolist() if math.isfinite(x))])
    near = (rounded - native).abs() <= slack * largest
    assert bool((same | near).all()), (call, rounded, native)


# Declarations

STEPS = {"arange": [-1.75, 0.5]}
SHUFFLED = cycle(0.5, -1.25, 3, 2.75, -2, 1.5, -0.25, 4, -3.5, 2.25, 0.125, -0.75, 1, -4, 3.25, -1.5)
OTHER = {"arange": [3.125, -0.75]}
#: Within the domain of log and sqrt, and on both sides of 1.
POSITIVE = {"arange": [0.25, 0.375]}
#: Ties, zeros of both signs.
TIES = cycle(1, 3, 3, 0, -0.0, 3, -2, -2, 0)
SPECIAL = [0, -0.0, 1, -1, 0.5, -0.5, NAN, INF, -INF, 3e38, -3e38, 1e-8, -17, 89, -104]
BOTH = ("float32", "float64")
NOTHING = [((), {})]


def leaf(dtype, shape, data, *views):
    """A tensor that requires grad, seen through views."""
    return {**tensor(dtype, shape, data, *views), "requiresGrad": True}


def seen(dtype="float32", data=None):
    """A leaf seen in every way a tensor can be."""
    data = data or STEPS
    return {
        f"{dtype} transposed": leaf(dtype, [2, 3], data, ["transpose", 0, 1]),
        f"{dtype} permuted": leaf(dtype, [2, 1, 3], data, ["permute", [2, 0, 1]]),
        f"{dtype} every other column": leaf(dtype, [2, 5], data, ["slice", 1, 1, 5, 2]),
        f"{dtype} narrowed": leaf(dtype, [4, 2], data, ["narrow", 0, 1, 2]),
        f"{dtype} selected": leaf(dtype, [2, 2, 3], data, ["select", 1, 1]),
        f"{dtype} expanded": leaf(dtype, [2, 1], data, ["expand", [2, 3]]),
        f"{dtype} expanded row": leaf(dtype, [3], data, ["expand", [2, 3]]),
        f"{dtype} unsqueezed": leaf(dtype, [2, 2], data, ["unsqueeze", 1]),
        f"{dtype} transposed and narrowed": leaf(dtype, [2, 3], data, ["transpose", 0, 1], ["narrow", 0, 1, 2]),
    }


def uneven_rows(data=None):
    """Those whose last dim has elements that differ."""
    return {label: spec for label, spec in seen(data=data or SHUFFLED).items() if not label.endswith("expanded")}


def of(shape, data=None, dtype="float32"):
    return {f"{dtype} {shape}": leaf(dtype, shape, data or STEPS)}


def sweep(fn, inputs, calls, **extra):
    """Every input with every call: a call is (arguments after the input, options)."""
    for (label, spec), (args, options) in itertools.product(inputs.items(), calls):
        yield one(fn, [spec, *args], options, label, **extra)


def one(fn, args, options=None, label=None, **extra):
    """One call. Its name says what its arguments are, and `label` what the first one is."""
    options = options or {}
    words = [label or word(args[0]), *map(word, args[1:]), *(f"{key}={word(value)}" for key, value in sorted(options.items()))]
    return f"{fn}({', '.join(words)})", fn, args, options, extra


def word(arg):
    if isinstance(arg, list) and any(isinstance(item, dict) for item in arg):
        return f"[{', '.join(map(word, arg))}]"
    constant = isinstance(arg, dict) and arg.get("dtype") in FLOATS and not arg.get("requiresGrad")
    return f"{'constant ' if constant else ''}{describe(arg)}"


def dims(low, high, **options):
    return [((dim,), dict(options)) for dim in range(low, high)]


def declarations():
    yield from view_cases()
    yield from join_cases()
    yield from sum_cases()
    yield from extreme_cases()
    yield from order_cases()
    yield from arithmetic_cases()
    yield from selection_cases()
    yield from elementary_cases()
    yield from matmul_cases()
    yield from softmax_cases()
    for fn, kinks in ACTIVATIONS.items():
        yield from elementwise_cases(fn, STEPS, [*SPECIAL, *kinks])
    yield from constant_cases()
    yield from out_cases()


#: The elementwise activations, and where they have kinks besides 0 and ±1.
ACTIVATIONS = {
    "sigmoid": [],
    "relu": [],
}


def view_cases():
    calls = {
        "reshape": [([-1],), ([3, 2],), ([1, 6, 1],)],
        "view": [([6],), ([3, 2],), ([1, 2, 3],)],
        "transpose": [(0, 1), (-1, -1)],
        "t": [()],
        "permute": [([1, 0],), ([-2, -1],)],
        "squeeze": [(), (0,)],
        "unsqueeze": [(0,), (1,), (-1,)],
        "expand": [([2, 3],), ([2, 2, 3],), ([2, 1, -1, 3],), ([0, 2, 3],)],
        "select": [(0, 1), (1, -1)],
        "narrow": [(0, 1, 1), (1, 0, 2), (1, 1, 0), (1, -2, 2)],
        "slice": [(0, 0, 2, 1), (1, 1, 3, 1), (1, 0, 3, 2), (1, -2, 100, 1), (0, 1, 1, 1)],
        "flatten": [()],
        "contiguous": [()],
        "clone": [()],
    }
    tripled = {"reshape": ([4, 3],), "view": ([2, 6],), "transpose": (0, 2), "permute": ([2, 0, 1],), "select": (1, 1), "slice": (2, 0, 3, 2), "squeeze": (1,), "narrow": (2, 1, 1), "unsqueeze": (2,), "expand": ([2, 2, 2, 3],)}
    for fn, several in calls.items():
        for dtype in BOTH:
            yield from sweep(fn, of([2, 3], dtype=dtype), [(args, {}) for args in several])
        if fn in tripled:
            yield from sweep(fn, of([2, 2, 3]), [(tripled[fn], {})])
        if fn not in ("select", "narrow", "slice", "transpose", "permute"):
            zero = {"reshape": ([1, 1],), "view": ([1],), "expand": ([2],), "unsqueeze": (0,)}
            yield from sweep(fn, of([]), [(zero.get(fn, ()), {})])
        empty = {"reshape": ([3, 0],), "view": ([0],), "expand": ([2, 0, 3],), "select": (1, 0), "unsqueeze": (0,), "narrow": (1, 0, 2), "slice": (1, 1, 3, 1), "transpose": (0, 1), "permute": ([1, 0],)}
        yield from sweep(fn, of([0, 3]), [(empty.get(fn, ()), {})])
    for dtype in ("float16", "bfloat16"):
        for fn in ("expand", "select", "permute", "reshape", "flatten", "clone"):
            yield from sweep(fn, of([2, 3], dtype=dtype), [(calls[fn][0], {})], order=1)
    for fn, args in {"reshape": ([-1],), "flatten": (), "contiguous": (), "clone": (), "unsqueeze": (1,), "select": (0, 1), "slice": (0, 0, 2, 1)}.items():
        yield from sweep(fn, seen(), [(args, {})])
    yield from sweep("flatten", of([2, 2, 3]), [((), {"startDim": 1}), ((), {"endDim": -2})])
    yield from sweep("squeeze", of([1, 2, 1, 3]), [((), {}), ((0,), {}), ((-2,), {}), ((1,), {})])
    yield from sweep("expand", of([2, 1, 3]), [(([2, 4, 3],), {}), (([2, 2, 2, 3],), {})])
    yield from sweep("expand", of([1]), [(([3],), {}), (([2, 3],), {})])


def join_cases():
    a, b = leaf("float32", [2, 3], STEPS), leaf("float32", [2, 3], OTHER)
    plain = tensor("float32", [2, 3], STEPS)
    for fn in ("cat", "stack"):
        for dim in range(-2, 2 if fn == "cat" else 3):
            yield one(fn, [[a, b]], {"dim": dim})
        yield one(fn, [[a]])
        yield one(fn, [[a, plain, b]])
        yield one(fn, [[plain, a]], {"dim": 1})
        for label, spec in seen().items():
            shape = list(make_tensor(spec).shape)
            yield one(fn, [[spec, leaf("float32", shape, OTHER)]], label=label)
        for left, right in itertools.product(FLOATS, FLOATS):
            yield one(fn, [[leaf(left, [2], STEPS), leaf(right, [2], OTHER)]], order=1)
        yield one(fn, [[a, tensor("int64", [2, 3], cycle(1, 2, 3))]])
        yield one(fn, [[leaf("float32", [0, 3], []), leaf("float32", [0, 3], [])]], label="empty")
    yield one("cat", [[leaf("float32", [1, 3], STEPS), b, leaf("float32", [3, 3], STEPS)]])
    yield one("cat", [[leaf("float32", [2, 1], STEPS), b, leaf("float32", [2, 0], [])]], {"dim": 1})
    yield one("cat", [[leaf("float32", [0], []), b]], label="an empty row and a matrix")
    yield one("stack", [[leaf("float32", [], [2]), leaf("float32", [], [3])]])
    yield from sweep("split", of([4, 3]), [((2,), {}), ((3,), {}), ((5,), {}), (([1, 3],), {}), (([1, 0, 3],), {}), ((2,), {"dim": 1}), (([1, 2],), {"dim": -1})])
    yield from sweep("split", of([4], dtype="float64"), [((3,), {}), (([2, 2],), {})])
    yield from sweep("split", seen(), [((1,), {}), ((2,), {"dim": -1})])
    yield from sweep("split", of([0, 3]), [((1,), {}), ((2,), {"dim": 1})])
    indices = {
        "each once": [0, 1, 1, 0, 1, 0],
        "one thrice": [1, 1, 1, 1, 1, 1],
    }
    for label, data in indices.items():
        for fn_dim, shape in ((0, [2, 3]), (0, [1, 2]), (0, [2, 1]), (1, [2, 3]), (-1, [2, 1]), (1, [1, 2])):
            index = tensor("int64", shape, cycle(*data))
            yield one("gather", [a, fn_dim, index], label=f"{label} of [2, 3]")
    for dtype in FLOATS:
        yield from sweep("gather", of([3], dtype=dtype), [((0, tensor("int64", [4], [2, 0, 2, 2])), {})], order=1)
    for label, spec in seen().items():
        shape = [1] * make_tensor(spec).dim()
        yield one("gather", [spec, -1, tensor("int64", shape, [0])], label=label)
    yield one("gather", [leaf("float32", [], [2]), 0, tensor("int64", [], [0])])
    yield one("gather", [leaf("float32", [], [2]), 0, tensor("int64", [3], [0, 0, 0])])
    yield one("gather", [a, 0, tensor("int64", [0, 3], [])])


def sum_cases():
    several = [*NOTHING, *dims(-2, 2), *dims(0, 2, keepdim=True), (([0, 1],), {}), (([],), {}), (([1],), {"keepdim": True}), ((None,), {"keepdim": True})]
    for fn in ("sum", "mean", "var", "std"):
        # Of two elements std has no second derivative, and of equal ones var no first: what is left of rounding is no answer.
        spreads = fn in ("var", "std")
        shape = [3, 3] if spreads else [2, 3]
        for dtype in BOTH:
            yield from sweep(fn, of(shape, SHUFFLED, dtype), several if dtype == "float32" else several[:4])
        yield from sweep(fn, of([2, 3, 2], SHUFFLED), [((1,), {}), (([0, 2],), {}), (([-1, 0],), {"keepdim": True})])
        for dtype in ("float16", "bfloat16"):
            yield from sweep(fn, of([2, 3], SHUFFLED, dtype), [((1,), {}), *NOTHING], order=1)
        yield from sweep(fn, seen(data=SHUFFLED), NOTHING)
        yield from sweep(fn, uneven_rows() if spreads else seen(data=SHUFFLED), dims(-1, 0))
        yield from sweep(fn, of([]), [*NOTHING, ((0,), {}), ((-1,), {"keepdim": True})])
        for shape, call in (([0], (0,)), ([0, 3], (0,)), ([0, 3], (1,)), ([2, 0], (1,)), ([2, 0], ())):
            yield from sweep(fn, of(shape), [(call, {})])
        yield from sweep(fn, {"special": leaf("float32", [2, 3], [1, INF, 2, NAN, 3, -INF])}, [((1,), {})], order=1)
        yield from sweep(fn, {"special": leaf("float32", [2, 3], [1, INF, 2, NAN, 3, -INF])}, [((0,), {})], order=1)
        yield from sweep(fn, of([1, 3]), [((0,), {})])
    for fn in ("sum", "mean"):
        for dtype, to in (("float32", "float64"), ("float64", "float32"), ("float16", "float32"), ("bfloat16", "float64")):
            yield from sweep(fn, of([2, 3], SHUFFLED, dtype), [((1,), {"dtype": to})], order=1)
    for fn in ("var", "std"):
        for correction in (0, 1, 2, 3, 4):
            yield from sweep(fn, of([2, 3], SHUFFLED), [((1,), {"correction": correction})])
            yield from sweep(fn, of([2, 3], SHUFFLED, "float64"), [((None,), {"correction": correction})])
        # The first derivative of std is put to 0 here, and torch's second is then NaN.
        yield from sweep(fn, {"equal": leaf("float32", [2, 3], cycle(2))}, [((1,), {})], order=1)
    for dtype in FLOATS:
        yield from sweep("cumsum", of([2, 3], SHUFFLED, dtype), dims(-2, 2))
    yield from sweep("cumsum", of([2, 3, 2], SHUFFLED), dims(0, 3))
    yield from sweep("cumsum", seen(), dims(-1, 1))
    yield from sweep("cumsum", of([]), dims(0, 1))
    for shape in ([0], [0, 3], [2, 0]):
        yield from sweep("cumsum", of(shape), dims(0, 1))
    yield from sweep("cumsum", of([3]), dims(0, 1, dtype="float64"))
    yield from sweep("cumsum", of([3], dtype="float64"), dims(0, 1, dtype="float32"))


def extreme_cases():
    special = [1, NAN, INF, -INF, -INF, -INF, NAN, NAN, 2]
    for fn in ("max", "min", "amax", "amin"):
        every = [*NOTHING, *dims(-1, 2), *dims(0, 2, keepdim=True)]
        for dtype in BOTH:
            yield from sweep(fn, {f"{dtype} shuffled": leaf(dtype, [2, 3], SHUFFLED), f"{dtype} ties": leaf(dtype, [3, 3], TIES)}, every)
        for dtype in ("float16", "bfloat16"):
            yield from sweep(fn, {f"{dtype} ties": leaf(dtype, [3, 3], TIES)}, every[:3], order=1)
        yield from sweep(fn, {"special": leaf("float32", [3, 3], special)}, every[:4], order=1)
        yield from sweep(fn, seen(data=TIES), [*NOTHING, *dims(-1, 0)])
        yield from sweep(fn, of([]), [*NOTHING, *dims(0, 1), *dims(-1, 0, keepdim=True)])
        yield from sweep(fn, of([2, 0]), dims(0, 1))
        yield from sweep(fn, of([0, 3]), dims(1, 2))
        yield from sweep(fn, of([2, 3, 2], TIES), dims(0, 3))
    for fn in ("amax", "amin"):
        yield from sweep(fn, of([2, 2, 3], TIES), [(([0, 2],), {}), (([-1, 1],), {"keepdim": True}), (([],), {}), (([0, 1, 2],), {})])


def order_cases():
    for dtype in FLOATS:
        order = 2 if dtype in BOTH else 1
        yield from sweep("sort", of([2, 3], SHUFFLED, dtype), [((), {}), ((), {"dim": 0}), ((), {"descending": True})], order=order)
        yield from sweep("topk", of([2, 3], SHUFFLED, dtype), [((2,), {}), ((1,), {"dim": 0}), ((2,), {"largest": False})], order=order)
    yield from sweep("sort", {"ties": leaf("float32", [3, 3], TIES)}, [((), {}), ((), {"dim": 0}), ((), {"descending": True, "dim": 0})])
    yield from sweep("sort", seen(data=SHUFFLED), [((), {}), ((), {"dim": 0, "descending": True})])
    yield from sweep("topk", seen(data=SHUFFLED), [((1,), {}), ((1,), {"dim": 0, "largest": False})])
    yield from sweep("topk", of([2, 4, 2], SHUFFLED), [((2,), {"dim": 1}), ((0,), {"dim": 1}), ((4,), {"dim": -2})])
    yield from sweep("sort", of([2, 3, 2], SHUFFLED), [((), {"dim": d}) for d in range(3)])
    special = {"special": leaf("float32", [5], [1, NAN, INF, -INF, 0])}
    yield from sweep("sort", {**special, **of([]), **of([0]), **of([2, 0])}, NOTHING)
    yield from sweep("topk", special, [((3,), {}), ((3,), {"largest": False})])
    yield from sweep("topk", {**of([]), **of([2, 1])}, [((1,), {})])
    yield from sweep("topk", {**of([0]), **of([2, 0])}, [((0,), {})])


BROADCASTS = [([3], [3]), ([2, 3], [3]), ([2, 3], [2, 1]), ([2, 1], [1, 3]), ([], [2]), ([2], []), ([], []), ([1], [3]), ([2, 1, 2], [3, 1]), ([1], [0]), ([0, 3], [1, 3]), ([1, 1], [3])]  # fmt: skip
ARITHMETIC = ("add", "sub", "mul", "div", "maximum", "minimum", "pow")


def arithmetic_cases():
    for fn in ARITHMETIC:
        base = POSITIVE if fn == "pow" else STEPS
        other = STEPS if fn == "pow" else OTHER
        for left, right in BROADCASTS:
            yield one(fn, [leaf("float32", left, base), leaf("float32", right, other)])
        for left, right in (([2, 3], [3]), ([2, 1], [3]), ([], [2])):
            yield one(fn, [leaf("float64", left, base), leaf("float64", right, other)])
        for left, right in (([3], [3]), ([2, 1], [3])):
            yield one(fn, [leaf("float32", left, base), tensor("float32", right, other)])
            yield one(fn, [tensor("float32", left, base), leaf("float32", right, other)])
        for left, right in itertools.permutations(FLOATS, 2):
            yield one(fn, [leaf(left, [3], base), leaf(right, [3], other)], order=1)
        for dtype in ("float64", "float16"):
            yield one(fn, [leaf("float32", [2], base), leaf(dtype, [], [2])], order=1)
        for dtype in ("int64", "uint8", "bool"):
            whole = tensor(dtype, [3], [1, 0, 1])
            if (fn, dtype) in (("sub", "bool"), ("pow", "bool")):
                continue
            yield one(fn, [leaf("float32", [3], base), whole])
            if fn not in ("div", "pow"):
                yield one(fn, [whole, leaf("float32", [3], base)])
        if fn not in ("maximum", "minimum"):
            for number in (2.5, integer(3), -1.5):
                yield one(fn, [leaf("float32", [3], base), number])
            for number in (2.5, integer(3)):
                yield one(fn, [number, leaf("float32", [3], other)])
        for label, spec in seen(data=base).items():
            row = make_tensor(spec).shape[-1]
            yield one(fn, [spec, leaf("float32", [row], other)], label=label)
        special = [0, -0.0, 1, INF, -INF, NAN, 3e38]
        a = leaf("float32", [7, 1], special)
        yield one(fn, [a, tensor("float32", [7], special)], label="special", order=1)
        yield one(fn, [tensor("float32", [7, 1], special), leaf("float32", [7], special)], label="special constants", order=1)
    for fn in ("maximum", "minimum"):
        ties = [leaf("float32", [5], [1, 2, 0, -0.0, NAN]), leaf("float32", [5], [1, 3, -0.0, 0, 1])]
        yield one(fn, ties, label="ties")
        yield one(fn, [leaf("float32", [2, 1], [1, 2]), leaf("float32", [3], [1, 2, 3])], label="ties that broadcast")
    for exponent in (0, 1, 2, 3, 0.5, -1, -2, 1.5):
        number = float(exponent)
        yield one("pow", [leaf("float32", [4], [0.5, 2, 3, 0.25]), number])
        # The root of -0 is -0 to torch in some places, and one more infinity of no meaning comes of it.
        below = [0, -0.0, -2, 1] if number.is_integer() else [0, -2, 1]
        yield one("pow", [leaf("float32", [len(below)], below), number], label="zeros and below")
    for base in (0.0, 1.0, 2.0, 0.5):
        yield one("pow", [base, leaf("float32", [4], [0, 1, -1, 2.5])])
    yield one("pow", [leaf("float32", [5], [0, 0, 0, -2, -2]), leaf("float32", [5], [0, 1, 2.5, 2, 3])], label="zeros and below", order=1)
    yield one("div", [leaf("float32", [4], [1, 0, -1, 0]), leaf("float32", [4], [0, 0, -0.0, 2])], label="by zero", order=1)


def selection_cases():
    bounds = [({"min": -0.75}), ({"max": 0.5}), ({"min": -0.75, "max": 0.25}), ({"min": 1.0, "max": -1.0})]
    for dtype in FLOATS:
        yield from sweep("clamp", of([2, 3], STEPS, dtype), [((), options) for options in bounds], order=2 if dtype in BOTH else 1)
    edges = {"at the ends": leaf("float32", [6], [-1, 1, 0, 2, -2, NAN])}
    yield from sweep("clamp", edges, [((), {"min": -1.0, "max": 1.0}), ((), {"min": -1.0}), ((), {"max": 1.0})])
    yield from sweep("clamp", {"infinities": leaf("float32", [3], [INF, -INF, NAN])}, [((), {"min": -1.0, "max": 1.0})])
    yield from sweep("clamp", seen(), [((), {"min": -0.75, "max": 0.5})])
    yield from sweep("clamp", {**of([]), **of([0, 3])}, [((), {"min": 0.0})])
    low, high = leaf("float32", [3], [-1, 0, 1]), leaf("float32", [2, 1], [1, 0])
    x = leaf("float32", [2, 3], STEPS)
    for options in ({"min": low}, {"max": high}, {"min": low, "max": high}, {"min": tensor("float32", [], [0]), "max": high}):
        yield one("clamp", [x], options)
        yield one("clamp", [tensor("float32", [2, 3], STEPS)], options)
    ties = leaf("float32", [4], [1, 0, NAN, 2])
    yield one("clamp", [ties], {"min": leaf("float32", [4], [1, 1, 1, NAN])}, label="ties", order=1)
    yield one("clamp", [ties], {"max": leaf("float32", [4], [1, 1, 1, NAN])}, label="ties", order=1)

    mask = tensor("bool", [2, 3], cycle(1, 0, 0, 1, 1, 0))
    for left, right in (([2, 3], [2, 3]), ([3], [2, 3]), ([2, 1], []), ([], [1]), ([2, 2, 3], [3])):
        a, b = leaf("float32", left, STEPS), leaf("float32", right, OTHER)
        yield one("where", [mask, a, b])
        yield one("where", [mask, {**a, "requiresGrad": False}, b])
        yield one("where", [mask, a, {**b, "requiresGrad": False}])
    for dtype in FLOATS:
        yield one("where", [tensor("bool", [3], [1, 0, 1]), leaf(dtype, [3], STEPS), leaf(dtype, [3], OTHER)], order=1)
        yield one("maskedFill", [leaf(dtype, [3], STEPS), tensor("bool", [3], [1, 0, 1]), 2.5], order=1)
    yield one("where", [tensor("bool", [0, 3], []), leaf("float32", [3], STEPS), leaf("float32", [], [1])])
    yield one("where", [tensor("bool", [3], [1, 0, 1]), leaf("float32", [3], [NAN, NAN, INF]), leaf("float32", [3], [INF, 1, NAN])], label="special")
    for label, spec in seen().items():
        row = make_tensor(spec).shape[-1]
        only = tensor("bool", [row], cycle(1, 0))
        yield one("where", [only, spec, leaf("float32", [row], OTHER)], label=label)
        yield one("maskedFill", [spec, only, -1.5], label=label)
        yield one("maskedFill", [spec, only, leaf("float32", [], [2])], label=f"{label} with a tensor")
    yield one("maskedFill", [leaf("float32", [3], STEPS), mask, 2.5], label="broadcast")
    yield one("maskedFill", [leaf("float32", [2, 3], STEPS), mask, -INF], label="with minus infinity")
    yield one("maskedFill", [tensor("float32", [2, 3], STEPS), mask, leaf("float32", [], [2])])
    yield one("maskedFill", [leaf("float32", [0, 3], []), tensor("bool", [3], [1, 0, 1]), 1.0])


def elementary_cases():
    domains = {"log": POSITIVE, "sqrt": POSITIVE, "log1p": {"arange": [-0.75, 0.375]}}
    for fn in ("exp", "log", "log1p", "expm1", "sqrt", "erf", "erfc", "neg", "abs", "sign"):
        yield from elementwise_cases(fn, domains.get(fn, STEPS), SPECIAL)


def elementwise_cases(fn, data, special):
    yield from sweep(fn, {f"{dtype} special": leaf(dtype, [len(special)], special) for dtype in BOTH}, NOTHING)
    for dtype in FLOATS:
        yield from sweep(fn, of([2, 3], data, dtype), NOTHING, order=2 if dtype in BOTH else 1)
    some = {label: spec for label, spec in seen(data=data).items() if re.search("transposed$|column|expanded$", label)}
    yield from sweep(fn, {**some, **of([], [0.75]), **of([2, 0])}, NOTHING)
    yield from sweep(fn, {"40 elements": leaf("float32", [40], {"arange": [0.125, 0.25]})}, NOTHING, order=1)


def matmul_cases():
    shapes = [
        ([3], [3]), ([2, 3], [3]), ([3], [3, 2]), ([2, 3], [3, 2]), ([2, 2, 3], [3]), ([3], [2, 3, 2]), ([2, 2, 3], [3, 2]),
        ([2, 3], [2, 3, 1]), ([2, 1, 3], [2, 3, 2]), ([1, 2, 3], [2, 3, 1]), ([2, 1, 1, 2], [3, 2, 1]), ([1], [1]), ([0], [0]),
        ([0, 3], [3, 2]), ([2, 0], [0, 3]), ([0, 2, 3], [3, 1]), ([2, 2, 0], [0]),
    ]  # fmt: skip
    for left, right in shapes:
        for dtype in BOTH:
            yield one("matmul", [leaf(dtype, left, STEPS), leaf(dtype, right, OTHER)])
        if left and 0 not in left:
            yield one("matmul", [leaf("float32", left, STEPS), tensor("float32", right, OTHER)])
            yield one("matmul", [tensor("float32", left, STEPS), leaf("float32", right, OTHER)])
    for dtype in ("float16", "bfloat16"):
        yield one("matmul", [leaf(dtype, [2, 3], STEPS), leaf(dtype, [3, 2], OTHER)], order=1)
    for label, spec in seen().items():
        shape = list(make_tensor(spec).shape)
        yield one("matmul", [spec, leaf("float32", [shape[-1], 2], OTHER)], label=label)
        yield one("matmul", [tensor("float32", [2, shape[-2]], OTHER), spec], label=f"constant, {label}")


def softmax_cases():
    for fn, data in ALONG_DIM.items():
        rows = {
            "a thousand and more": leaf("float32", [3], [1000, 1001, 0]),
            "some -inf": leaf("float32", [2, 3], [1, -INF, 2, -INF, 0, -INF]),
            "a row of -inf": leaf("float32", [2, 3], [-INF, -INF, -INF, 0, 1, 2]),
            "inf and NaN": leaf("float32", [2, 3], [1, INF, 2, NAN, 1, 2]),
            "equal": leaf("float32", [4], cycle(0.5)),
        }
        yield from sweep(fn, rows, dims(-1, 0))
        for dtype in FLOATS:
            yield from sweep(fn, of([2, 3], data, dtype), dims(-2, 2), order=2 if dtype in BOTH else 1)
        yield from sweep(fn, of([2, 3, 2], data), dims(0, 3))
        yield from sweep(fn, of([2, 3, 2], data, "float64"), dims(1, 2))
        yield from sweep(fn, of([40], {"arange": [-2, 0.125]}), dims(0, 1), order=1)
        yield from sweep(fn, uneven_rows(data), dims(-1, 0))
        yield from sweep(fn, of([]), dims(-1, 1))
        yield from sweep(fn, {**of([0]), **of([0, 3]), **of([2, 0])}, dims(-1, 0))
        for dtype, to in (("float32", "float64"), ("float64", "float32"), ("float16", "float32"), ("float32", "bfloat16")):
            yield from sweep(fn, of([2, 3], data, dtype), dims(1, 2, dtype=to), order=1)


#: The activations along a dim, and what to give them.
ALONG_DIM = {
    "softmax": SHUFFLED,
}


def constant_cases():
    """What has no gradient leaves none on its way, and integers have none."""
    x = leaf("float32", [2, 3], STEPS)
    for fn in ("argmax", "argmin", "all", "any", "isnan", "isinf", "isfinite", "logicalNot", "zerosLike", "onesLike"):
        yield one(fn, [x])
    for fn in ("eq", "ne", "lt", "le", "gt", "ge", "isclose", "logicalAnd", "logicalOr"):
        yield one(fn, [x, leaf("float32", [3], OTHER)])
    for fn, args in (("sum", []), ("mul", [2.5]), ("softmax", [0])):
        yield one(fn, [tensor("float32", [2, 3], STEPS), *args])


def out_cases():
    """An out cannot be recorded."""
    x, out = leaf("float32", [2, 2], STEPS), tensor("float32", [2, 2], cycle(0))
    unary = ("exp", "log", "log1p", "expm1", "sqrt", "erf", "erfc", "neg", "abs", "sign", "sigmoid")
    for fn in (*unary, *ARITHMETIC, "matmul"):
        others = [] if fn in unary else [tensor("float32", [2, 2], OTHER)]
        yield one(fn, [x, *others], {"out": out})
        yield one(fn, [tensor("float32", [2, 2], POSITIVE), *others], {"out": {**out, "requiresGrad": True}})
    yield one("cumsum", [x, 1], {"out": out})
    yield one("sum", [x, 1], {"out": tensor("float32", [2], [0, 0]), "keepdim": False})
    yield one("mean", [x, 1], {"out": tensor("float32", [2], [0, 0]), "keepdim": False})
    yield one("clamp", [x], {"min": 0.0, "out": out})
    yield one("gather", [x, 0, tensor("int64", [1, 2], [0, 0])], {"out": tensor("float32", [1, 2], [0, 0])})
    yield one("cat", [[x, x]], {"out": tensor("float32", [4, 2], cycle(0))})
    yield one("stack", [[x, x]], {"out": tensor("float32", [2, 2, 2], cycle(0))})
