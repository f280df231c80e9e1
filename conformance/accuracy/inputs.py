"""Numbers to ask the functions about."""

import numpy as np

from .units import FORMATS


def inputs(function, dtype, count, rng):
    """At least `count` rows of as many numbers as the function takes, of those that it is defined on."""
    needed = count * function.inputs
    drawn = [np.array([0.0] if function.low < 0 else [1e-5], FORMATS[dtype].numbers)]
    while sum(map(len, drawn)) < needed:
        x = draw(function, FORMATS[dtype], max(needed // 8, 100), rng)
        x = np.where(x <= function.low, -x, x)
        drawn.append(x[np.isfinite(x) & (x > function.low) & (x < function.high)])
    x = np.concatenate(drawn)
    # Of two numbers each kind is to meet each.
    return x.reshape(-1, 1) if function.inputs == 1 else rng.permutation(x)[: len(x) // 2 * 2].reshape(-1, 2)


def draw(function, form, part, rng):
    """Bit patterns of all numbers, numbers of every size, and those beside the seams."""
    sign = rng.choice([-1.0, 1.0], part)
    samples = [
        sign * np.exp2(rng.uniform(form.lowest, 11, part)),
        sign * np.exp2(rng.uniform(-60, 7, part)),
        rng.uniform(-1, 1, part),
        rng.uniform(-6, 6, part),
        rng.uniform(-50, 50, part),
        rng.uniform(*((-760, 720) if form.digits == 53 else (-110, 90)), part),
    ]
    with np.errstate(over="ignore"):
        seams = np.array(function.seams).astype(form.numbers)
    return np.concatenate(
        [
            rng.integers(0, 2 ** (form.bits(0).nbytes * 8), part, dtype=form.bits).view(form.numbers),
            *(values.astype(form.numbers) for values in samples),
            beside(seams[np.isfinite(seams)], part, rng),
        ]
    )


def beside(seams, n, rng):
    """Numbers up to 50 places from those."""
    bits = {np.dtype(np.float64): np.int64, np.dtype(np.float32): np.int32}[seams.dtype]
    near = np.resize(seams, n).view(bits) + rng.integers(-50, 51, n, dtype=bits)
    return near.view(seams.dtype)
