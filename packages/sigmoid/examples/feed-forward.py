import torch
import torch.nn.functional as F

torch.manual_seed(4)
words, size, inner = 2, 3, 4
x = torch.randn(words, size)
gate_and_up = torch.randn(2 * inner, size)  # two projections, one below the other
down = torch.randn(size, inner)

gate, up = (x @ gate_and_up.T).chunk(2, -1)
hidden = F.silu(gate) * up
print(hidden)
print(hidden @ down.T)
