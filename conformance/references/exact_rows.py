"""exp and ln of rows in 60 digits, from the definition: torch's float64 is up to hundreds of units off at a spread of 700."""

import decimal
from decimal import Decimal

import torch

from .rows import is_certain

PRECISION = decimal.Context(prec=60, Emin=-(10**6), Emax=10**6)


def exact_along(of_row, sign=1):
    """Makes a function of float64 rows, given as decimals and the logarithm of their sum, a function of tensors."""

    def answer(x, dim, temperature=1.0):
        rows = x.movedim(dim, -1) if x.dim() else x.reshape(1)
        flat = rows.reshape(-1, rows.shape[-1]) if rows.numel() else []
        done = [compute(sign * row, of_row, temperature) for row in flat]
        y = torch.stack(done).reshape(rows.shape) if len(done) else rows.clone()
        return y.movedim(-1, dim).contiguous() if x.dim() else y.reshape([])

    return answer


def compute(row, of_row, temperature):
    if not is_certain(row):
        return row * torch.nan
    with decimal.localcontext(PRECISION):
        z = [Decimal(value) / Decimal(temperature) for value in row.tolist()]
        # Less the largest, to which what is added would be rounded.
        below = [value - max(z) for value in z]
        return torch.tensor([float(y) for y in of_row(below, log_sum(below))], dtype=torch.float64)


def log_sum(z):
    *others, largest = sorted(z)
    rest = sum((value - largest).exp() for value in others if value.is_finite()) + Decimal(0)
    # ln (1 + rest), in which 60 digits would not be enough.
    return largest + ((1 + rest).ln() if rest > Decimal("1e-15") else rest - rest**2 / 2 + rest**3 / 3 - rest**4 / 4)


def shares(z, total):
    return [(value - total).exp() if value.is_finite() else 0 for value in z]


softmax = exact_along(shares)
softmin = exact_along(shares, sign=-1)
log_softmax = exact_along(lambda z, total: [value - total for value in z])


def logsumexp(x, dim, keepdim):
    """Over one dim or several, in torch's shape, which `x.sum` has."""
    shape = x.sum(dim, keepdim).shape
    dims = [dim] if isinstance(dim, int) else dim
    dims = sorted({d % x.dim() for d in dims}) if x.dim() else []
    kept = [d for d in range(x.dim()) if d not in dims]
    rows = x.permute([*kept, *dims]).reshape(shape.numel(), -1) if x.numel() else x.new_empty(shape.numel(), 0)
    return torch.tensor([float(sum_of_row(row)) for row in rows], dtype=torch.float64).reshape(shape)


def sum_of_row(row):
    if len(row) == 0 or not is_certain(row):
        return torch.logsumexp(row, 0)
    with decimal.localcontext(PRECISION):
        return log_sum([Decimal(value) for value in row.tolist()])
