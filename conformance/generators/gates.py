"""The functions of @actfn/sigmoid in 60 digits, which the golden values are rounded from.

torch's float64 is no judge of them: it has 0 for the tails of silu and mish, tanhshrink near 0 and sure losses, and some of
what 1.13 answers at the infinities is corrected in later versions.
"""

import decimal
import functools
import math

import torch
import torch.nn.functional as F

Decimal = decimal.Decimal
INF = math.inf


def exact(own):
    """The decorated function in float64; else, and where a gradient is wanted, torch's `own`, which throws its errors too."""

    def decorate(function):
        @functools.wraps(function)
        def answer(x, *args, **options):
            native = own(x, *args, **options)
            if native.dtype != torch.float64 or native.requires_grad:
                return native
            # Where torch's lies in memory is part of the answer.
            return torch.empty_like(native).copy_(function(x, *args, **options))

        return answer

    return decorate


def pointwise(compute, *tensors):
    """`compute` of Decimals, element by element, in which what is lost near 0 is made up for by more digits."""

    def round_once(*values):
        small = min((abs(value) for value in values if value), default=1.0)
        digits = 60 + 5 * max(0, -math.floor(math.log10(small)) if small < INF else 0)
        with decimal.localcontext(decimal.Context(prec=digits, traps=[])):
            return float(compute(*map(Decimal, values)))

    tensors = torch.broadcast_tensors(*tensors)
    columns = [t.reshape(-1).tolist() for t in tensors]
    answers = [math.nan if any(map(math.isnan, row)) else round_once(*row) for row in zip(*columns)]
    return torch.tensor(answers, dtype=torch.float64).reshape(tensors[0].shape)


def exp(x):
    """eˣ; what is below 10^-2000 is 0 wherever it is used."""
    return x.exp() if abs(x) < 5000 else Decimal(0 if x < 0 else INF)


def softplus_of(x):
    """ln (1 + eˣ)"""
    if x > 2000:
        return x
    e = exp(x)
    return (1 + e).ln() if e > Decimal("1e-30") else e - e * e / 2


def sigmoid_of(x):
    return 1 / (1 + exp(-x)) if x > -5000 else Decimal(0)


def gated(a, gate):
    """a times a gate that may be 0 where a is infinite."""
    return a * gate if gate else Decimal("-0.0" if a.is_signed() else "0")


def tanh_of(x):
    if abs(x) > 2000:
        return Decimal(1).copy_sign(x)
    e = exp(2 * x)
    return ((e - 1) / (e + 1)).copy_sign(x)


@exact(torch.sigmoid)
def sigmoid(x):
    return pointwise(sigmoid_of, x)


@exact(F.logsigmoid)
def logsigmoid(x):
    return pointwise(lambda x: 0 - softplus_of(-x), x)


@exact(torch.logit)
def logit(x, eps=None):
    if eps is not None and eps >= 0:
        # Not torch.clamp, in which the upper limit wins.
        x = torch.where(x < eps, torch.full_like(x, eps), torch.where(x > 1 - eps, torch.full_like(x, 1 - eps), x))

    def of(p):
        if not 0 < p < 1:
            return Decimal(-INF if p == 0 else INF if p == 1 else math.nan)
        return (p / (1 - p)).ln()

    return pointwise(of, x)


def own_hardsigmoid(x):
    """The 1/6 of torch 1.13's slope is a float32 in float64, too."""
    return F.relu6(x + 3) / 6 if x.dtype == torch.float64 else F.hardsigmoid(x)


@exact(own_hardsigmoid)
def hardsigmoid(x):
    return pointwise(lambda x: (min(max(x, -3), 3) + 3) / 6, x)


@exact(F.silu)
def silu(x):
    return pointwise(lambda x: gated(x, sigmoid_of(x)), x)


@exact(F.hardswish)
def hardswish(x):
    return pointwise(lambda x: x if x >= 3 else Decimal("-0.0") if x <= -3 else x * (x + 3) / 6, x)


@exact(lambda x: F.mish(x) if x.dtype != torch.bfloat16 else F.mish(x.float()).bfloat16())
def mish(x):
    def of(x):
        if x > 2000:
            return x
        w = exp(x)
        return gated(x, w * (w + 2) / (w * (w + 2) + 2))

    return pointwise(of, x)


@exact(torch.tanh)
def tanh(x):
    return pointwise(tanh_of, x)


@exact(F.softplus)
def softplus(x, beta=1.0, threshold=20.0):
    def of(x):
        # Rounded, as torch has it.
        score = Decimal(float(x) * beta)
        return x if score > Decimal(threshold) else softplus_of(score) / Decimal(beta)

    return pointwise(of, x)


@exact(F.softsign)
def softsign(x):
    return pointwise(lambda x: x / (1 + abs(x)) if x.is_finite() else Decimal(math.nan), x)


@exact(F.tanhshrink)
def tanhshrink(x):
    return pointwise(lambda x: x - tanh_of(x), x)


@exact(lambda x: x * torch.sigmoid(1.702 * x))
def quick_gelu(x):
    """x · σ(1.702 x), section 2 of D. Hendrycks and K. Gimpel, 2016, https://arxiv.org/abs/1606.08415"""
    return pointwise(lambda x: gated(x, sigmoid_of(Decimal(1.702) * x)), x)


def halves(x, dim):
    return x.chunk(2, dim) if x.numel() else (x.narrow(dim, 0, x.shape[dim] // 2),) * 2


@exact(F.glu)
def glu(x, dim=-1):
    return pointwise(lambda a, b: a * sigmoid_of(b), *halves(x, dim))


def silu_times(x, dim=-1):
    """As Llama has it, in torch; what torch says where it does not fit is glu's."""
    F.glu(x.float(), dim)
    gate, up = halves(x, dim)
    return F.silu(gate) * up


@exact(silu_times)
def swiglu(x, dim=-1):
    """Swish₁(xW) ⊗ xV, equation 6 of N. Shazeer, 2020, https://arxiv.org/abs/2002.05202; x holds both products."""
    return pointwise(lambda a, b: gated(a, sigmoid_of(a)) * b, *halves(x, dim))


@exact(F.binary_cross_entropy_with_logits)
def binary_cross_entropy_with_logits(x, target, weight=None, reduction="mean", pos_weight=None):
    def loss(x, t, w, p):
        # A factor of 0 is the stronger, also where the score is infinite.
        parts = [factor * softplus_of(score) for factor, score in ((1 - t, x), (p * t, -x)) if factor]
        return w * sum(parts)

    one = torch.ones((), dtype=torch.float64)
    losses = pointwise(loss, x, target, one if weight is None else weight, one if pos_weight is None else pos_weight)
    if reduction == "none":
        return losses
    total = math.fsum(losses.reshape(-1).tolist()) if bool(losses.isfinite().all()) else losses.sum().item()
    return torch.tensor(total if reduction == "sum" else total / losses.numel() if losses.numel() else math.nan, dtype=torch.float64)
