import math

import torch
import torch.nn.functional as F

torch.manual_seed(0)

# 200 points, in turn on one and the other of two arms that wind around each other.
points = []
for i, radius in enumerate(torch.rand(200).tolist()):
    angle = 2 * math.pi * radius + math.pi * (i % 2)
    points.append([radius * math.cos(angle), radius * math.sin(angle)])
x = torch.tensor(points)
target = torch.arange(200) % 2


def uniform(shape, bound):
    value = ((torch.rand(shape) - 0.5) * (2 * bound)).requires_grad_()
    return value, torch.zeros_like(value)


w1 = uniform([2, 32], 0.7)
b1 = uniform([32], 0.7)
w2 = uniform([32, 2], 0.2)
b2 = uniform([2], 0.2)


def scores():
    hidden = F.relu(x @ w1[0] + b1[0])
    return hidden @ w2[0] + b2[0]


for step in range(1, 201):
    loss = F.cross_entropy(scores(), target)
    loss.backward()
    with torch.no_grad():
        for value, velocity in (w1, b1, w2, b2):
            velocity.mul_(0.9).add_(value.grad)
            value.sub_(velocity * 0.5)
            value.grad = None
    if step % 20 == 0:
        print(f"step {step}: loss {loss.item():.4f}")

right = (scores().argmax(1) == target).sum()
print(f"{right} of the 200 points are on the right arm")
