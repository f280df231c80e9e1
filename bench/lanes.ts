// What a memory layout costs: the time per element of input that is transposed, strided, broadcast or reduced along dim 0,
// against the same work on contiguous input.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { softmax } from "@actfn/softmax";
import type { Arithmetic, DType, Tensor } from "@actfn/tensor";
import { add, exp, expand, max, mul, rand, select, sum, tensor, transpose, zeros } from "@actfn/tensor";
import { interleave } from "./interleaved.js";
import { machine } from "./machine.js";

const RESULTS = fileURLToPath(new URL("results/lanes.json", import.meta.url));

const LAYOUTS = ["contiguous", "transposed", "dim 0", "strided", "row", "column", "scalar"] as const;
type Layout = (typeof LAYOUTS)[number];
type Inputs = Partial<Record<Layout, Tensor>>;
type Ways = Partial<Record<Layout, () => unknown>>;

const SIZES: { shape: number[]; dtype: DType }[] = [
  { shape: [1000, 1000], dtype: "float32" },
  { shape: [100_000, 10], dtype: "float32" },
  { shape: [4096], dtype: "float32" },
  { shape: [1000, 1000], dtype: "float64" },
];

// The same work on every layout that makes sense of it. What is large goes into memory that is there already, and lies row
// by row there: fresh pages would cost more than the work.
const WORK: Record<string, (shape: number[], dtype: DType) => Ways> = {
  add: (shape, dtype) => ofTwo(add, shape, dtype),
  mul: (shape, dtype) => ofTwo(mul, shape, dtype),
  exp: (shape, dtype) => {
    const out = zeros(shape, { dtype });
    return waysOf(inputs(shape, dtype), (x) => exp(x, { out }));
  },
  sum: (shape, dtype) => alongDims(shape, dtype, (x, dim) => sum(x, dim)),
  max: (shape, dtype) => alongDims(shape, dtype, (x, dim) => max(x, dim)),
  softmax: (shape, dtype) => {
    const out = zeros(shape, { dtype });
    return alongDims(shape, dtype, (x, dim) => softmax(x, dim, { out }));
  },
};

function random(sizes: number[], dtype: DType): Tensor {
  return tensor(rand(sizes), { dtype });
}

/** Tensors of one shape, each in a layout of its own. */
function inputs(shape: number[], dtype: DType): Inputs {
  const contiguous = random(shape, dtype);
  const strided = select(random([...shape, 2], dtype), -1, 0);
  const scalar = expand(random([], dtype), shape);
  if (shape.length === 1) return { contiguous, strided, scalar };
  const [rows, columns] = shape as [number, number];
  return {
    contiguous,
    transposed: transpose(random([columns, rows], dtype), 0, 1),
    strided,
    row: expand(random([columns], dtype), shape),
    column: expand(random([rows, 1], dtype), shape),
    scalar,
  };
}

/** A contiguous tensor with another in each layout; what is broadcast comes as it is, not expanded beforehand. */
function ofTwo(operation: Arithmetic, shape: number[], dtype: DType): Ways {
  const x = random(shape, dtype);
  const out = zeros(shape, { dtype });
  const others = { ...inputs(shape, dtype), scalar: random([], dtype) };
  const [rows = 1, columns = 1] = shape;
  if (shape.length > 1) Object.assign(others, { row: random([columns], dtype), column: random([rows, 1], dtype) });
  return waysOf(others, (other) => operation(x, other, { out }));
}

function alongDims(shape: number[], dtype: DType, work: (x: Tensor, dim: number) => unknown): Ways {
  const ways = waysOf(inputs(shape, dtype), (x) => work(x, -1));
  const x = random(shape, dtype);
  return shape.length > 1 ? { ...ways, "dim 0": () => work(x, 0) } : ways;
}

function waysOf(tensors: Inputs, work: (x: Tensor) => unknown): Ways {
  return Object.fromEntries(Object.entries(tensors).map(([layout, x]) => [layout, () => work(x)]));
}

/**
 * Runs every loop on every dtype. The compiler fits a loop to the arrays that it has seen, so that how fast it is in a
 * program of one dtype says nothing about a program that uses several.
 */
function useEveryDType(): void {
  const floats = ["bfloat16", "float16", "float64", "float32"] as const;
  const integers = ["bool", "uint8", "int8", "int16", "int32", "int64"] as const;
  for (let round = 0; round < 30; round++) {
    for (const [name, work] of Object.entries(WORK)) {
      for (const dtype of name === "exp" || name === "softmax" ? floats : [...integers, ...floats]) {
        for (const way of Object.values(work([40, 30], dtype))) way();
      }
    }
  }
}

interface LaneResult {
  work: string;
  shape: number[];
  dtype: DType;
  /** Nanoseconds per element, the best round's. */
  nanoseconds: Partial<Record<Layout, number>>;
  /** The time divided by that of contiguous input, the median of all rounds. */
  ratios: Partial<Record<Layout, number>>;
}

function measureLanes(): LaneResult[] {
  const lanes: LaneResult[] = [];
  for (const { shape, dtype } of SIZES) {
    console.log(`\n${dtype} [${shape.join(", ")}]: ns an element, then how many times that of contiguous input`);
    console.log(line("", LAYOUTS));
    const numel = shape.reduce((product, size) => product * size, 1);
    for (const [name, work] of Object.entries(WORK)) {
      const ways = work(shape, dtype);
      const layouts = LAYOUTS.filter((layout) => ways[layout]);
      const timings = interleave(
        layouts.map((layout) => ways[layout]!),
        { rounds: 15, roundMs: 8 },
      );
      const pick = (value: (timing: (typeof timings)[number]) => number) =>
        Object.fromEntries(layouts.map((layout, i) => [layout, rounded(value(timings[i]!))]));
      const result: LaneResult = {
        work: name,
        shape,
        dtype,
        nanoseconds: pick(({ best }) => best / numel),
        ratios: pick(({ ratio }) => ratio),
      };
      lanes.push(result);
      const { contiguous, ...others } = { ...result.ratios, contiguous: result.nanoseconds.contiguous };
      console.log(line(name, [contiguous, ...LAYOUTS.slice(1).map((layout) => others[layout as keyof typeof others])]));
    }
  }
  return lanes;
}

function line(name: string, cells: readonly (string | number | undefined)[]): string {
  const text = cells.map((cell) => (typeof cell === "number" ? cell.toFixed(2) : (cell ?? "–")).padStart(12));
  return name.padEnd(10) + text.join("");
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

const { cpu, node } = machine();
console.log(`${cpu}, Node ${node}`);
useEveryDType();
const report = { machine: machine(), lanes: measureLanes() };
mkdirSync(dirname(RESULTS), { recursive: true });
writeFileSync(RESULTS, `${JSON.stringify(report, null, 2)}\n`);
