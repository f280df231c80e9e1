#!/usr/bin/env python3
"""Writes the .npy files of this folder, or of the one that is named, with NumPy."""

import pathlib
import sys

import numpy as np

folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).parent
scores = np.array([[2.0, 1.0, 0.1], [-1.0, 5.0, 0.0]])

np.save(folder / "float32.npy", scores.astype(np.float32))
np.save(folder / "float32-fortran.npy", np.asfortranarray(scores.astype(np.float32)))
np.save(folder / "float32-fortran-3d.npy", np.asfortranarray(np.arange(24, dtype=np.float32).reshape(2, 3, 4)))
np.save(folder / "float64.npy", scores)
np.save(folder / "float16.npy", scores.astype(np.float16))
np.save(folder / "int64.npy", np.array([[2, 1, 0], [-1, 2**53 + 1, -(2**63)]]))
np.save(folder / "bool.npy", scores > 0.5)
np.save(folder / "bool-fortran.npy", np.asfortranarray(scores > 0.5))
np.save(folder / "scalar.npy", np.float32(1.5))
np.save(folder / "empty.npy", np.zeros((2, 0), np.float32))
np.save(folder / "complex.npy", scores.astype(np.complex64))
