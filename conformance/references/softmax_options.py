"""torch's functions with the options that ours have besides: masks (torch.masked), empty rows, temperature."""

import re

import torch
import torch.masked
import torch.nn.functional as F

from . import exact_rows


def with_options(plain, masked, exact, hidden):
    """`hidden`: what an element that the mask hides counts as. In float64, where no gradient is wanted, it is exact."""

    def answer(x, dim, dtype=None, mask=None, masked_row="nan", temperature=1.0):
        x = x if dtype is None else x.to(dtype)
        given = x
        x = x / temperature if temperature != 1 and x.is_floating_point() else x
        # In the float64 that golden values are made of, a mask has become numbers, too.
        mask = None if mask is None else mask.bool()
        if masked_row == "zero":
            empty = (x == hidden) if mask is None else (x == hidden) | ~mask
            empty = empty.all(dim, keepdim=True) if x.dim() else empty
            # Or the NaN of such a row would come back in its gradient.
            x = x.masked_fill(empty, 0)
        y = plain(x, dim) if mask is None else masked(x, dim, mask=mask)
        if x.dtype == torch.float64 and not x.requires_grad:
            # Not of the quotients, whose last digits are rounded away.
            y = exact(given if mask is None else given.masked_fill(~mask, hidden), dim, temperature)
        return y.masked_fill(empty, 0) if masked_row == "zero" else y

    return answer


def plain_log_softmax(x, dim):
    try:
        return F.log_softmax(x, dim)
    except RuntimeError as error:
        # As along the last dim.
        raise RuntimeError(str(error).replace('"softmax_kernel', '"log_softmax_lastdim_kernel')) from None


softmax = with_options(F.softmax, torch.masked.softmax, exact_rows.softmax, -torch.inf)
log_softmax = with_options(plain_log_softmax, torch.masked.log_softmax, exact_rows.log_softmax, -torch.inf)


def plain_softmin(x, *args, **options):
    if x.dtype == torch.bool and options.get("dtype") is None:
        # torch refuses to negate it, before it comes to the sentence that it has for softmax.
        raise RuntimeError("\"softmax_lastdim_kernel_impl\" not implemented for 'Bool'")
    return F.softmin(x, *args, **options)


softmin = with_options(plain_softmin, torch.masked.softmin, exact_rows.softmin, torch.inf)


def logsumexp(x, dim, keepdim=False):
    # torch 1.13 has no result for an empty list; later ones take all dims, as of sum.
    dim = list(range(x.dim())) if dim == [] else dim
    y = torch.logsumexp(x, dim, keepdim)
    return exact_rows.logsumexp(x, dim, keepdim) if x.dtype == torch.float64 and not x.requires_grad else y


def logaddexp(a, b):
    """In float64 exact: torch has no digits left where the smaller adds little, nor where what is added cancels the larger."""
    y = torch.logaddexp(a, b)
    if y.dtype != torch.float64 or y.requires_grad:
        return y
    pairs = torch.stack(torch.broadcast_tensors(a.double(), b.double()), -1)
    # Where torch's lies in memory is part of the answer.
    return torch.empty_like(y).copy_(exact_rows.logsumexp(pairs, -1, False))


def softmax2d(x):
    try:
        return torch.nn.Softmax2d()(x)
    except AssertionError as error:
        raise RuntimeError(str(error)) from None


def of_classes(loss):
    """A loss whose classes have become numbers, too, in the float64 that golden values are made of."""

    def answer(x, target, **options):
        if x.dtype == torch.float64 and target.dtype == torch.float64 and target.shape != x.shape:
            target = target.long()
        try:
            return loss(x, target, **options)
        except RuntimeError as error:
            # Without the name and the end that generators/answers.py makes another sentence of.
            raise RuntimeError(re.sub(r"^cross_entropy: | but found \w+$", "", str(error))) from None

    return answer


cross_entropy = of_classes(F.cross_entropy)
nll_loss = of_classes(F.nll_loss)
