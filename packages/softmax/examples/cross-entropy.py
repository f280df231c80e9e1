import torch
from torch.nn.functional import cross_entropy

scores = torch.tensor([[2.0, 0.5, -1.0],
                       [0.1, 0.2, 0.3],
                       [-3.0, 4.0, 1.0]], requires_grad=True)
classes = torch.tensor([0, 2, 2])

loss = cross_entropy(scores, classes)
print(loss)
loss.backward()
print(scores.grad)  # what is likelier than it should be is positive

print(cross_entropy(scores, classes, reduction="none"))
print(cross_entropy(scores, classes, weight=torch.tensor([1.0, 1.0, 5.0])))  # class 2 is rare
print(cross_entropy(scores, torch.tensor([0, 2, -100])))  # nobody knows the last one
print(cross_entropy(scores, classes, label_smoothing=0.1))  # nobody is that sure

shares = torch.tensor([[0.9, 0.1, 0.0],
                       [0.2, 0.3, 0.5],
                       [0.0, 0.5, 0.5]])
print(cross_entropy(scores, shares))  # the targets are probabilities
