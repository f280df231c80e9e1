import torch

print(torch.relu(torch.tensor([-2.0, -0.5, 0.0, 0.5, 2.0])))

batch = torch.tensor([[1.0, -2.0, 3.0],
                      [-1.0, 2.0, -3.0]])
print(torch.relu(batch))
