"""Errors in units in the last place of the exact result."""

import math
from dataclasses import dataclass

import mpmath
import numpy as np
import torch

from .long_doubles import LONG

mpf = mpmath.mpf


@dataclass(frozen=True)
class Format:
    numbers: type
    bits: type
    torch: torch.dtype
    digits: int
    lowest: int  # the exponent of the smallest number above 0
    highest: int


FORMATS = {
    "float64": Format(np.float64, np.uint64, torch.float64, 53, -1074, 1024),
    "float32": Format(np.float32, np.uint32, torch.float32, 24, -149, 128),
}


def unit_of(exact, form):
    """The distance of the numbers of the format where long doubles are."""
    return np.ldexp(LONG(1), np.maximum(np.frexp(exact)[1] - form.digits, form.lowest))


def units_off(got, exact, form):
    """How far answers are off, in long doubles. What rounds to infinity is to be infinite."""
    beyond = np.abs(exact) >= LONG(2) ** form.highest * (1 - LONG(2) ** -(form.digits + 1))
    off = np.abs(got.astype(LONG) - exact) / unit_of(exact, form)
    off = np.where(beyond, np.where(got == np.sign(exact) * np.inf, 0, np.inf), off)
    return np.where(np.isnan(off), np.inf, off).astype(np.float64)


def place_of(exact, form):
    """The exponent of the last place of a number of mpmath."""
    return max(int(mpmath.frexp(exact)[1]) - form.digits, form.lowest) if exact else form.lowest


def units_off_exactly(got, exact, form):
    """The same of one answer, in mpmath."""
    if abs(exact) >= mpf(2) ** form.highest * (1 - mpf(2) ** -(form.digits + 1)):
        return 0.0 if got == math.copysign(math.inf, exact) else math.inf
    return float(mpmath.ldexp(abs(mpf(got) - exact), -place_of(exact, form))) if math.isfinite(got) else math.inf


def written(units):
    """An error as JSON can hold it, rounded up, so that no other one is above."""
    if math.isinf(units):
        return "inf"
    if units == 0:
        return 0
    place = 10.0 ** (math.floor(math.log10(units)) - 3)
    return float(f"{math.ceil(units / place) * place:.4g}")


def sample(exact, form):
    """
    An exact result for accuracy.test.ts: the number of the format next to it on the side of 0, and the rest in units.
    None for what rounds to infinity.
    """
    place = place_of(exact, form)
    whole = int(mpmath.floor(mpmath.ldexp(abs(exact), -place)))
    below = float(mpmath.ldexp(whole, place))
    if not below < 2.0 ** (form.highest - 1) * (2 - 2.0 ** (1 - form.digits)):
        return None
    rest = float(mpmath.ldexp(abs(exact), -place) - whole)
    return [math.copysign(below, exact), float(f"{rest:.9f}")]
