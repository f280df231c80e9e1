import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { elu, gelu, relu } from "@actfn/relu";
import { hardswish, mish, sigmoid, silu, softplus, tanh } from "@actfn/sigmoid";
import { crossEntropy } from "@actfn/softmax";
import * as t from "@actfn/tensor";
import { beforeAll, describe, expect, test } from "vitest";
import { findPython } from "../scripts/python.js";

const STEPS = 100;
const ACTIVATIONS = { elu, gelu, hardswish, mish, relu, sigmoid, silu, softplus, tanh };

interface Course {
  losses: number[];
  parameters: number[][];
}

// golden.test.ts says loudly that nobody compares with PyTorch where there is none, and in CI it fails.
const python = findPython();

describe.runIf(python)(`${STEPS} steps of Adam take a net of two layers where PyTorch takes it`, () => {
  const activations = Object.entries(ACTIVATIONS);
  let theirs: Record<string, Course> = {};

  beforeAll(() => {
    const script = fileURLToPath(new URL("./two_spirals.py", import.meta.url));
    const { status, stdout, stderr } = spawnSync(python!, [script, ...activations.map(([name]) => name)], {
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`conformance/two_spirals.py failed:\n${stderr}`);
    theirs = JSON.parse(stdout);
  });

  test.each(activations)("%s", (name, activation) => {
    const { losses, parameters } = train(activation);
    expect(losses.at(-1)!).toBeLessThan(losses[0]!);
    expect(furthest(losses, theirs[name]!.losses)).toBeLessThan(1e-4);
    expect(furthest(parameters.flat(), theirs[name]!.parameters.flat())).toBeLessThan(1e-4);
  });
});

function furthest(ours: number[], theirs: number[]): number {
  expect(ours.length).toBe(theirs.length);
  return Math.max(...ours.map((value, i) => Math.abs(value - theirs[i]!)));
}

/** What train in two_spirals.py does. */
function train(activation: (x: t.Tensor) => t.Tensor): Course {
  t.manualSeed(1);
  const points = Array.from(t.rand([200]).data, (radius, i) => {
    const angle = 2 * Math.PI * radius + Math.PI * (i % 2);
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
  const x = t.tensor(points, { dtype: "float32" });
  const target = t.tensor(points.map((_, i) => BigInt(i % 2)));
  const uniform = (shape: number[], bound: number) => {
    const value = t.tensor(t.mul(t.sub(t.rand(shape), 0.5), 2 * bound), { requiresGrad: true });
    return { value, mean: t.zerosLike(value), square: t.zerosLike(value) };
  };
  const states = [uniform([2, 32], 0.7), uniform([32], 0.7), uniform([32, 2], 0.2), uniform([2], 0.2)] as const;
  const [w1, b1, w2, b2] = states;
  const scores = (): t.Tensor => {
    const hidden = activation(t.add(t.matmul(x, w1.value), b1.value));
    return t.add(t.matmul(hidden, w2.value), b2.value);
  };
  const losses: number[] = [];
  for (let step = 1; step <= STEPS; step++) {
    const loss = crossEntropy(scores(), target);
    losses.push(loss.item() as number);
    t.backward(loss);
    t.noGrad(() => {
      for (const { value, mean, square } of states) adam(value, mean, square, step);
    });
  }
  return { losses, parameters: states.map(({ value }) => Array.from(value.data)) };
}

/** D. Kingma and J. Ba, 2014, as torch.optim.Adam has it. */
function adam(value: t.Tensor, mean: t.Tensor, square: t.Tensor, step: number): void {
  const gradient = value.grad!;
  t.add(t.mul(mean, 0.9), t.mul(gradient, 0.1), { out: mean });
  t.add(t.mul(square, 0.999), t.mul(t.mul(gradient, gradient), 0.001), { out: square });
  const scale = t.add(t.div(t.sqrt(square), Math.sqrt(1 - 0.999 ** step)), 1e-8);
  t.sub(value, t.mul(t.div(mean, scale), 0.02 / (1 - 0.9 ** step)), { out: value });
  t.zeroGrad(value);
}
