import torch
import torch.nn.functional as F

hidden = torch.tensor([-3.0, -2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0])
print(F.silu(hidden))
print(F.mish(hidden))
print(F.gelu(hidden))
print(F.gelu(hidden, approximate="tanh"))
print(hidden * torch.sigmoid(1.702 * hidden))  # as CLIP has it
print(F.softplus(hidden))  # no gate, but as smooth
