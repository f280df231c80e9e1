// Random tensors with the numbers that PyTorch gives on the CPU for the same seed.

import type { DTypeOf, TensorLike } from "./as-tensor.js";
import { checkDType, toTensor } from "./as-tensor.js";
import { copyOf, copyStrided } from "./copy.js";
import { empty, emptyLike } from "./create.js";
import type { DType, FloatDType, TensorData } from "./dtype.js";
import { allocate, converter, cppName, decoder, isFloat, laneDType } from "./dtype.js";
import { requireGrad } from "./graph.js";
import type { RandomPrecision } from "./mt19937.js";
import {
  drawWithoutReplacement,
  drawWithReplacement,
  fillExponential,
  fillNormal,
  fillRandint,
  fillUniform,
  float32Precision,
  float64Precision,
  Generator,
  nextNormal,
} from "./mt19937.js";
import { readOptions } from "./options.js";
import { describe, isContiguous } from "./shape.js";
import type { Tensor } from "./tensor.js";

type FloatLane = Float32Array | Float64Array;

interface RandomOptions<D extends DType> {
  dtype?: D;
  /** Where the numbers come from, instead of the generator that manualSeed seeds. */
  generator?: Generator;
  /** Whether functions of the tensor are recorded, so that `backward` can find its gradient. */
  requiresGrad?: boolean;
}

let shared: Generator | undefined;

function defaultGenerator(): Generator {
  if (!shared) {
    shared = new Generator();
    shared.seed(); // as torch's, another one in every run until somebody seeds it
  }
  return shared;
}

/**
 * Seeds the generator that random functions share; from then on they give the numbers that PyTorch gives after
 * torch.manual_seed.
 *
 * @throws RangeError unless the seed is an integer from −2⁶³ to 2⁶⁴ − 1.
 * @see https://pytorch.org/docs/stable/generated/torch.manual_seed.html
 */
export function manualSeed(seed: number | bigint): Generator {
  return defaultGenerator().manualSeed(seed);
}

function readRandom(name: string, given: RandomOptions<DType> | undefined) {
  const { dtype, generator, requiresGrad } = readOptions(name, given, {
    dtype: undefined as DType | undefined,
    generator: undefined as Generator | undefined,
    requiresGrad: false,
  });
  checkDType(name, dtype);
  if (generator !== undefined && typeof generator?.random !== "function") {
    throw new TypeError(`${name}: generator must be a Generator, but got ${describe(generator)}`);
  }
  return { dtype, generator: generator ?? defaultGenerator(), requiresGrad };
}

/**
 * Uniform random numbers from 0 (included) to 1 (excluded).
 *
 * @throws RangeError unless every size is an integer from 0 on; TypeError for an integer dtype.
 * @see https://pytorch.org/docs/stable/generated/torch.rand.html
 */
export function rand<D extends FloatDType = "float32">(shape: readonly number[], options?: RandomOptions<D>): Tensor<D>;
export function rand(shape: readonly number[], given?: RandomOptions<DType>): Tensor {
  const { dtype = "float32", generator, requiresGrad } = readRandom("rand", given);
  return requireGrad("rand", uniform(empty("rand", shape, dtype), "rand", generator), requiresGrad);
}

/**
 * Uniform random numbers from 0 to 1 in the shape and dtype of another tensor.
 *
 * @throws TypeError for an integer dtype.
 * @see https://pytorch.org/docs/stable/generated/torch.rand_like.html
 */
export function randLike<Input extends TensorLike, D extends DType = DTypeOf<Input>>(
  input: Input,
  options?: RandomOptions<D>,
): Tensor<D>;
export function randLike(input: TensorLike, given?: RandomOptions<DType>): Tensor {
  const x = toTensor("randLike", input);
  const { dtype = x.dtype, generator, requiresGrad } = readRandom("randLike", given);
  return requireGrad("randLike", uniform(emptyLike(x, dtype), "randLike", generator), requiresGrad);
}

/**
 * Normal random numbers with mean 0 and standard deviation 1.
 *
 * @throws RangeError unless every size is an integer from 0 on; TypeError for an integer dtype.
 * @see https://pytorch.org/docs/stable/generated/torch.randn.html
 */
