"""What torch's functions answer, gathered from declarations.

A declaration is (name, function, arguments, options); `sweep(function, inputs, calls)` declares every input with every
call. The torch function follows from the name (camelCase to snake_case, in torch or torch.nn.functional); FUNCTIONS holds
only what is special about one.

Where a function rounds, torch's float32 answer carries an error of its own (softmax: up to 66 units in the last place). So
the expected value is torch's answer in float64, rounded once to the dtype; torch's own answer must agree with it loosely,
or the generator stops. float16, which torch 1.13 cannot compute on the CPU, is judged the same way.
"""

import itertools
import math
import operator
import re
from dataclasses import dataclass
from typing import Callable, Optional

import torch

from references import entmax15, hardmax, logits_filters, softmax1, softmax_options, sparsemax

from . import gates, rectifiers
from .encoding import (
    DTYPES, FLOATS, INTEGERS, NAMES, apply_view, encode_number, encode_result, make_tensor, tensor_spec,
)  # fmt: skip

ABOUT = (
    "{name, fn, args, options?, expected}: fn(...args, options). An object with a dtype is a tensor (see "
    "generators/encoding.py), {number: 'inf'} a number, {bigint: '1'} a Python int that is no dim or size, null an argument "
    "left out. expected: {dtype, shape, data, strides?}, for views also {offset, shares}; {fields: {name: tensor}} for a "
    "result with names; {list: [tensors]}; {value} for a Python bool; or {throws: torch's sentence}. Expected floats are "
    "torch's float64 answer rounded once, except where the function only moves numbers about."
)

INF, NAN = math.inf, math.nan


@dataclass(frozen=True)
class Function:
    #: "float64": computed there and rounded once. "self": the dtype's own answer is exact.
    oracle: str = "float64"
    #: Whether where the result lies in memory is part of the answer.
    strides: bool = False
    #: Whether the result may be a view, so that its offset and whose memory it is are part of the answer, too.
    view: bool = False
    #: What answers in torch, where that is no function of the same name.
    torch: Optional[Callable] = None


def method(name):
    return lambda x, *args, **options: getattr(x, name)(*args, **options)


def symbol(compute, named):
    """An operator, which takes numbers on its left; the function of the same name does not."""
    return lambda a, b: named(a, b) if isinstance(a, torch.Tensor) else compute(a, b)


def of_each_dim(function):
    """all and any, which took one dim only before torch 2.2."""

    def answer(x, dim=None, keepdim=False):
        if dim is None or dim == []:
            dim = list(range(x.dim()))
        if isinstance(dim, int):
            return function(x, dim, keepdim)
        for d in sorted((d % max(x.dim(), 1) for d in dim), reverse=True):
            x = function(x, d, keepdim)
        # Of a 0-d tensor there is no dim to go along.
        return x if dim else function(x)

    return answer


def first_of_ties(x, k, dim=-1, largest=True):
    """topk, of which torch leaves open which of equal elements it picks."""
    picked = torch.topk(x, k, dim, largest)
    if x.dim() == 0:
        return picked
    ordered = [found.narrow(dim, 0, k) for found in torch.sort(x, dim=dim, descending=largest, stable=True)]
    # Where torch's lie in memory is part of the answer.
    moved = [torch.empty_like(own).copy_(found) for own, found in zip(picked, ordered)]
    return picked if picked.indices.equal(ordered[1]) else torch.return_types.topk(moved)


def power(base, exponent):
    """torch takes the logarithm of an integer base, which the gradient needs, in float32."""
    widened = isinstance(exponent, torch.Tensor) and exponent.dtype == torch.float64 and exponent.requires_grad
    if widened and isinstance(base, torch.Tensor) and not base.is_floating_point():
        base = base.double()
    return torch.pow(base, exponent)


def as_tensor(x, shape):
    if not x.is_contiguous():
        raise ValueError("only contiguous data can be read in another shape")
    return x.detach().view(shape)


