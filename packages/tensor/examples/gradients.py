import torch

x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
y = x.pow(3)
print(y)

y.sum().backward()
print(x.grad)  # 3x²

(slope,) = torch.autograd.grad(x.pow(3).sum(), x, create_graph=True)
(curvature,) = torch.autograd.grad(slope.sum(), x)
print(curvature)  # 6x

# Downhill along the gradient of exp(a) − 2a, whose lowest point is log 2.
a = torch.tensor(0.0, requires_grad=True)
for step in range(20):
    (down,) = torch.autograd.grad(a.exp() - a * 2, a)
    with torch.no_grad():
        a.sub_(down * 0.5)
print(a)
