"""What torch's CPU generator gives for fifty seeds.

A case is one seed and a row of calls, made one after another as a program would, so that what one call leaves in the
generator shows in the next. Numbers that must be exact and are many stand as a digest of their bytes.
"""

import hashlib
import math
import random

import torch

from .encoding import DTYPES, encode_data, make_tensor

ABOUT = (
    "manualSeed(seed), then the calls in order. expected.data: the flat result; expected.sha256: of its little-endian "
    "bytes, for float32, float64 and int64."
)
SEEDS = [*range(40), 42, 1234, 31337, 2**31 - 1, 2**32 - 1, 2**32, 2**53 - 1, 2**63, -1, -42]
LITERAL_LIMIT = 8


def cases():
    for index, seed in enumerate(SEEDS):
        calls = list(program(random.Random(index), index))
        torch.manual_seed(seed)
        yield {"calls": [{**call, "expected": expected(call, run(call))} for call in calls], "seed": str(seed)}


def program(rng, index):
    """The calls of one case: a fixed start that everyone will type, then some of everything in a random order."""
    shape = lambda low, high: rng.choice([[rng.randint(low, high)], [rng.randint(1, 4), rng.randint(low, high)]])  # noqa: E731
    yield {"fn": "rand", "shape": [2, 3]}
    yield {"fn": "randn", "shape": [2, 3]}
    yield {"fn": "randn", "shape": [3, 6]}
    yield {"fn": "randint", "low": 0, "high": 10, "shape": [5]}
    calls = [
        {"fn": "rand", "shape": shape(1, 9)},
        {"fn": "rand", "shape": [rng.randint(500, 1500)]},
        {"fn": "rand", "shape": shape(1, 9), "dtype": "float64"},
        {"fn": "rand", "shape": [], "dtype": "float32"},
        {"fn": "rand", "shape": [0, 3]},
        {"fn": "rand", "shape": shape(1, 9), "dtype": "float16"},
        {"fn": "rand", "shape": shape(1, 9), "dtype": "bfloat16"},
        # An odd number below 16 leaves half a pair behind for the next of them.
        {"fn": "randn", "shape": [rng.choice([1, 3, 5, 7])]},
        {"fn": "randn", "shape": [rng.choice([1, 3, 15])]},
        {"fn": "randn", "shape": []},
        {"fn": "randn", "shape": [16 + index % 17]},
        {"fn": "randn", "shape": [rng.randint(2, 5), rng.randint(4, 9)]},
        {"fn": "randn", "shape": [rng.choice([2, 5])], "dtype": "float64"},
        {"fn": "randn", "shape": [16 + index % 5], "dtype": "float64"},
        {"fn": "randn", "shape": [rng.choice([3, 6])], "dtype": "float16"},
        {"fn": "randn", "shape": [16 + index % 7], "dtype": "float16"},
        {"fn": "randn", "shape": [16 + index % 7], "dtype": "bfloat16"},
        {"fn": "randint", "low": -rng.randint(1, 100), "high": rng.randint(1, 100), "shape": shape(1, 9)},
        {"fn": "randint", "low": 0, "high": 2**32 - 1 - index, "shape": [rng.randint(1, 5)]},
        {"fn": "randint", "low": -(2**31), "high": 2**31 + index % 2, "shape": [rng.randint(1, 5)]},
        {"fn": "randint", "low": -(10**15), "high": 9 * 10**15, "shape": [rng.randint(1, 5)]},
        {"fn": "randint", "low": 0, "high": 7, "shape": [700]},
        {"fn": "randint", "low": 0, "high": 256, "shape": [4], "dtype": "uint8"},
        {"fn": "randint", "low": -5, "high": 5, "shape": [4], "dtype": rng.choice(["int8", "int16", "int32"])},
        {"fn": "randint", "low": -5, "high": 5, "shape": [4], "dtype": rng.choice(["float32", "float64"])},
        multinomial(rng, [5], 3, False),
        multinomial(rng, [rng.randint(1, 9)], 1, False),
        multinomial(rng, [rng.randint(2, 4), 6], 6, False),
        multinomial(rng, [3, 40], 1, False),
        multinomial(rng, [700], 4, False),
        multinomial(rng, [rng.randint(2, 9)], 20, True),
        multinomial(rng, [rng.randint(2, 4), 30], 8, True),
        multinomial(rng, [3, 5], 4, rng.random() < 0.5, dtype="float64"),
        # torch draws in the order of the weights' memory.
        multinomial(rng, [7, 4], 3, False, views=[["transpose", 0, 1]]),
        multinomial(rng, [7, 4], 9, True, views=[["transpose", 0, 1]]),
        {"fn": "randLike", "shape": [4, 3], "views": [["transpose", 0, 1]]},
        {"fn": "randnLike", "shape": [3, 2], "views": [["transpose", 0, 1]]},
        {"fn": "randnLike", "shape": [8, 4], "views": [["transpose", 0, 1]]},
    ]
    yield from rng.sample(calls, 16)


def multinomial(rng, shape, count, replacement, dtype="float32", views=None):
    data = {"random": [rng.randrange(2**32), 0.0, 1.0]}
    if math.prod(shape) >= 30 and not views:
        # Some categories that can never come.
        data = {"cycle": [0, 0.5, 0.125, 3.5, 1, 0.75, 2]}
    weights = {"dtype": dtype, "shape": shape, "data": data, **({"views": views} if views else {})}
    return {"fn": "multinomial", "input": weights, "numSamples": count, "replacement": replacement}


def run(call):
    fn, dtype = call["fn"], DTYPES.get(call.get("dtype"))
    if fn in ("rand", "randn"):
        return getattr(torch, fn)(call["shape"], dtype=dtype)
    if fn in ("randLike", "randnLike"):
        like = make_tensor({"dtype": "float32", "data": {"cycle": [0]}, **call})
        return (torch.rand_like if fn == "randLike" else torch.randn_like)(like)
    if fn == "randint":
        return torch.randint(call["low"], call["high"], call["shape"], dtype=dtype or torch.int64)
    if fn == "multinomial":
        return torch.multinomial(make_tensor(call["input"]), call["numSamples"], replacement=call["replacement"])
    raise ValueError(fn)


def expected(call, result):
    # randn is judged within a tolerance, which a digest knows nothing of.
    exact = result.dtype in (torch.float32, torch.float64, torch.int64) and not call["fn"].startswith("randn")
    if result.numel() <= LITERAL_LIMIT or not exact:
        return {"data": encode_data(result)}
    return {"sha256": hashlib.sha256(result.contiguous().numpy().tobytes()).hexdigest()}