export function randn<D extends FloatDType = "float32">(
  shape: readonly number[],
  options?: RandomOptions<D>,
): Tensor<D>;
export function randn(shape: readonly number[], given?: RandomOptions<DType>): Tensor {
  const { dtype = "float32", generator, requiresGrad } = readRandom("randn", given);
  return requireGrad("randn", normal(empty("randn", shape, dtype), "randn", generator), requiresGrad);
}

/**
 * Normal random numbers in the shape and dtype of another tensor.
 *
 * @throws TypeError for an integer dtype.
 * @see https://pytorch.org/docs/stable/generated/torch.randn_like.html
 */
export function randnLike<Input extends TensorLike, D extends DType = DTypeOf<Input>>(
  input: Input,
  options?: RandomOptions<D>,
): Tensor<D>;
export function randnLike(input: TensorLike, given?: RandomOptions<DType>): Tensor {
  const x = toTensor("randnLike", input);
  const { dtype = x.dtype, generator, requiresGrad } = readRandom("randnLike", given);
  return requireGrad("randnLike", normal(emptyLike(x, dtype), "randnLike", generator), requiresGrad);
}

/**
 * Random integers from `low` (included) to `high` (excluded), int64 unless `dtype` says otherwise.
 *
 * @throws RangeError unless low < high and the dtype holds both ends; TypeError for `requiresGrad` of a dtype without
 *   fractions.
 * @see https://pytorch.org/docs/stable/generated/torch.randint.html
 */
export function randint<D extends DType = "int64">(
  low: number | bigint,
  high: number | bigint,
  shape: readonly number[],
  options?: RandomOptions<D>,
): Tensor<D>;
export function randint(
  low: number | bigint,
  high: number | bigint,
  shape: readonly number[],
  given?: RandomOptions<DType>,
): Tensor {
  const { dtype = "int64", generator, requiresGrad } = readRandom("randint", given);
  for (const bound of [low, high]) {
    if (typeof bound !== "bigint" && !Number.isSafeInteger(bound)) {
      throw new RangeError(`randint: low and high must be integers, but got ${describe(bound)}`);
    }
  }
  if (low >= high) {
    throw new RangeError(`randint: random_ expects 'from' to be less than 'to', but got from=${low} >= to=${high}`);
  }
  const holds = allocate(isFloat(dtype) ? "float64" : dtype, 2);
  if (!isFloat(dtype)) {
    for (const [i, bound] of [low, BigInt(high) - 1n].entries()) {
      holds[i] = (dtype === "int64" ? BigInt(bound) : Number(bound)) as never;
      if (Number(holds[i]) !== Number(bound)) {
        throw new RangeError(`randint: ${i === 0 ? "from" : "to - 1"} = ${bound} is out of bounds for ${dtype}`);
      }
    }
  }
  const drawn = intoLane(empty("randint", shape, dtype), (lane) => {
    fillRandint(generator, lane as Float64Array | BigInt64Array, low, high);
  });
  return requireGrad("randint", drawn, requiresGrad);
}

/**
 * Indices drawn at random, each as likely as its weight: `numSamples` of every row of [classes] or [rows, classes].
 *
 * @throws RangeError for more dims, more samples than classes without replacement, or weights that are negative, NaN,
 *   infinite or all 0; TypeError for integer weights.
 * @see https://pytorch.org/docs/stable/generated/torch.multinomial.html
 */
export function multinomial(
  input: TensorLike,
  numSamples: number,
  given?: { replacement?: boolean; generator?: Generator },
): Tensor<"int64"> {
  const { replacement, ...rest } = readOptions("multinomial", given, {
    replacement: false,
    generator: undefined as Generator | undefined,
  });
  const { generator } = readRandom("multinomial", rest);
  const x = toTensor("multinomial", input);
  const classes = checkWeights(x, numSamples, replacement);
  const rows = x.numel / (classes || 1);
  const result = empty("multinomial", [...x.shape.slice(0, -1), numSamples], "int64");
  const lane = laneDType(x.dtype) as "float32" | "float64";
  const weights = copyOf(x, lane).data;
  const rowOf = <Data extends TensorData>(data: Data, row: number, length: number): Data =>
    data.subarray(row * length, (row + 1) * length) as Data;
  // torch draws these for the whole matrix at once, in the order of its memory.
  const exponentials = emptyLike(x, lane);
  const alone = !replacement || numSamples === 1;
  const { round } = precisionOf(x.dtype);
  if (alone) fillExponential(generator, exponentials.data as FloatLane);
  const byRow = copyOf(exponentials, lane).data;
  for (let row = 0; row < rows; row++) {
    const drawn = rowOf(result.data, row, numSamples);
    if (alone) drawWithoutReplacement(rowOf(weights, row, classes), rowOf(byRow, row, classes), drawn, round);
    else drawWithReplacement(generator, rowOf(weights, row, classes), drawn);
  }
  return result;
}

