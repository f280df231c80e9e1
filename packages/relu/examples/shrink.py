import torch
import torch.nn.functional as F

signal = torch.tensor([-1.5, -0.6, -0.2, 0.0, 0.1, 0.7, 2.0])
print(F.hardshrink(signal))  # the rest stays as it is
print(F.softshrink(signal))  # the rest comes nearer to 0
print(F.softshrink(signal, lambd=0.15))
print(F.hardtanh(signal))  # and large ones are clipped
