import torch
import torch.nn.functional as F

hidden = torch.linspace(-3, 1, 9)
print(hidden)
print(F.relu(hidden))  # nothing
print(F.relu(hidden) ** 2)  # nothing, more smoothly
print(F.leaky_relu(hidden))  # a hundredth
print(F.elu(hidden))  # down to −1
print(F.celu(hidden, alpha=0.5))  # down to −½
print(F.selu(hidden))  # down to −1.758, which keeps deep nets in balance
print(F.gelu(hidden))  # next to nothing
