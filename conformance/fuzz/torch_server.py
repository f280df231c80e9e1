"""Answers calls as torch does, one line of JSON for each line of JSON: {fn, args, options?, seed?} on stdin.

The answer is {expected, native?, grads?}, `expected` as in the golden files (generators/answers.py), `grads` the gradient of every
tensor among the arguments, in their order, weighted by the tensor that WEIGHTS describes; or {unsupported: why} where torch
has no such function.
"""

import json
import os
import pathlib
import signal
import sys
import traceback
import warnings

os.environ["ATEN_CPU_CAPABILITY"] = "avx2"

import torch  # noqa: E402

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
sys.dont_write_bytecode = True

from generators import answers  # noqa: E402
from generators.encoding import encode_result, recipe_values  # noqa: E402

#: What the elements of a result are multiplied by before they are summed to the number whose gradient is asked for.
WEIGHTS = {"random": [7, -2.0, 2.0]}

DIFFERENTIATED = {torch.float32, torch.float64}


def answer(call):
    fn, args, options = call["fn"], decode(call["args"]), decode(call.get("options", {}))
    if "seed" in call:
        options["seed"] = call["seed"]
    try:
        expected = answers.evaluate(fn, args, options, deviates=True)
        if "throws" in expected:
            return {"expected": expected}
        native = native_answer(fn, args, options)
        if native is None:
            # What it was worked out in instead lies in memory as it likes.
            expected.pop("strides", None)
        elif answers.FUNCTIONS[fn].oracle == "self":
            native = None
        grads = gradients(fn, args, options)
    except Exception:  # a fault of the references, which the other side is to report with the call
        return {"unsupported": traceback.format_exc(limit=-3)}
    optional = {"native": native, "grads": grads}
    return {"expected": expected, **{key: value for key, value in optional.items() if value}}


def native_answer(fn, args, options):
    """What torch has in the dtype itself; None where it has no kernel for float16."""
    try:
        result = answers.call(fn, answers.make_argument(args), make_options(options))
    except RuntimeError:
        return None
    return encode_result(result) if isinstance(result, torch.Tensor) else {}


def make_options(options):
    return {key: answers.make_argument(value) for key, value in options.items()}


def gradients(fn, args, options):
    """[exact, native]: the gradients of the float64 function, rounded once to the dtype of each argument, and those that
    torch makes in the dtypes themselves; null for what has none."""
    made = answers.make_argument(args)
    given = list(answers.tensors_in(made))
    dtypes = {t.dtype for t in given if t.dtype.is_floating_point}
    if "dtype" in options or not dtypes or not dtypes <= DIFFERENTIATED:
        return None
    kwargs = make_options(options)
    weights_dtype = getattr(first_tensor(answers.call(fn, made, kwargs)), "dtype", None)
    both = [gradients_in(fn, made, given, kwargs, weights_dtype, widen) for widen in (True, False)]
    return both if all(both) else None


def first_tensor(result):
    return result if isinstance(result, torch.Tensor) else result[0] if isinstance(result, tuple) else None


def gradients_in(fn, made, given, kwargs, weights_dtype, widen):
    leaves = [(t.double() if widen else t.clone()).requires_grad_() if t.dtype.is_floating_point else t for t in given]
    if widen:
        kwargs = {key: to_double(value) for key, value in kwargs.items()}
    try:
        result = first_tensor(answers.call(fn, replace(made, dict(zip(map(id, given), leaves))), kwargs))
    except RuntimeError as error:
        # Another: of an integer beside a tensor that requires grad.
        if "INTERNAL ASSERT FAILED" in str(error):
            return None
        raise
    if result is None or not result.requires_grad:
        return None
    weights = torch.from_numpy(recipe_values(WEIGHTS, result.numel())).reshape(result.shape).to(weights_dtype).to(result.dtype)
    wanted = [leaf for leaf in leaves if leaf.requires_grad]
    try:
        found = iter(torch.autograd.grad(result, wanted, weights, allow_unused=True))
    except RuntimeError:
        # Faults of torch's: no gradient beside a bool, or none of the right shape.
        return None
    grads = [next(found) if leaf.requires_grad else None for leaf in leaves]
    return [None if grad is None else encode_result(grad.to(t.dtype)) for grad, t in zip(grads, given)]


def to_double(value):
    return value.double() if isinstance(value, torch.Tensor) and value.dtype.is_floating_point else value


def replace(value, swapped):
    return [replace(item, swapped) for item in value] if isinstance(value, list) else swapped.get(id(value), value)


def decode(value):
    if isinstance(value, list):
        return [decode(item) for item in value]
    if isinstance(value, dict) and "number" in value:
        return float(value["number"])
    if isinstance(value, dict) and "dtype" not in value and "bigint" not in value:
        return {key: decode(item) for key, item in value.items()}
    return value


def main():
    # Ctrl-C reaches both processes; this one ends with its input.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    torch.set_num_threads(1)
    warnings.simplefilter("ignore")
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line)), allow_nan=False), flush=True)


if __name__ == "__main__":
    main()