/** Throws for weights that cannot be drawn from; answers how many classes there are. */
function checkWeights(x: Tensor, numSamples: number, replacement: boolean): number {
  const got = `; got weights of shape [${x.shape.join(", ")}] and ${describe(numSamples)} samples`;
  if (x.ndim !== 1 && x.ndim !== 2) throw new RangeError(`multinomial: prob_dist must be 1 or 2 dim${got}`);
  if (!isFloat(x.dtype)) {
    throw new TypeError(
      `multinomial: multinomial only supports floating-point dtypes for input, got: ${cppName(x.dtype)}`,
    );
  }
  if (!Number.isSafeInteger(numSamples) || numSamples <= 0) {
    throw new RangeError(`multinomial: cannot sample n_sample <= 0 samples${got}`);
  }
  const classes = x.shape.at(-1)!;
  if (!replacement && numSamples > classes) {
    throw new RangeError(`multinomial: cannot sample n_sample > prob_dist.size(-1) samples without replacement${got}`);
  }
  const weights = copyOf(x, "float64").data;
  // Also of rows without classes, from which nothing can be drawn.
  const rows = x.ndim === 2 ? x.shape[0]! : 1;
  for (let start = 0, row = 0; row < rows; row++, start += classes) {
    let sum = 0;
    for (let i = start; i < start + classes; i++) {
      const weight = weights[i]!;
      if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY)) {
        throw new RangeError(
          `multinomial: probability tensor contains either \`inf\`, \`nan\` or element < 0; got ${weight}`,
        );
      }
      sum += weight;
    }
    if (!(sum > 0)) throw new RangeError("multinomial: invalid multinomial distribution (sum of probabilities <= 0)");
  }
  return classes;
}

function uniform(target: Tensor, name: string, generator: Generator): Tensor {
  checkFloat(target, name);
  return intoLane(target, (lane) => fillUniform(generator, lane as FloatLane, precisionOf(target.dtype).digits));
}

function normal(target: Tensor, name: string, generator: Generator): Tensor {
  checkFloat(target, name);
  return intoLane(target, (lane) => {
    if (isContiguous(target.shape, target.strides)) {
      fillNormal(generator, lane as FloatLane, precisionOf(target.dtype));
    } else {
      // torch makes no blocks of 16 where the memory is in another order.
      for (let i = 0; i < target.numel; i++) lane[i] = nextNormal(generator);
    }
  });
}

function checkFloat({ dtype }: Tensor, name: string): void {
  if (!isFloat(dtype)) {
    throw new TypeError(
      `${name}: random fractions need a floating point dtype, but got ${dtype}; randint makes integers`,
    );
  }
}

/** Fills a new tensor in the order of its memory, half precision by way of a float32 lane. */
function intoLane(target: Tensor, fill: (lane: TensorData) => void): Tensor {
  const { data, dtype } = target;
  const lane = laneDType(dtype);
  if (lane === dtype) {
    fill(data);
  } else {
    const wide = allocate(lane, data.length);
    fill(wide);
    const flat = { strides: [1], offset: 0 };
    copyStrided([data.length], { data: wide, dtype: lane, ...flat }, { data, dtype, ...flat });
  }
  return target;
}

function precisionOf(dtype: DType): RandomPrecision {
  if (dtype === "float64") return float64Precision;
  if (dtype === "float32") return float32Precision;
  // To the nearest number of the dtype, by way of how it is stored.
  const encode = converter("float32", dtype) ?? Number;
  const decode = decoder(dtype) ?? Number;
  const round = (value: number): number => decode(encode(value as never) as number);
  const digits = dtype === "float16" ? 11 : 8;
  return { digits, round, roundMath: dtype === "float16" ? Math.fround : round, turn: 2 * Math.PI };
}