def printed(x, **options):
    torch.set_printoptions(profile="default")
    torch.set_printoptions(**options)
    return repr(x)


def of_all_dims(function):
    """var and std, which tell "no dim" from "no correction" by name."""
    return lambda x, dim=None, correction=1, keepdim=False: function(x, dim, correction=correction, keepdim=keepdim)


EXACT = Function(oracle="self")
ELEMENTWISE = Function(oracle="self", strides=True)
ROUNDED = Function(strides=True)
VIEW = Function(oracle="self", strides=True, view=True)


def exact(torch_function, **special):
    return Function(oracle="self", torch=torch_function, **special)


FUNCTIONS = {
    # softmax
    "softmax": Function(torch=softmax_options.softmax),
    "softmin": Function(torch=softmax_options.softmin),
    "logSoftmax": Function(torch=softmax_options.log_softmax),
    "softmax2d": Function(torch=softmax_options.softmax2d),
    "crossEntropy": Function(torch=softmax_options.cross_entropy),
    "nllLoss": Function(torch=softmax_options.nll_loss),
    "sparsemax": Function(torch=sparsemax.sparsemax),
    "entmax15": Function(torch=entmax15.entmax15),
    "softmax1": Function(torch=softmax1.softmax1),
    "hardmax": exact(hardmax.hardmax),
    "topKLogits": exact(logits_filters.top_k_logits),
    "topPLogits": exact(logits_filters.top_p_logits),
    "minPLogits": exact(logits_filters.min_p_logits),
    "logsumexp": Function(torch=softmax_options.logsumexp),
    "logaddexp": Function(strides=True, torch=softmax_options.logaddexp),
    # gates
    **{
        name: Function(strides=True, torch=getattr(gates, name))
        for name in ("glu", "hardsigmoid", "hardswish", "logit", "mish", "sigmoid", "silu", "softplus", "softsign", "swiglu", "tanh", "tanhshrink")
    },
    # torch's is always contiguous; ours keeps a dense input's layout, as elementwise functions do.
    "logsigmoid": Function(torch=gates.logsigmoid),
    "quickGelu": Function(strides=True, torch=gates.quick_gelu),
    "binaryCrossEntropyWithLogits": Function(torch=gates.binary_cross_entropy_with_logits),
    "relu": ELEMENTWISE,
    # rectifiers
    **{name: ELEMENTWISE for name in ("relu6", "hardshrink", "threshold")},
    **{name: Function(strides=True, torch=getattr(rectifiers, name)) for name in ("celu", "elu", "gelu", "relu2", "selu", "softshrink")},
    "hardtanh": exact(rectifiers.hardtanh, strides=True),
    "leakyRelu": ROUNDED,
    # torch's are always contiguous; ours keep a dense input's layout, as elementwise functions do.
    **{name: Function() for name in ("prelu", "rrelu")},
    # arithmetic
    "add": exact(symbol(operator.add, torch.add), strides=True),
    "sub": exact(symbol(operator.sub, torch.sub), strides=True),
    "mul": exact(symbol(operator.mul, torch.mul), strides=True),
    "div": exact(symbol(operator.truediv, torch.div), strides=True),
    "pow": Function(strides=True, torch=power),
    "maximum": ELEMENTWISE,
    "minimum": ELEMENTWISE,
    "matmul": Function(),
    # elementary
    **{name: ROUNDED for name in ("exp", "log", "log1p", "expm1", "sqrt", "erf", "erfc")},
    **{name: ELEMENTWISE for name in ("neg", "abs", "sign")},
    # comparison
    **{name: ELEMENTWISE for name in ("eq", "ne", "lt", "le", "gt", "ge", "logicalAnd", "logicalOr", "logicalNot")},
    **{name: ELEMENTWISE for name in ("isnan", "isinf", "isfinite", "isclose")},
    "allclose": EXACT,
    "equal": EXACT,
    # selection
    "clamp": ELEMENTWISE,
    "where": ELEMENTWISE,
    # torch's is always contiguous; ours keeps a dense input's layout, as elementwise functions do.
    "maskedFill": exact(method("masked_fill")),
    # reductions
    **{name: EXACT for name in ("max", "min", "amax", "amin", "argmax", "argmin")},
    "sum": Function(),
    "mean": Function(),
    "var": Function(torch=of_all_dims(torch.var)),
    "std": Function(torch=of_all_dims(torch.std)),
    "cumsum": Function(strides=True),
    "all": exact(of_each_dim(torch.all)),
    "any": exact(of_each_dim(torch.any)),
    # order
    "sort": exact(lambda x, **options: torch.sort(x, stable=True, **options), strides=True),
    "topk": exact(first_of_ties, strides=True),
    # views
    **{name: VIEW for name in ("reshape", "transpose", "t", "permute", "squeeze", "unsqueeze", "select", "narrow", "flatten")},
    "view": exact(method("view"), strides=True, view=True),
    "expand": exact(method("expand"), strides=True, view=True),
    "slice": exact(lambda x, *args: apply_view(x, "slice", args), strides=True, view=True),
    "contiguous": exact(method("contiguous"), strides=True, view=True),
    "clone": exact(method("clone"), strides=True, view=True),
    # joins
    "cat": EXACT,
    "stack": EXACT,
    "split": VIEW,
    "gather": Function(oracle="self", strides=True),
    "oneHot": EXACT,
    # creation
    **{name: EXACT for name in ("zeros", "ones", "full", "arange")},
    "linspace": Function(),
    **{name: ELEMENTWISE for name in ("zerosLike", "onesLike", "fullLike")},
    "tensor": EXACT,
    "asTensor": exact(as_tensor, strides=True, view=True),
    "detach": exact(method("detach"), strides=True, view=True),
    "castTo": exact(lambda x, dtype: x.to(DTYPES[dtype])),
    "toTypedArray": exact(lambda x: x.detach().reshape(-1)),
    "setPrintOptions": exact(printed),
    # random
    **{name: EXACT for name in ("rand", "randn", "randint", "multinomial")},
    **{name: ELEMENTWISE for name in ("randLike", "randnLike")},
    "gumbelSoftmax": EXACT,
}

