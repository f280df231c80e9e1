import torch

hidden = torch.tensor([-1.5, 0.0, 2.5])
torch.relu_(hidden)  # no allocation: for loops that run hot
print(hidden)
