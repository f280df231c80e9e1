#!/usr/bin/env python3
"""Compares actfn with mpmath, and PyTorch with it, and writes conformance/accuracy.json.

    python3 conformance/accuracy.py [--count N] [--seed N] [--resume] [NAME ...]

Needs torch, numpy, mpmath, a long double of 64 binary digits and the installed workspace, of which it takes the sources.
The table holds the largest error in units in the last place of the exact result, ours and torch's, and where it is: of each
elementwise function over millions of inputs (accuracy/elements.py), of softmax and its like for every spread and length of
a row (accuracy/rows.py). accuracy-samples.json holds the inputs where ours were largest, and their exact results, for
accuracy.test.ts.

Both files are written after each line of the table. --resume goes on where a run was stopped; NAME makes only these anew.
Exits with 1 if one of ours is beyond GOALS.
"""

import argparse
import json
import pathlib
import re
import sys
import tempfile

sys.dont_write_bytecode = True

import numpy as np  # noqa: E402
import torch  # noqa: E402
from accuracy import elements, rows  # noqa: E402
from accuracy.answers import Actfn  # noqa: E402
from accuracy.functions import FUNCTIONS  # noqa: E402
from accuracy.units import FORMATS  # noqa: E402

TABLE = pathlib.Path(__file__).parent / "accuracy.json"
SAMPLES = pathlib.Path(__file__).parent / "accuracy-samples.json"
GOALS = {"elements": {"float64": 2, "float32": 1}, "rows": {"float64": 1, "float32": 1}}
#: Elements of a row's every spread and length, of the inputs of an elementwise function.
ROWS_SHARE = 1 / 20

ABOUT = (
    "Written by conformance/accuracy.py: the largest error in units in the last place of the exact result, and where it is. "
    "Exact results have 50 digits. elements: functions of one number (glu and swiglu of two), over so many inputs. rows: by "
    "the spread of a row's elements, over so many of them in rows of 2 to 200,000; the unit of logsumexp in float64 is that "
    "of the row's maximum, where this is larger."
)
ABOUT_SAMPLES = (
    "Written by conformance/accuracy.py for accuracy.test.ts. exact: for each x, the number of the dtype next to the exact "
    "result on the side of 0, and the rest in units in the last place, null where float64 cannot hold the result of a sum."
)


class Progress:
    """A bar on a terminal, and a line for each that is done."""

    def __init__(self, steps):
        self.steps = steps
        self.done = 0

    def begin(self, what):
        if sys.stderr.isatty():
            bar = ("█" * round(30 * self.done / self.steps)).ljust(30, "·")
            print(f"\r{bar} {self.done} of {self.steps}  {what:30}", end="\r", file=sys.stderr, flush=True)

    def end(self, what, row, goal):
        self.done += 1
        mine, other = row["ours"]["units"], row["torch"]["units"]
        missed = "" if float(mine) <= goal else f"   beyond {goal}"
        print(f"{what:30}{mine:>9} {other:>22}   {next(reversed(row['ours'].values()))}{missed}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=4_000_000, help="inputs of a function")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--resume", action="store_true", help="leaves out what the table has already")
    names = [*FUNCTIONS, *rows.NAMES]
    parser.add_argument("names", nargs="*", choices=[*names, []], metavar="NAME", help=", ".join(names))
    options = parser.parse_args()
    if options.count < 1000:
        parser.error("--count must be 1000 or more")

    torch.set_num_threads(1)
    wanted = [key for key in keys() if not options.names or key[1] in options.names]
    table, samples = {}, {}
    if (options.resume or options.names) and TABLE.exists() and SAMPLES.exists():
        table, samples = read(TABLE), read(SAMPLES)
    if options.resume:
        wanted = [key for key in wanted if key not in table]
    progress = Progress(len(wanted))
    print(f"{'':30}{'ours':>9} {'torch':>22}   where")
    try:
        with tempfile.TemporaryDirectory() as folder:
            actfn = Actfn(folder)
            for key in wanted:
                kind, *at = key
                what = " ".join(map(str, at))
                progress.begin(what)
                rng = np.random.default_rng([options.seed, *what.encode()])
                if kind == "elements":
                    row, sample = elements.measure(actfn, *at, options.count, rng)
                else:
                    row, sample = rows.measure(actfn, *at, round(options.count * ROWS_SHARE), rng)
                table[key], samples[key] = [row], sample if isinstance(sample, list) else [sample]
                write(TABLE, ABOUT, table)
                write(SAMPLES, ABOUT_SAMPLES, samples)
                progress.end(what, row, GOALS[kind][row["dtype"]])
    except KeyboardInterrupt:
        sys.exit("\nStopped. With --resume it goes on from here.")
    return 1 if any(float(row["ours"]["units"]) > GOALS[kind][row["dtype"]] for (kind, *_), [row] in table.items()) else 0


def keys():
    """What the lines of the table are about, in their order."""
    for name in FUNCTIONS:
        for dtype in FORMATS:
            yield "elements", name, dtype
    for name in rows.NAMES:
        for dtype in FORMATS:
            for spread in rows.SPREADS:
                yield "rows", name, dtype, spread


def read(path):
    """The lines of a file by what they are about."""
    content = json.loads(path.read_text())
    lines = {}
    for kind in GOALS:
        for line in content[kind]:
            key = kind, line["name"], line["dtype"], *([line["spread"]] if kind == "rows" else [])
            lines.setdefault(key, []).append(line)
    return lines


def write(path, about, lines):
    """One on a line, so that a change reads as the lines it changes."""
    texts = [f'"about": {json.dumps(about)}', f'"torch": "{re.match(r"[0-9.]+", torch.__version__)[0]}"']
    for kind in GOALS:
        of_kind = [line for key in keys() if key[0] == kind for line in lines.get(key, [])]
        texts.append(f"{json.dumps(kind)}: [\n" + ",\n".join(json.dumps(line) for line in of_kind) + "\n]")
    path.write_text("{\n" + ",\n".join(texts) + "\n}\n")


if __name__ == "__main__":
    sys.exit(main())