#: How far torch's own answer may be from the oracle, relative to the larger of it and 1.
SLACK = {"float32": 2e-5, "float64": 0.0, "float16": 4e-3, "bfloat16": 4e-2}


#: What is not kept of torch's sentences. The tests look for the function's name themselves.
REWORDED = [
    (r"torch\.Size\((\[[\d, ]*\])\)", r"\1"),
    (r"^(torch\.)?\w+\(.*?\): ", ""),
    # One sentence whatever the dim: torch names the kernel, which is another one for the last dim.
    ('"softmax_kernel_impl"', '"softmax_lastdim_kernel_impl"'),
    # One sentence whatever the shapes: torch names what the kernel of each misses.
    (r"^(inconsistent tensor size|size mismatch,|Expected size for first two dimensions).*", "mat1 and mat2 shapes cannot be multiplied"),
    (r'^"dot" not', '"addmm_impl_cpu_" not'),
    # The sentence of x[5], which more people have met.
    (r"^index (-?\d+) out of range for tensor of size \[.*\] at dimension (\d+)", r"index \1 is out of bounds for dimension \2"),
    # Clearer in later versions of torch.
    (r"^expected scalar type \w+ but found \w+", "expected m1 and m2 to have the same dtype"),
    (r"^invalid shape dimension .*|^numel: integer multiplication overflow$", "sizes"),
    (r"^stack expects a non-empty TensorList", "expected a non-empty list of Tensors"),
    (r"^unsupported range: .*", "must be finite"),
    # dtypes by their names here, not those of C++.
    (r"to type int without", "to type int32 without"),
    (r"to type (\w+)_t without", r"to type \1 without"),
    (r"^\w+ did not match \w+$", "did not match"),
    (r"but got a tensor with dtype \w+$", "but got a tensor with dtype"),
]  # fmt: skip


