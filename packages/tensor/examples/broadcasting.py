import torch

batch = torch.tensor([[1.0, 2.0, 3.0],
                      [4.0, 5.0, 6.0]])

print(batch - 1)  # from every element
print(batch - torch.tensor([1, 2, 3]))  # a row from every row
print(batch - torch.tensor([[1], [2]]))  # a column from every column
