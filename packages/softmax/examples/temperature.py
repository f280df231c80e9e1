import torch
import torch.nn.functional as F

scores = torch.tensor([2.0, 1.0, 0.1])
for temperature in [0.25, 0.5, 1.0, 2.0, 10.0]:
    print(F.softmax(scores / temperature, dim=0))
