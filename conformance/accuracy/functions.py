"""The functions of elements: their definitions in mpmath, the same in long doubles, and where they are hard."""

import math
from dataclasses import dataclass, field
from typing import Callable, Optional

import mpmath
import numpy as np
import torch
import torch.nn.functional as F

from . import long_doubles
from .long_doubles import LONG

mpf = mpmath.mpf


@dataclass(frozen=True)
class Function:
    #: The definition, in mpmath.
    exact: Callable
    #: The same for arrays of long doubles.
    long: Callable
    #: torch's function, where that is none of the same name.
    torch: Optional[Callable] = None
    #: Where the definition or the algorithm changes.
    seams: tuple = (1.0,)
    #: What the function is defined on.
    low: float = -math.inf
    high: float = math.inf
    #: How many numbers it takes: two are the halves of a row.
    inputs: int = 1
    #: What comes after the input.
    args: tuple = ()
    #: What the table calls it, if it is one of several.
    our_name: Optional[str] = None
    options: dict = field(default_factory=dict)


def exp(x):
    """eˣ, or something as good as 0 or infinity: mpmath would give e^-1e308 all its digits."""
    return mpmath.exp(max(min(x, mpf(10000)), mpf(-10000)))


def log_one_plus_exp(x):
    return x if x > 1000 else mpmath.log1p(exp(x))


def sigmoid(x):
    return 1 / (1 + exp(-x))


def tanh(x):
    return mpmath.tanh(max(min(x, mpf(1000)), mpf(-1000)))


def tanh_of_softplus(x):
    # Digits enough for 1 + w² + 2w, where w may be e^-800.
    with mpmath.workdps(400 if x < -50 else 50):
        return tanh(log_one_plus_exp(x))


def x_minus_tanh(x):
    if abs(x) < mpf(2) ** -200:
        return x**3 / 3
    with mpmath.workdps(50 + (60 if abs(x) > mpf(2) ** -60 else 140)):
        return x - tanh(x)


def phi(x):
    """The share of a normal distribution that is below x."""
    if x > 40:
        return mpf(1)
    return mpmath.erfc(-x / mpmath.sqrt(2)) / 2 if x > -50 else mpf(0)


def gelu_by_tanh(x):
    # (1 + tanh z) / 2 = σ(2z)
    return x * sigmoid(2 * mpmath.sqrt(2 / mpmath.pi) * (x + mpf("0.044715") * x**3))


SELU_SCALE = "1.0507009873554804934193349852946"
SELU_ALPHA = "1.6732632423543772848170429916717"


def constant(number, x):
    """A number, given as a double or by its digits, as x is one."""
    return mpf(number) if isinstance(x, mpf) else LONG(number)


def expm1_of(x):
    """For x ≤ 0, in mpmath and in long doubles."""
    return mpmath.expm1(max(x, mpf(-10000))) if isinstance(x, mpf) else np.expm1(np.minimum(x, 0))


def piecewise(*parts):
    """A function of (from where on, formula), of mpmath and of arrays alike."""

    def exact(x):
        return next(mpf(formula(x)) for start, formula in reversed(parts) if x >= start)

    def long(x):
        y = parts[0][1](x) + 0 * x
        for start, formula in parts[1:]:
            y = np.where(x >= start, formula(x), y)
        return y

    return {"exact": exact, "long": long}


def just_above(number):
    """Where a part begins that does not hold the number itself; there is no float32 between the two either."""
    return math.nextafter(number, math.inf)


EXP_SEAMS = tuple(math.log(2) / 256 * np.arange(-4000, 4001)) + (709.78, -708.4, -745.1, 88.7, -87.3, -103.9, -700.0)
LOG_SEAMS = tuple(((0x3FE6E000 + 0x4000 * np.arange(192, dtype=np.uint64)) << np.uint64(32)).view(np.float64))
ERF_SEAMS = tuple(np.concatenate([512 / (np.arange(16, 114) + 0.5) - 4, [0.5, 1, 2, 4, 5.92, 26.54, 27.226]]))
ERF_SEAMS += tuple(-seam for seam in ERF_SEAMS)
GATE_SEAMS = EXP_SEAMS + (-1000.0, 1000.0, 20.0, -20.0, 36.7, -36.7, -40.0)
GELU_SEAMS = (*ERF_SEAMS, *(seam * 2**0.5 for seam in ERF_SEAMS), -0.5, -30.0, -38.5, 8.3)

