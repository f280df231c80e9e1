import torch

print(torch.sigmoid(torch.tensor([-1000.0, -50.0, -5.0, 0.0, 5.0, 50.0, 1000.0])))
