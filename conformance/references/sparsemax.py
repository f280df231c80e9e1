"""A. F. T. Martins and R. F. Astudillo, From Softmax to Sparsemax, 2016, https://arxiv.org/abs/1602.02068"""

from fractions import Fraction

import torch

from .rows import along_dim, is_certain


@along_dim("sparsemax")
def sparsemax(row):
    """The point of the simplex nearest to the row, equation 1: p = [z − τ]₊, where Σ p = 1."""
    if not is_certain(row):
        return row * torch.nan
    threshold, support = solve([None if z == -torch.inf else Fraction(z) for z in row.tolist()])
    if row.requires_grad:
        inside = torch.tensor(support)
        return torch.where(inside, row - (row[inside].sum() - 1) / len(row[inside]), torch.zeros_like(row))
    return torch.tensor(
        [float(Fraction(z) - threshold) if s else 0.0 for z, s in zip(row.tolist(), support)], dtype=torch.float64
    )


def solve(z):
    """τ by proposition 1, for the support that is the only one to fit: all in it above τ, all others not."""
    finite = sorted((value for value in z if value is not None), reverse=True)
    for k in range(1, len(finite) + 1):
        threshold = (sum(finite[:k]) - 1) / k
        if finite[k - 1] > threshold and (k == len(finite) or finite[k] <= threshold):
            return threshold, [value is not None and value > threshold for value in z]
    raise AssertionError(z)
