import torch
from torch.nn.functional import leaky_relu

hidden = torch.tensor([-2.0, -0.5, 0.0, 0.5, 2.0])
print(leaky_relu(hidden))
print(leaky_relu(hidden, negative_slope=0.2))
