"""The filters of samplers, by sorting the tokens of each row as the papers describe it.

top-k: A. Fan, M. Lewis and Y. Dauphin, 2018, https://arxiv.org/abs/1805.04833
top-p: A. Holtzman et al., 2020, https://arxiv.org/abs/1904.09751
min-p: M. Nguyen et al., 2024, https://arxiv.org/abs/2407.01082
"""

from decimal import Decimal

import torch

from .rows import along_dim, is_certain


def keep(row, kept):
    """The row with -inf for what is not kept, through which gradients flow."""
    inside = torch.zeros(len(row), dtype=torch.bool)
    inside[list(kept)] = True
    return row.masked_fill(~inside, -torch.inf)


def by_likelihood(row):
    """The places of a row, the likeliest first, of equals the first first."""
    values = row.tolist()
    return sorted(range(len(values)), key=lambda i: (-values[i], i))


def filter_of_rows(name, check):
    def decorate(of_row):
        rows = along_dim(name)(of_row)

        def answer(x, amount, dim=-1):
            check(amount)
            # What nobody could draw before is not kept: no gradient comes from it.
            return rows(x, dim, amount=amount).masked_fill(x == -torch.inf, -torch.inf)

        return answer

    return decorate


def check_count(k):
    if not isinstance(k, int) or k < 1:
        raise ValueError("k must be an integer from 1 on, but got")


def check_probability(p):
    if not 0 <= p <= 1:
        raise ValueError("p must be a probability from 0 to 1, but got")


@filter_of_rows("topKLogits", check_count)
def top_k_logits(row, amount):
    return row if row.isnan().any() else keep(row, by_likelihood(row)[:amount])


@filter_of_rows("topPLogits", check_probability)
def top_p_logits(row, amount):
    probabilities = torch.softmax(row.detach(), 0).tolist()
    if any(p != p for p in probabilities) or amount == 1:
        # All have a probability, which the rounded sum of the others may leave no room for.
        return row
    kept, total = [], 0.0
    for place in by_likelihood(row):
        kept.append(place)
        total += probabilities[place]
        if total >= amount:
            break
    return keep(row, kept)


@filter_of_rows("minPLogits", check_probability)
def min_p_logits(row, amount):
    if not is_certain(row):
        return row
    z = [Decimal(value) for value in row.tolist()]
    # The ratio of two probabilities is exp of the difference of their logits.
    return keep(row, [i for i, value in enumerate(z) if amount == 0 or value - max(z) >= Decimal(amount).ln()])
