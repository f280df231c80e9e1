"""B. Peters, V. Niculae and A. F. T. Martins, Sparse Sequence-to-Sequence Models, 2019, https://arxiv.org/abs/1905.05702"""

import decimal
from decimal import Decimal

import torch

from .rows import along_dim, is_certain

PRECISION = decimal.Context(prec=100)


@along_dim("entmax15")
def entmax15(row):
    """Equation 8 with α = 1.5: p = [z/2 − τ]₊², where Σ p = 1."""
    if not is_certain(row):
        return row * torch.nan
    with decimal.localcontext(PRECISION):
        halves = [None if z == -torch.inf else Decimal(z) / 2 for z in row.tolist()]
        threshold = solve([half for half in halves if half is not None])
        inside = [half is not None and half > threshold for half in halves]
        exact = [float((half - threshold) ** 2) if s else 0.0 for half, s in zip(halves, inside)]
    if not row.requires_grad:
        return torch.tensor(exact, dtype=torch.float64)
    support = torch.tensor(inside)
    z = row[support] / 2
    mean = z.mean()
    # Σ (z − τ)² = 1 solved for τ, which is below all z.
    tau = mean - ((1 - ((z - mean) ** 2).sum()) / len(z)).sqrt()
    return torch.where(support, (row / 2).masked_fill(~support, 0) - tau, torch.zeros_like(row)) ** 2


def solve(halves):
    """τ by bisection, without any sorting: Σ [z/2 − τ]₊² falls as τ rises, from 1 or more at max − 1 to 0 at max."""
    high = max(halves)
    low = high - 1
    while True:
        middle = (low + high) / 2
        if middle in (low, high) or high - low < Decimal(10) ** -80:
            return middle
        if sum(max(half - middle, 0) ** 2 for half in halves) > 1:
            low = middle
        else:
            high = middle
