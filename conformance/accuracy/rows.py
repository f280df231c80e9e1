"""The largest error of the functions of rows: softmax, softmin, logSoftmax, logsumexp.

A row's elements spread evenly, around wherever it is; in every second one an element stands far above the others. The
difference of an element to the largest is a pair of doubles, whose sum is exact, so that the exact answers can come from
long doubles, less than DOUBT units of float64 in doubt, which mpmath confirms on rows of every kind.
"""

import mpmath
import numpy as np
import torch

from .answers import torch_named
from .long_doubles import LONG, exactly, total
from .units import FORMATS, place_of, sample, unit_of, units_off, written

#: In units of float64: NumPy adds 200,000 long doubles in pairs of sums of 16, which costs 5 binary digits at most.
DOUBT = 2**-5
SPREADS = (0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000)
LENGTHS = (2, 3, 10, 30, 100, 1000, 10_000, 200_000)
NAMES = ("softmax", "softmin", "logSoftmax", "logsumexp")
#: How often accuracy.test.ts repeats the elements of a row: a long one whose sum has few terms for mpmath.
TIMES = (1, 20_000)


def measure(actfn, name, dtype, spread, count, rng):
    """A row of the table, and the rows at which accuracy.test.ts looks for a loss."""
    form = FORMATS[dtype]
    found = {who: (0.0, 0) for who in ("ours", "torch")}
    elements = 0
    for length in LENGTHS:
        x = rows_of(form, spread, length, count, rng)
        elements += x.size
        exact = exact_of(name, x)
        confirm(name, x, exact, rng)
        answers = {
            "ours": actfn.ask(name, x, 1).reshape(exact.shape),
            "torch": torch_named(name)(torch.from_numpy(x), 1).reshape(exact.shape).numpy(),
        }
        scale = size_of_terms(exact, x) if name == "logsumexp" and dtype == "float64" else exact
        for who, y in answers.items():
            off = (units_off(y, exact, form) * (unit_of(exact, form) / unit_of(scale, form))).max()
            found[who] = max(found[who], (float(off), length))
    row = {"name": name, "dtype": dtype, "spread": spread, "elements": elements}
    row |= {who: {"units": written(off), "length": length} for who, (off, length) in found.items()}
    return row, [sampled(row, rows_of(form, spread, 10, 20, rng)[1], times) for times in TIMES]


def rows_of(form, spread, length, count, rng):
    x = rng.uniform(-spread / 2, spread / 2, (max(count // length, 2), length))
    x += rng.normal(0, spread, (len(x), 1))
    x[::2, rng.integers(length)] += rng.uniform(0, 40, len(x[::2]))
    return x.astype(form.numbers)


def exact_of(name, x):
    """The answers for all rows, in long doubles."""
    x = (-x if name == "softmin" else x).astype(np.float64)
    rows = np.arange(len(x))
    largest = x.argmax(1)
    top = x[rows, largest][:, None]
    high, low = total(x, -top)
    difference = high.astype(LONG) + low
    weights = np.exp(difference)
    # The sum without the largest, whose weight is 1. NumPy adds in pairs, which loses little.
    weights[rows, largest] = 0
    rest = weights.sum(1, keepdims=True)
    weights[rows, largest] = 1
    if name.startswith("soft"):
        return weights / (1 + rest)
    log_sum = np.log1p(rest)
    return difference - log_sum if name == "logSoftmax" else top + log_sum


def size_of_terms(exact, x):
    """
    Where logsumexp is near 0 its terms, the maximum and a logarithm, cancel, and float64 has no more digits of them: the
    unit is that of the larger one.
    """
    top = x.max(1, keepdims=True).astype(LONG)
    return np.max(np.abs([exact, top, exact - top]), axis=0)


def by_mpmath(name, x, places, times=1):
    """The answers for some places of a row that is so many times these elements."""
    z = [mpmath.mpf(float(-value if name == "softmin" else value)) for value in x]
    top = max(z)
    others = list(z)
    others.remove(top)
    rest = mpmath.fsum(mpmath.exp(value - top) for value in others) * times + (times - 1)
    log_sum = mpmath.log1p(rest)
    if name == "logsumexp":
        return [top + log_sum]
    return [z[i] - top - log_sum if name == "logSoftmax" else mpmath.exp(z[i] - top) / (1 + rest) for i in places]


def confirm(name, x, exact, rng):
    """Has mpmath confirm some of the answers."""
    form = FORMATS["float64"]
    # A row of 200,000 would take it seconds.
    for row in (0, 1) if x.shape[1] <= 10_000 else ():
        places = [0] if name == "logsumexp" else rng.integers(x.shape[1], size=5).tolist()
        with mpmath.workdps(50):
            for place, value in zip(places, by_mpmath(name, x[row], places)):
                judged = exactly(exact[row, place])
                doubt = mpmath.ldexp(DOUBT, place_of(value, form))
                if name == "logsumexp":
                    doubt *= max(1, abs(mpmath.mpf(float(x[row].max())) / value))
                assert abs(judged - value) <= doubt, (name, place, judged, value)


def sampled(row, x, times):
    """A row for accuracy.test.ts, and its exact answer."""
    about = {key: row[key] for key in ("name", "dtype", "spread")}
    form = FORMATS[row["dtype"]]
    with mpmath.workdps(50):
        results = by_mpmath(row["name"], x, range(len(x)), times)
        # As size_of_terms has it.
        cancels = row["name"] == "logsumexp" and abs(results[0]) < max(abs(x))
        exact = [None if cancels else sample(result, form) for result in results]
    return {**about, "x": x.tolist(), "times": times, "exact": exact}
