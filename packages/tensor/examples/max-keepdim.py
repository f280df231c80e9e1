import torch

scores = torch.tensor([2.0, 1.0, 0.1])
max_score, indices = scores.max(dim=0, keepdim=True)
print(max_score)
print(indices)
print(scores - max_score)

batch = torch.tensor([[1.0, 2.0, 3.0],
                      [1.0, 2.0, 1.0],
                      [4.0, 3.0, 2.0]])
print(batch.max(dim=1))