def answer_all(declarations, deviations=None):
    """The cases of a golden file. `deviations`: where torch's own answer is not the one wanted, and why."""
    deviations = deviations or {}
    names = set()
    for name, fn, args, options in declarations:
        assert name not in names, name
        names.add(name)
        case = {"name": name, "fn": fn, "args": encode_argument(args)}
        if options:
            case["options"] = {key: encode_argument(value) for key, value in options.items()}
        case["expected"] = evaluate(fn, args, options, deviates=name in deviations)
        yield case
    assert names.issuperset(deviations), set(deviations) - names


def encode_argument(arg):
    return [encode_argument(item) for item in arg] if isinstance(arg, list) else encode_number(arg)


# Evaluation


def evaluate(fn, args, options, deviates):
    function = FUNCTIONS[fn]
    made = make_argument(args)
    kwargs = {key: make_argument(value) for key, value in options.items()}
    half = "float16" in {options.get("dtype"), *(NAMES[t.dtype] for t in tensors_in([made, *kwargs.values()]))}
    native = None
    try:
        native = call(fn, made, kwargs)
    except (RuntimeError, IndexError, TypeError, ValueError) as error:
        if not (half and "not implemented for 'Half'" in str(error)):
            assert "invalid combination of arguments" not in str(error), (fn, args, options, error)
            return {"throws": reworded(error)}
    if function.oracle == "self" and native is not None:
        return encode(native, native, function, made)

    cast = kwargs.get("dtype")
    # Integers, too, where they make fractions: torch would make float32 of them.
    whole = native is not None and not native.dtype.is_floating_point
    wide = {key: widen(value, cast, whole) for key, value in kwargs.items() if key != "dtype"}
    if fn == "linspace":
        wide["dtype"] = "float64"
    try:
        in_float64 = call(fn, widen(made, cast, whole), wide)
    except (RuntimeError, IndexError, ValueError) as error:
        # float16 was refused before anything else was looked at.
        assert native is None, (fn, args, options, error)
        return {"throws": reworded(error)}
    if native is None:
        dtype = DTYPES[cast] if cast else torch.float16
        if isinstance(in_float64, tuple) or not in_float64.dtype.is_floating_point:
            # Only what has the input's dtype is half.
            return encode(narrow_fields(in_float64, dtype), in_float64, function, made)
    else:
        dtype = native.dtype
    rounded = in_float64.to(dtype)
    if native is not None and not deviates:
        check_agreement(fn, args, rounded, native)
    return encode(rounded, in_float64 if native is None else native, function, made)


def reworded(error):
    message = str(error).splitlines()[0]
    for theirs, ours in REWORDED:
        message = re.sub(theirs, ours, message)
    return message.rstrip(".")


def narrow_fields(result, dtype):
    if isinstance(result, torch.Tensor):
        return result
    values, indices = result
    return type(result)((values.to(dtype), indices))


def tensors_in(made):
    for item in made:
        if isinstance(item, list):
            yield from tensors_in(item)
        elif isinstance(item, torch.Tensor):
            yield item


def make_argument(arg):
    if isinstance(arg, dict) and "dtype" in arg:
        return make_tensor(arg)
    if isinstance(arg, dict):
        return int(arg["bigint"])
    if isinstance(arg, list):
        return [make_argument(item) for item in arg]
    return arg


def widen(arg, cast, whole):
    """An argument in float64 (unless it is an integer that stays `whole`), after the cast that a dtype option asks for."""
    if isinstance(arg, list):
        return [widen(item, cast, whole) for item in arg]
    if not isinstance(arg, torch.Tensor):
        return arg
    if cast:
        arg = arg.to(DTYPES[cast])
    return arg if whole and not arg.dtype.is_floating_point else arg.double()


