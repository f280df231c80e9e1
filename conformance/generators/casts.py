"""float16 and bfloat16, there and back, as digests.

Every NaN is written as its dtype's plain quiet NaN (0x7fc00000, 0x7e00, 0x7fc0) before hashing: JavaScript may change the
other bits of a NaN, and nobody can see them.
"""

import hashlib

import numpy as np
import torch

ABOUT = (
    "sha256 of little-endian bytes; every NaN is 0x7fc00000, 0x7e00 or 0x7fc0. widen: all 65536 bit patterns in order, as "
    "float32. narrow random: the float32 bits x after each of 1000000 steps x = (1664525 * x + 1013904223) mod 2**32 "
    "from x = 1. narrow ties: for every bit pattern p from 0 to 65535, the float32 bits (p << 16) + d and "
    "(p << 16) + 0xf000 + d for d = -1, 0, 1 (mod 2**32), then (p << 16) + 0x8000 + d, then (p << 16) + 0x1000 + d."
)
DTYPES = {"float16": (torch.float16, 0x7E00), "bfloat16": (torch.bfloat16, 0x7FC0)}


def digest(array):
    return hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()


def widen(dtype):
    patterns = torch.from_numpy(np.arange(65536, dtype=np.uint16).view(np.int16).copy())
    wide = patterns.view(dtype).float().numpy().copy()
    bits = wide.view("<u4")
    bits[np.isnan(wide)] = 0x7FC00000
    return bits


def narrow(bits, dtype, nan):
    wide = bits.astype("<u4").view(np.float32)
    half = torch.from_numpy(wide.copy()).to(dtype).view(torch.int16).numpy().view("<u2").copy()
    half[np.isnan(wide)] = nan
    return half


def random_bits():
    bits = np.empty(1_000_000, dtype=np.uint64)
    x = 1
    for i in range(len(bits)):
        x = (1664525 * x + 1013904223) % 2**32
        bits[i] = x
    return bits


def tie_bits():
    tops = np.arange(65536, dtype=np.int64) << 16
    return np.concatenate(
        [(top + offset + d) % 2**32 for top in (tops,) for offset in (0, 0xF000, 0x8000, 0x1000) for d in (-1, 0, 1)]
    )


def cases():
    sources = {"narrow random": random_bits(), "narrow ties": tie_bits()}
    for name, (dtype, nan) in DTYPES.items():
        yield {"dtype": name, "name": "widen", "sha256": digest(widen(dtype))}
        for source, bits in sources.items():
            yield {"dtype": name, "name": source, "sha256": digest(narrow(bits, dtype, nan))}
