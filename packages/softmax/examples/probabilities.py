import torch
import torch.nn.functional as F

scores = torch.tensor([2.0, 1.0, 0.1])
probabilities = F.softmax(scores, dim=0)

print(probabilities)
