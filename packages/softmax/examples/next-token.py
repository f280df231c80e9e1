import torch
import torch.nn.functional as F

vocabulary = ["mat", "sofa", "floor", "table", "roof", "moon", "idea", "the"]
logits = torch.tensor([[2.4, 2.1, 2.0, 0.7, 0.4, -1.2, -2.0, -2.5],  # The cat sat on the …
                       [-1.6, -2.0, -1.0, -0.5, 1.5, 4.5, 0.5, 0.0]])  # The first man on the …


# What torch has no functions for.
def top_k(logits, k):
    return logits.masked_fill(logits < logits.topk(k).values[..., -1:], -torch.inf)


def top_p(logits, p):
    ordered, order = logits.sort(descending=True)
    probabilities = ordered.softmax(-1)
    before = probabilities.cumsum(-1) - probabilities
    return logits.masked_fill((before >= p).gather(-1, order.argsort(-1)), -torch.inf)


def min_p(logits, p):
    probabilities = logits.softmax(-1)
    return logits.masked_fill(probabilities < p * probabilities.amax(-1, keepdim=True), -torch.inf)


print(F.softmax(logits, -1))
print(F.softmax(top_k(logits, 3), -1))  # the three likeliest
print(F.softmax(top_p(logits, 0.9), -1))  # the fewest that have 90 % together
print(F.softmax(min_p(logits, 0.1), -1))  # a tenth as likely as the likeliest, or more


def sample():
    nucleus = top_p(top_k(logits, 6), 0.95)
    drawn = torch.multinomial(F.softmax(nucleus / 0.8, -1), 1)
    return [vocabulary[token] for token in drawn.flatten()]


torch.manual_seed(0)
for _ in range(5):
    print(", ".join(sample()))
