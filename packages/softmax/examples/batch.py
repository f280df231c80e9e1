import torch
import torch.nn.functional as F

batch = torch.tensor([[1.0, 2.0, 3.0],
                      [1.0, 2.0, 1.0],
                      [4.0, 3.0, 2.0]])

print(F.softmax(batch, dim=1))  # every row sums to 1
print(F.softmax(batch, dim=0))  # every column sums to 1