FUNCTIONS = {
    # @actfn/tensor
    "exp": Function(exp, np.exp, seams=EXP_SEAMS),
    "expm1": Function(
        lambda x: mpmath.expm1(max(min(x, mpf(10000)), mpf(-10000))), np.expm1, seams=(*EXP_SEAMS, 40.0, 709.0)
    ),
    "log": Function(mpmath.log, np.log, seams=LOG_SEAMS, low=0),
    "log1p": Function(
        mpmath.log1p, np.log1p, seams=(*(s - 1 for s in LOG_SEAMS), 2.0**-54, 2.0**-28, 2.0**53), low=-1
    ),
    "sqrt": Function(mpmath.sqrt, np.sqrt, seams=(1.0, 2.0, 4.0), low=0),
    "erf": Function(
        lambda x: mpmath.erf(x) if abs(x) < 40 else mpf(1 if x > 0 else -1), long_doubles.erf, seams=ERF_SEAMS
    ),
    "erfc": Function(
        lambda x: mpmath.erfc(x) if abs(x) < 40 else mpf(0 if x > 0 else 2), long_doubles.erfc, seams=ERF_SEAMS
    ),
    # @actfn/sigmoid
    "sigmoid": Function(sigmoid, long_doubles.sigmoid, seams=GATE_SEAMS),
    "logsigmoid": Function(
        lambda x: -log_one_plus_exp(-x), lambda x: -long_doubles.softplus(-x), seams=GATE_SEAMS
    ),
    "logit": Function(
        lambda x: mpmath.log(x / (1 - x)), long_doubles.logit, seams=(0.25, 0.5, 0.75, 1.0, *LOG_SEAMS), low=0, high=1
    ),
    "hardsigmoid": Function(
        **piecewise((-math.inf, lambda x: 0), (-3, lambda x: (x + 3) / 6), (3, lambda x: 1)), seams=(-3.0, 3.0)
    ),
    "silu": Function(lambda x: x * sigmoid(x), long_doubles.silu, seams=GATE_SEAMS),
    "hardswish": Function(
        **piecewise((-math.inf, lambda x: 0), (-3, lambda x: x * (x + 3) / 6), (3, lambda x: x)), seams=(-3.0, 3.0)
    ),
    "mish": Function(lambda x: x * tanh_of_softplus(x), long_doubles.mish, seams=GATE_SEAMS),
    "tanh": Function(tanh, np.tanh, seams=(*EXP_SEAMS, 2.0**-27, 0.15, 19.06, 20.0)),
    "softplus": Function(
        lambda x: x if x > 20 else log_one_plus_exp(x),
        lambda x: np.where(x > 20, x, long_doubles.softplus(x)),
        seams=GATE_SEAMS,
    ),
    "softsign": Function(lambda x: x / (1 + abs(x)), lambda x: x / (1 + np.abs(x)), seams=(1.0, -1.0)),
    "tanhshrink": Function(x_minus_tanh, long_doubles.tanhshrink, seams=(*EXP_SEAMS, 2.0, -2.0, 1.0, 0.1)),
    "quickGelu": Function(
        lambda x: x * sigmoid(mpf(1.702) * x),
        long_doubles.quick_gelu,
        torch=lambda x: x * torch.sigmoid(1.702 * x),
        seams=(*GATE_SEAMS, *(seam / 1.702 for seam in GATE_SEAMS)),
    ),
    "glu": Function(lambda a, b: a * sigmoid(b), lambda a, b: a * long_doubles.sigmoid(b), seams=GATE_SEAMS, inputs=2),
    "swiglu": Function(
        lambda a, b: a * sigmoid(a) * b,
        lambda a, b: long_doubles.silu(a) * b,
        torch=lambda x: F.silu(x[:, :1]) * x[:, 1:],
        seams=GATE_SEAMS,
        inputs=2,
    ),
    # @actfn/relu
    "relu": Function(**piecewise((-math.inf, lambda x: 0), (0, lambda x: x))),
    "relu6": Function(**piecewise((-math.inf, lambda x: 0), (0, lambda x: x), (6, lambda x: 6)), seams=(6.0,)),
    "relu2": Function(
        **piecewise((-math.inf, lambda x: 0), (0, lambda x: x * x)),
        torch=lambda x: torch.relu(x) ** 2,
        seams=(1.0, 2.0**512, 2.0**64),
    ),
    "leakyRelu": Function(**piecewise((-math.inf, lambda x: constant(0.01, x) * x), (0, lambda x: x))),
    "prelu": Function(
        **piecewise((-math.inf, lambda x: x / 4), (0, lambda x: x)),
        torch=lambda x: F.prelu(x, torch.tensor(0.25, dtype=x.dtype)),
        args=(0.25,),
    ),
    "rrelu": Function(**piecewise((-math.inf, lambda x: constant((1 / 8 + 1 / 3) / 2, x) * x), (0, lambda x: x))),
    "elu": Function(**piecewise((-math.inf, expm1_of), (0, lambda x: x)), seams=EXP_SEAMS),
    "celu": Function(**piecewise((-math.inf, expm1_of), (0, lambda x: x)), seams=EXP_SEAMS),
    "selu": Function(
        **piecewise(
            (-math.inf, lambda x: constant(SELU_SCALE, x) * constant(SELU_ALPHA, x) * expm1_of(x)),
            (0, lambda x: constant(SELU_SCALE, x) * x),
        ),
        seams=EXP_SEAMS,
    ),
    "gelu": Function(lambda x: x * phi(x), lambda x: x * long_doubles.phi(x), seams=GELU_SEAMS),
    "gelu (tanh)": Function(
        gelu_by_tanh,
        long_doubles.gelu_by_tanh,
        torch=lambda x: F.gelu(x, approximate="tanh"),
        seams=(*GATE_SEAMS, -8.0, -21.57),
        our_name="gelu",
        options={"approximate": "tanh"},
    ),
    "threshold": Function(
        **piecewise((-math.inf, lambda x: 20), (just_above(0.125), lambda x: x)),
        torch=lambda x: F.threshold(x, 0.125, 20),
        seams=(0.125,),
        args=(0.125, 20),
    ),
    "hardtanh": Function(**piecewise((-math.inf, lambda x: -1), (-1, lambda x: x), (1, lambda x: 1)), seams=(1.0, -1.0)),
    "hardshrink": Function(
        **piecewise((-math.inf, lambda x: x), (-0.5, lambda x: 0), (just_above(0.5), lambda x: x)), seams=(0.5, -0.5)
    ),
    "softshrink": Function(
        **piecewise((-math.inf, lambda x: x + 0.5), (-0.5, lambda x: 0), (just_above(0.5), lambda x: x - 0.5)),
        seams=(0.5, -0.5),
    ),
}
