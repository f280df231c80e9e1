import math

import torch
import torch.nn.functional as F

torch.manual_seed(0)
words, size = 4, 2
queries = torch.randn(words, size)
keys = torch.randn(words, size)
values = torch.randn(words, size)
scores = queries @ keys.T * (1 / math.sqrt(size))

# A word sees itself and what comes before it.
at = torch.arange(words)
causal = at.unsqueeze(1) >= at
print(causal)
weights = F.softmax(scores.masked_fill(~causal, -torch.inf), -1)
print(weights)
print(weights @ values)

# Of texts of unequal length in one batch, the rest is padding, which nobody sees. Of the last one there is nothing to see.
lengths = torch.tensor([4, 2, 0])
present = at < lengths.unsqueeze(1)  # [texts, words]
batch = torch.randn(3, words)
probabilities = F.softmax(batch.masked_fill(~present, -torch.inf), -1)
print(probabilities.masked_fill(~present.any(-1, keepdim=True), 0))
