import torch

scores = torch.tensor([2.0, 1.0, 0.1])
batch = torch.tensor([[1.0, 2.0, 3.0],
                      [1.0, 2.0, 1.0],
                      [4.0, 3.0, 2.0]])

print(scores)
print(batch)
print(torch.tensor([1, 2, 3], dtype=torch.float64))
print(torch.tensor([1, 2, 3]))
print(torch.tensor([True, False]))
