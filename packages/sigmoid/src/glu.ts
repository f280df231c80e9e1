import { gate } from "./gate.js";
import type { Halves } from "./halves.js";
import { halves } from "./halves.js";

/**
 * glu(x) = a · σ(b), where a is the first half of `dim` (the last one, unless given) and b, the gate, the second.
 *
 * The result has half the size in that dim; the dtype stays.
 *
 * @function
 * @throws RangeError if the size is odd, `dim` out of range or the input 0-d; TypeError for integer and bool input.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.glu.html
 * @see Dauphin et al., Language Modeling with Gated Convolutional Networks, 2016, https://arxiv.org/abs/1612.08083
 */
export const glu: Halves = /* @__PURE__ */ halves({
  name: "glu",
  gradName: "Glu",
  integers: '"glu_cpu"',
  forward(x, y, rows, half) {
    for (let row = 0; row < rows; row++) {
      const [to, a, b] = [row * half, 2 * row * half, (2 * row + 1) * half];
      for (let i = 0; i < half; i++) y[to + i] = gate(x[a + i]!, x[b + i]!);
    }
  },
  backward(dy, x, dx, rows, half) {
    for (let row = 0; row < rows; row++) {
      const [from, a, b] = [row * half, 2 * row * half, (2 * row + 1) * half];
      for (let i = 0; i < half; i++) {
        const s = gate(1, x[b + i]!);
        const g = dy[from + i]!;
        dx[b + i] = g * x[a + i]! * s * (1 - s);
        dx[a + i] = g * s;
      }
    }
  },
  tangent(v, x, y, rows, half) {
    for (let row = 0; row < rows; row++) {
      const [to, a, b] = [row * half, 2 * row * half, (2 * row + 1) * half];
      for (let i = 0; i < half; i++) {
        const s = gate(1, x[b + i]!);
        y[to + i] = v[a + i]! * s + v[b + i]! * x[a + i]! * s * (1 - s);
      }
    }
  },
  doubleBackward(v, dy, x, dx, rows, half) {
    for (let row = 0; row < rows; row++) {
      const [from, a, b] = [row * half, 2 * row * half, (2 * row + 1) * half];
      for (let i = 0; i < half; i++) {
        const s = gate(1, x[b + i]!);
        const slope = dy[from + i]! * s * (1 - s);
        dx[b + i] = slope * (v[a + i]! + v[b + i]! * x[a + i]! * (1 - 2 * s));
        dx[a + i] = slope * v[b + i]!;
      }
    }
  },
});
