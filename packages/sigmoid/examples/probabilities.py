import torch

scores = torch.tensor([2.0, 1.0, 0.1])
print(torch.sigmoid(scores))

batch = torch.tensor([[-1.0, 0.0, 1.0],
                      [-5.0, 0.5, 5.0]])
print(torch.sigmoid(batch))
