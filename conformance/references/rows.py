"""A function of one row as a function of tensors along a dim."""

import functools

import torch

CPP_NAMES = {
    torch.int64: "Long", torch.int32: "Int", torch.int16: "Short", torch.int8: "Char", torch.uint8: "Byte", torch.bool: "Bool",
}  # fmt: skip


def refuse_integers(name, x):
    if x.dtype in CPP_NAMES:
        raise RuntimeError(f'"{name}" not implemented for \'{CPP_NAMES[x.dtype]}\'')


def along_dim(name):
    """Calls the function with each row in float64. A row with NaN or +inf, or nothing but -inf, is all NaN by itself."""

    def decorate(of_row):
        @functools.wraps(of_row)
        def answer(x, dim, dtype=None, **options):
            x = x if dtype is None else x.to(dtype)
            refuse_integers(name, x)
            x.sum(dim)  # its IndexError is torch's
            rows = x.double().movedim(dim, -1) if x.dim() else x.double().reshape(1)
            flat = rows.reshape(-1, rows.shape[-1]) if rows.numel() else rows.reshape(0, 1)
            done = [of_row(row, **options) for row in flat]
            y = torch.stack(done).reshape(rows.shape) if done else rows.clone()
            return (y.movedim(-1, dim) if x.dim() else y.reshape([])).to(x.dtype)

        return answer

    return decorate


def is_certain(row):
    """Whether a row has probabilities at all."""
    return bool((~row.isnan()).all() and row.max() < torch.inf and row.max() > -torch.inf)
