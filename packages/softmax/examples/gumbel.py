import torch
from torch.nn.functional import gumbel_softmax

torch.manual_seed(0)
logits = torch.tensor([2.0, 1.0, 0.1], requires_grad=True)
print(gumbel_softmax(logits, tau=0.5))  # nearly one of the three

choice = gumbel_softmax(logits, tau=0.5, hard=True)  # exactly one
print(choice)
(choice * torch.tensor([1.0, 5.0, 2.0])).sum().backward()  # what each choice is worth
print(logits.grad)
