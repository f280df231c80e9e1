import torch
from torch.nn.functional import binary_cross_entropy_with_logits

# What is in each of two pictures: a cat, a dog, a tree?
scores = torch.tensor([[3.0, -2.0, 0.5],
                       [-4.0, 1.0, 12.0]], requires_grad=True)
truth = torch.tensor([[1.0, 0.0, 1.0],
                      [0.0, 0.0, 0.0]])
print(torch.sigmoid(scores))

loss = binary_cross_entropy_with_logits(scores, truth)
print(loss)
loss.backward()
print(scores.grad)  # a missed one pulls hardest

print(binary_cross_entropy_with_logits(scores, truth, reduction="none"))  # the surer, the worse
print(binary_cross_entropy_with_logits(scores, truth, pos_weight=torch.tensor([1.0, 1.0, 5.0])))  # trees are rare