def call(fn, args, options):
    options = dict(options)
    if "seed" in options:
        torch.manual_seed(options.pop("seed"))
    name = snake_case(fn)
    function = FUNCTIONS[fn].torch or getattr(torch, name, None) or getattr(torch.nn.functional, name)
    kwargs = {snake_case(key): DTYPES[value] if key == "dtype" else value for key, value in options.items()}
    return function(*args, **kwargs)


def snake_case(name):
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda match: "_" + match[1].lower(), name)


def check_agreement(fn, args, rounded, native):
    if not native.dtype.is_floating_point:
        assert torch.equal(rounded, native), (fn, args, rounded, native)
        return
    slack = SLACK[NAMES[native.dtype]]
    rounded, native = rounded.double(), native.double()
    same = (rounded == native) | (rounded.isnan() & native.isnan())
    near = (rounded - native).abs() <= slack * rounded.abs().clamp(min=1)
    assert bool((same | near).all()), (fn, args, rounded, native)


def encode(result, native, function, args):
    if isinstance(result, bool):
        return {"value": result}
    if isinstance(result, str):
        return {"text": result}
    if hasattr(result, "indices") and isinstance(result, tuple):
        fields = ("values", "indices")
        return {
            "fields": {
                field: encode_tensor(getattr(result, field), getattr(native, field), function, args) for field in fields
            }
        }
    if isinstance(result, tuple):
        return {"list": [encode_tensor(part, part, function, args) for part in result]}
    return encode_tensor(result, native, function, args)


def encode_tensor(result, native, function, args):
    expected = encode_result(result)
    if function.view or (function.strides and native.numel() > 0 and native.dim() > 1):
        expected["strides"] = list(native.stride())
    if function.view:
        base = args[0]
        expected["shares"] = native.storage().data_ptr() == base.storage().data_ptr() and native.numel() > 0
        expected["offset"] = native.storage_offset()
    return expected


# Declarations


def sweep(fn, inputs, calls):
    """Every input with every call: a call is (arguments after the input, options)."""
    for (label, spec), (args, options) in itertools.product(inputs.items(), calls):
        yield declare(fn, [spec, *args], options, label)


def declare(fn, args, options=None, label=None):
    """One call. Its name says what its arguments are; `label` what the first one is."""
    options = options or {}
    words = [label or describe(args[0]), *map(describe, args[1:])]
    words += [f"{key}={describe(value)}" for key, value in options.items()]
    return f"{fn}({', '.join(words)})", fn, args, options


def describe(arg):
    if isinstance(arg, list) and any(isinstance(item, dict) for item in arg):
        return f"[{', '.join(map(describe, arg))}]"
    if not isinstance(arg, dict):
        return str(arg)
    if "dtype" not in arg:
        return f"{arg['bigint']}n"
    data = arg["data"]
    cycled = data["cycle"] if "cycle" in data else data
    values = f" of {cycled}" if isinstance(cycled, list) and len(cycled) <= 5 else ""
    views = "".join(f" {op} {', '.join(map(str, rest))}" for op, *rest in arg.get("views", []))
    return f"{arg['dtype']} {arg['shape']}{values}{views}"


def tensor(dtype, shape, data, *views):
    return tensor_spec(dtype, shape, data, list(views) or None)


def spread(seed, low=-4.0, high=4.0):
    return {"random": [seed, low, high]}


def cycle(*values):
    return {"cycle": list(values)}


def integer(value):
    return {"bigint": str(value)}


SPECIAL = [0, -0.0, 1, -1, 0.5, -0.5, NAN, INF, -INF, 1e-45, -1e-45, 1e-38, 3e38, -3e38, 1e-8, 17, -17, 89, -89, 104, -104, 700, -700]


def of_every_float(shape, data):
    return {f"{dtype} {shape}": tensor(dtype, shape, data) for dtype in FLOATS}


def of_every_integer(shape, data):
    return {f"{dtype} {shape}": tensor(dtype, shape, data) for dtype in (*INTEGERS, "bool")}


def views(dtype="float32", data=None):
    """One base, seen in every way a tensor can be."""
    base = data or spread(7)
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
