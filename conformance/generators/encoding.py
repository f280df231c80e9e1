"""How tensors and files are written down, so that Python and TypeScript read the same bits out of them.

Numbers
    A float is the shortest decimal that gives its bits back; NaN, the infinities and -0 are strings. A float16 or
    bfloat16 is written as the float32 it widens to. An int64 is a string, for JSON has no room for its digits.

Tensors: `{dtype, shape, data, views?, requiresGrad?}`
    `data` is the flat list of the values in row-major order, or a recipe for many of them:
        {"arange": [start, step]}       start + i * step
        {"random": [seed, low, high]}   x = (1664525 * x + 1013904223) mod 2**32 from x = seed, then
                                        low + (high - low) * (x / 2**32)
        {"cycle": [values]}             the values again and again
    Recipes are computed in float64, one rounding an operation, then cast: to float32 first for every float dtype but
    float64, towards zero for integers (they must fit), "is it not 0" for bool.
    `views` are ops on that contiguous base, applied in order, with no negative dims or bounds: ["transpose", 0, 1],
    ["permute", [2, 0, 1]], ["select", dim, index], ["narrow", dim, start, length], ["slice", dim, start, end, step],
    ["expand", [3, 4]], ["unsqueeze", dim].
"""

import json
import math
import re

import numpy as np
import torch

DTYPES = {
    name: getattr(torch, name)
    for name in (
        "float32", "float64", "float16", "bfloat16", "int64", "int32", "int16", "int8", "uint8", "bool",
    )
}  # fmt: skip
NAMES = {dtype: name for name, dtype in DTYPES.items()}
FLOATS = ("float32", "float64", "float16", "bfloat16")
INTEGERS = ("int64", "int32", "int16", "int8", "uint8")


def encode_float(value, single):
    """One float as JSON. `single`: the value is a float32, so that fewer digits tell it apart."""
    value = float(value)
    if math.isnan(value):
        return "nan"
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    if value == 0:
        return "-0" if math.copysign(1, value) < 0 else 0
    if single:
        short = float(str(np.float32(value)))
        # Parsed as a double and rounded again, the shortest decimal could in principle miss: then write all digits.
        if float(np.float32(short)) == value:
            value = short
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def decode_float(value):
    return float(value)


def encode_number(value):
    """A plain argument, not an element: numbers JSON lacks become {"number": "inf"}."""
    if isinstance(value, float) and (not math.isfinite(value) or (value == 0 and math.copysign(1, value) < 0)):
        return {"number": encode_float(value, single=False)}
    return value


def encode_data(t):
    t = t.detach()
    flat = t.reshape(-1)
    if t.dtype == torch.bool:
        return flat.tolist()
    if t.dtype == torch.int64:
        return [str(v) for v in flat.tolist()]
    if not t.dtype.is_floating_point:
        return flat.tolist()
    if t.dtype == torch.float64:
        return [encode_float(v, single=False) for v in flat.tolist()]
    return [encode_float(v, single=True) for v in flat.float().tolist()]


def encode_result(t):
    return {"dtype": NAMES[t.dtype], "shape": list(t.shape), "data": encode_data(t)}


def recipe_values(recipe, n):
    """The float64 values of a recipe."""
    ((kind, args),) = recipe.items()
    if kind == "arange":
        start, step = args
        return np.float64(start) + np.arange(n, dtype=np.float64) * np.float64(step)
    if kind == "random":
        x, low, high = args
        values = np.empty(n)
        for i in range(n):
            x = (1664525 * x + 1013904223) % 2**32
            values[i] = low + (high - low) * (x / 2**32)
        return values
    if kind == "cycle":
        return np.resize(np.array([decode_float(v) for v in args]), n)
    raise ValueError(kind)


def make_tensor(spec):
    """The torch tensor that a spec describes."""
    dtype, shape, data = DTYPES[spec["dtype"]], spec["shape"], spec["data"]
    n = math.prod(shape)
    if isinstance(data, dict):
        values = torch.from_numpy(np.ascontiguousarray(recipe_values(data, n)))
        if dtype == torch.bool:
            flat = values != 0
        elif dtype.is_floating_point and dtype != torch.float64:
            flat = values.float().to(dtype)
        else:
            flat = values.to(dtype)
            assert dtype.is_floating_point or torch.equal(flat.double(), values.trunc()), spec
    else:
        assert len(data) == n, spec
        if dtype.is_floating_point:
            flat = torch.tensor([decode_float(v) for v in data], dtype=torch.float64)
            flat = flat if dtype == torch.float64 else flat.float().to(dtype)
        elif dtype == torch.bool:
            flat = torch.tensor(data, dtype=dtype)
        else:
            flat = torch.tensor([int(v) for v in data], dtype=dtype)
    t = flat.reshape(shape)
    for op, *args in spec.get("views", []):
        t = apply_view(t, op, args)
    if spec.get("requiresGrad"):
        t.requires_grad_()
    return t


def apply_view(t, op, args):
    if op == "slice":
        dim, start, end, step = args
        index = [slice(None)] * t.dim()
        index[dim] = slice(start, end, step)
        return t[tuple(index)]
    return getattr(t, op)(*args)


def tensor_spec(dtype, shape, data, views=None, requires_grad=False):
    """A tensor as it stands in the file. `data` may be a recipe, or a list of Python numbers to be written exactly."""
    spec = {"dtype": dtype, "shape": list(shape), "data": data}
    if not isinstance(data, dict):
        if dtype in FLOATS:
            values = torch.tensor([decode_float(v) for v in data], dtype=torch.float64)
            values = values if dtype == "float64" else values.float().to(DTYPES[dtype])
        else:
            values = torch.tensor([int(v) for v in data], dtype=DTYPES[dtype])
        spec["data"] = encode_data(values)
    if views:
        spec["views"] = views
    if requires_grad:
        spec["requiresGrad"] = True
    return spec


def write_golden(path, about, cases):
    """One case a line with sorted keys, so that a change reads as the lines it changes."""
    lines = ",\n".join(json.dumps(case, sort_keys=True, separators=(",", ":"), allow_nan=False) for case in cases)
    version = re.match(r"\d+\.\d+", torch.__version__)[0]
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(f'{{\n"about": {json.dumps(about)},\n"torch": "{version}",\n"cases": [\n{lines}\n]\n}}\n')
