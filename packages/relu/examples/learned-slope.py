import torch
from torch.nn.functional import prelu

hidden = torch.tensor([[1.0, -2.0], [-3.0, 4.0]], requires_grad=True)
slopes = torch.tensor([0.25, 0.1], requires_grad=True)  # one for each channel
y = prelu(hidden, slopes)
print(y)

y.sum().backward()
print(hidden.grad)
print(slopes.grad)
