import type { Halves } from "./halves.js";
import { halves } from "./halves.js";
import { siluCurve, siluOf, siluSlope, siluTimes } from "./silu.js";

/**
 * swiglu(x) = silu(a) · b, where a, the gate, is the first half of `dim` (the last one, unless given) and b the second: the
 * order of Llama's `silu(gate) * up`, where glu has its gate last. Not in torch.
 *
 * The result has half the size in that dim; the dtype stays.
 *
 * @function
 * @throws RangeError if the size is odd, `dim` out of range or the input 0-d; TypeError for integer and bool input.
 * @see Shazeer, GLU Variants Improve Transformer, 2020, https://arxiv.org/abs/2002.05202
 */
export const swiglu: Halves = /* @__PURE__ */ halves({
  name: "swiglu",
  gradName: "Swiglu",
  integers: '"silu_cpu"',
  forward(x, y, rows, half) {
    for (let row = 0; row < rows; row++) {
      const [to, a, b] = [row * half, 2 * row * half, (2 * row + 1) * half];
      for (let i = 0; i < half; i++) y[to + i] = siluTimes(x[a + i]!, x[b + i]!);
    }
  },
  backward(dy, x, dx, rows, half) {
    for (let row = 0; row < rows; row++) {
      const [from, a, b] = [row * half, 2 * row * half, (2 * row + 1) * half];
      for (let i = 0; i < half; i++) {
        const gate = x[a + i]!;
        const up = x[b + i]!;
        const g = dy[from + i]!;
        dx[a + i] = g * up * siluSlope(gate);
        dx[b + i] = g * siluOf(gate);
      }
    }
  },
  tangent(v, x, y, rows, half) {
    for (let row = 0; row < rows; row++) {
      const [to, a, b] = [row * half, 2 * row * half, (2 * row + 1) * half];
      for (let i = 0; i < half; i++) {
        y[to + i] = v[a + i]! * x[b + i]! * siluSlope(x[a + i]!) + v[b + i]! * siluOf(x[a + i]!);
      }
    }
  },
  doubleBackward(v, dy, x, dx, rows, half) {
    for (let row = 0; row < rows; row++) {
      const [from, a, b] = [row * half, 2 * row * half, (2 * row + 1) * half];
      for (let i = 0; i < half; i++) {
        const gate = x[a + i]!;
        const up = x[b + i]!;
        const g = dy[from + i]!;
        const slope = siluSlope(gate);
        dx[a + i] = g * (v[a + i]! * up * siluCurve(gate) + v[b + i]! * slope);
        dx[b + i] = g * v[a + i]! * slope;
      }
    }
  },
});
