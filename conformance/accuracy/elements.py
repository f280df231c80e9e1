"""The largest error of a function of elements.

mpmath with its 50 digits would take hours for all inputs. So the long doubles come first, and mpmath judges where it
matters. They are off by less than DOUBT units of float64, which mpmath confirms for every input that it sees: those where
the error is largest in each of REGIONS, those that compete for the largest of all, and a sample of the rest. If E is the
largest error by the long doubles, one of E − 2 · DOUBT or less is not the largest: it is at most E − DOUBT, and the other at
least that. mpmath is asked about those above, or about SAMPLE of them where more are off by the same.
"""

import sys
import warnings

import mpmath
import numpy as np
import torch

from .answers import torch_named
from .functions import FUNCTIONS
from .inputs import inputs
from .long_doubles import DOUBT, LONG
from .units import FORMATS, sample, units_off, units_off_exactly, written

SAMPLE = 2000
REGIONS = 32


def measure(actfn, name, dtype, count, rng):
    """A row of the table, and the inputs at which accuracy.test.ts looks for a loss."""
    function, form = FUNCTIONS[name], FORMATS[dtype]
    x = inputs(function, dtype, count, rng)
    of_torch = function.torch or torch_named(name)
    with torch.no_grad():
        answers = {
            "ours": actfn.ask(function.our_name or name, x, *function.args, *([function.options] if function.options else [])),
            "torch": of_torch(torch.from_numpy(x.copy())).reshape(-1).numpy(),
        }
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        exact = function.long(*x.T.astype(LONG))
        believed = {who: units_off(y, exact, form) for who, y in answers.items()}

    doubt = DOUBT * 2.0 ** (form.digits - 53)
    regions = np.array_split(np.argsort(exact), REGIONS)
    worst = [region[np.argmax(believed["ours"][region])] for region in regions]
    asked = [worst, rng.integers(0, len(x), SAMPLE), *(largest(off, doubt, rng) for off in believed.values())]
    at = np.unique(np.concatenate(asked))
    with mpmath.workdps(50):
        results = {i: function.exact(*(mpmath.mpf(float(value)) for value in x[i])) for i in at.tolist()}
        judged = {
            who: np.array([units_off_exactly(float(y[i]), result, form) for i, result in results.items()])
            for who, y in answers.items()
        }
        samples = [(x[i].tolist(), sample(results[i], form)) for i in sorted(set(worst))]

    row = {"name": name, "dtype": dtype, "inputs": len(x)}
    for who, off in judged.items():
        check(f"{name} {dtype}", x[at], believed[who][at], off, doubt)
        row[who] = {"units": written(off.max()), "at": ", ".join(map(str, x[at[np.argmax(off)]]))}
    samples = [(numbers, result) for numbers, result in samples if result]
    return row, {"name": name, "dtype": dtype, "x": [s[0] for s in samples], "exact": [s[1] for s in samples]}


def largest(off, doubt, rng):
    found = np.flatnonzero(off >= off.max() - 2 * doubt)
    return found if len(found) <= SAMPLE else rng.choice(found, SAMPLE, replace=False)


def check(what, x, believed, judged, doubt):
    with np.errstate(invalid="ignore"):
        apart = np.abs(believed - judged)
    # Of what is off by millions the last digits are nothing to compare.
    wrong = np.flatnonzero(~((apart <= doubt * np.maximum(1, judged)) | (believed == judged)))
    if len(wrong):
        i = wrong[0]
        sys.exit(f"{what}: the long doubles are off at {x[i]}: {believed[i]} units, where mpmath has {judged[i]}")
