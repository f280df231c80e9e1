import torch
import torch.nn.functional as F

print(F.softmax(torch.tensor([1000.0, 1000.0]), dim=0))
print(F.softmax(torch.tensor([1000.0, 1001.0, 1002.0]), dim=0))
print(F.softmax(torch.tensor([0.0, float("-inf"), 1.0]), dim=0))
