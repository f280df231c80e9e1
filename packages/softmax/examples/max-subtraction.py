import torch
import torch.nn.functional as F

scores = torch.tensor([2.0, 1.0, 0.1])
max_score, _ = scores.max(dim=0, keepdim=True)
stable_scores = scores - max_score

print(max_score)
print(stable_scores)
print(F.softmax(stable_scores, dim=0))
