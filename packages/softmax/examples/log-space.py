import torch
import torch.nn.functional as F

scores = torch.tensor([1.0, 0.0, -200.0])
print(F.softmax(scores, 0).log())  # what is 0 has no logarithm
print(F.log_softmax(scores, 0))

print(torch.tensor(-200.0).exp().log())  # neither has this
print(torch.logsumexp(torch.tensor([-200.0, -201.0]), 0))
print(torch.logaddexp(torch.tensor([-200.0, 0.0]), torch.tensor([-201.0, 1.0])))
