"""The rectifiers that torch 1.13 has not, or not as they are wanted; in float64, which the golden values are made of."""

import decimal
import functools

import torch
import torch.nn.functional as F

Decimal = decimal.Decimal

#: Enough for 1 − 10^-345, which is Φ(40), to have all digits of a float64 left when it is taken from 1.
PRECISION = decimal.Context(prec=400)


def exact(function):
    """`function` in float64; else, and where a gradient is wanted, torch's own, which throws its errors in any case."""
    own = getattr(F, function.__name__)

    @functools.wraps(function)
    def answer(x, *args, **options):
        native = own(x, *args, **options)
        return function(x, *args, **options) if x.dtype == torch.float64 and not x.requires_grad else native

    return answer


@exact
def elu(x, alpha=1.0):
    """torch 1.13 has exp(x) − 1, which has no digits left near 0; later ones have expm1."""
    return torch.where(x <= 0, alpha * torch.expm1(x), x)


@exact
def selu(x):
    """The same, with the numbers of the paper; their product is rounded once."""
    return torch.where(x <= 0, 1.7580993408473768 * torch.expm1(x), 1.0507009873554805 * x)


@exact
def celu(x, alpha=1.0):
    return torch.where(x <= 0, alpha * torch.expm1(x / alpha), x)


@exact
def gelu(x, approximate="none"):
    """torch has 1 + erf(x/√2), which is 0 left of −8.3, and NaN at −∞; the tanh form has lost its digits at −4."""
    compute = gelu_by_area if approximate == "none" else gelu_by_tanh
    return x.clone().apply_(compute)


def hardtanh(x, min_val=-1.0, max_val=1.0):
    """From torch 2 on limits that cross are refused."""
    if min_val > max_val:
        raise ValueError("min_val cannot be greater than max_val")
    return F.hardtanh(x, min_val, max_val)


def softshrink(x, lambd=0.5):
    """torch 1.13 makes 0 of NaN; later ones do not."""
    y = F.softshrink(x, lambd)
    return y if x.requires_grad else torch.where(x.isnan(), x, y)


def relu2(x):
    """max(0, x)², of D. So et al., Primer: Searching for Efficient Transformers for Language Modeling, 2021."""
    return torch.relu(x) ** 2


@functools.cache
def area(x):
    """∫ exp(−t²/2) dt from 0 to x: exp(−x²/2) · (x + x³/3 + x⁵/(3·5) + x⁷/(3·5·7) + …)."""
    with decimal.localcontext(PRECISION):
        term = total = x = Decimal(x)
        n = 1
        while total + term != total:
            n += 2
            term *= x * x / n
            total += term
        return total * (-x * x / 2).exp()


def gelu_by_area(x):
    if not abs(x) < 40:
        return x if x != x or x > 0 else -0.0
    with decimal.localcontext(PRECISION):
        share = (1 + area(x) / area(60.0)) / 2
        return float(Decimal(x) * share)


def gelu_by_tanh(x):
    """x · ½ (1 + tanh(z/2)) = x / (1 + exp(−z))."""
    if not abs(x) < 40:
        return x if x != x or x > 0 else -0.0
    with decimal.localcontext(PRECISION):
        exact = Decimal(x)
        z = 2 / area(60.0) * (exact + Decimal("0.044715") * exact**3)
        return float(exact / (1 + (-z).exp()))
