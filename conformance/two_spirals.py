#!/usr/bin/env python3
"""Trains a net of two layers on two spirals with each activation that is named, and prints how it went, as JSON.

two-spirals.test.ts does the same with actfn, from the same seed.
"""

import json
import math
import sys

import torch
import torch.nn.functional as F

STEPS = 100


def uniform(shape, bound):
    return ((torch.rand(shape) - 0.5) * (2 * bound)).requires_grad_()


def train(activation):
    torch.manual_seed(1)
    points = []
    for i, radius in enumerate(torch.rand(200).tolist()):
        angle = 2 * math.pi * radius + math.pi * (i % 2)
        points.append([radius * math.cos(angle), radius * math.sin(angle)])
    x = torch.tensor(points)
    target = torch.arange(200) % 2
    parameters = [uniform([2, 32], 0.7), uniform([32], 0.7), uniform([32, 2], 0.2), uniform([2], 0.2)]
    w1, b1, w2, b2 = parameters
    adam = torch.optim.Adam(parameters, lr=0.02)
    losses = []
    for _ in range(STEPS):
        loss = F.cross_entropy(activation(x @ w1 + b1) @ w2 + b2, target)
        losses.append(loss.item())
        adam.zero_grad()
        loss.backward()
        adam.step()
    return {"losses": losses, "parameters": [p.flatten().tolist() for p in parameters]}


def main():
    torch.set_num_threads(1)
    json.dump({name: train(getattr(F, name)) for name in sys.argv[1:]}, sys.stdout)


if __name__ == "__main__":
    main()
