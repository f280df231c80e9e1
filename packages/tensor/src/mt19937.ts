/**
 * The Mersenne Twister and the conversions that make PyTorch's CPU numbers out of it.
 *
 * A seed gives the bits that torch's `at::mt19937` gives, and each `fill…` below draws from them exactly as often, and in
 * the same order, as the torch kernel of its name: what is drawn after it comes out the same, too. Nothing here is
 * global.
 */

const STATE_SIZE = 624;
const SHIFT_SIZE = 397;

/** What `torch.Generator()` starts from when nobody seeds it. */
const DEFAULT_SEED = 67280421310721n;

const TWO_TO_32 = 2 ** 32;

/** A source of random numbers with a state of its own, as `torch.Generator`. */
export class Generator {
  readonly #state: Uint32Array = new Uint32Array(STATE_SIZE);
  #position = 0;
  #seed = 0n;

  /** The unused half of the last pair that `nextNormal` made. torch keeps it across calls. */
  spareNormal: number | undefined;

  constructor(seed: number | bigint = DEFAULT_SEED) {
    this.manualSeed(seed);
  }

  /**
   * Starts anew from a seed: an integer from −2⁶³ to 2⁶⁴ − 1. A negative one counts from 2⁶⁴ downwards.
   *
   * As in torch, only its lowest 32 bits reach the state.
   */
  manualSeed(seed: number | bigint): this {
    const whole = typeof seed === "bigint" ? seed : Number.isInteger(seed) ? BigInt(seed) : undefined;
    if (whole === undefined || whole < -(2n ** 63n) || whole >= 2n ** 64n) {
      throw new RangeError(`manualSeed: expected an integer from -2**63 to 2**64 - 1; got ${String(seed)}`);
    }
    this.#seed = BigInt.asUintN(64, whole);
    const state = this.#state;
    state[0] = Number(this.#seed & 0xffffffffn);
    for (let i = 1; i < STATE_SIZE; i++) {
      const previous = state[i - 1]!;
      state[i] = Math.imul(1812433253, previous ^ (previous >>> 30)) + i;
    }
    this.#position = STATE_SIZE;
    this.spareNormal = undefined;
    return this;
  }

  /** Starts anew from a seed nobody can know, and tells which it was. */
  seed(): bigint {
    return this.manualSeed(Math.floor(Math.random() * 2 ** 53)).#seed;
  }

  /** The seed the numbers started from, as torch tells it: between 0 and 2⁶⁴ − 1. */
  initialSeed(): bigint {
    return this.#seed;
  }

  /** The next 32 random bits, as an integer from 0 to 2³² − 1. */
  random(): number {
    if (this.#position === STATE_SIZE) this.#twist();
    let y = this.#state[this.#position++]!;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  #twist(): void {
    const state = this.#state;
    for (let i = 0; i < STATE_SIZE; i++) {
      const y = (state[i]! & 0x80000000) | (state[(i + 1) % STATE_SIZE]! & 0x7fffffff);
      state[i] = state[(i + SHIFT_SIZE) % STATE_SIZE]! ^ (y >>> 1) ^ (-(y & 1) & 0x9908b0df);
    }
    this.#position = 0;
  }
}

/** A double in [0, 1) with 53 random bits: torch's `uniform_real_distribution<double>`. */
export function nextUniform(generator: Generator): number {
  // The first draw is the high half. Of its bits a double has room for 21.
  const high = generator.random() & 0x1fffff;
  return (high * TWO_TO_32 + generator.random()) * 2 ** -53;
}

/** A normal double with mean 0 and deviation 1, by Box–Muller: torch's `normal_distribution<double>`. */
export function nextNormal(generator: Generator): number {
  const spare = generator.spareNormal;
  if (spare !== undefined) {
    generator.spareNormal = undefined;
    return spare;
  }
  const theta = 2 * Math.PI * nextUniform(generator);
  const radius = Math.sqrt(-2 * Math.log(1 - nextUniform(generator)));
  generator.spareNormal = radius * Math.sin(theta);
  return radius * Math.cos(theta);
}

/** How one dtype's random numbers are made: torch draws and rounds in the dtype itself. */
export interface RandomPrecision {
  /** The digits of its significand: a uniform number is a multiple of 2^−digits. */
  digits: number;
  /** To the nearest number of the dtype. */
  round(x: number): number;
  /** How far log, sqrt, sin and cos round in it: torch widens a float16 there, but not a bfloat16. */
  roundMath(x: number): number;
  /** A turn, which torch's float32 kernel alone holds in single precision. An angle differs by up to 5e-7 for it. */
  turn: number;
}

const same = (x: number): number => x;

export const float64Precision: RandomPrecision = { digits: 53, round: same, roundMath: same, turn: 2 * Math.PI };
export const float32Precision: RandomPrecision = {
  digits: 24,
  round: Math.fround,
  roundMath: Math.fround,
  turn: 6.2831854820251465, // Math.fround(2 * Math.PI)
};

/** `rand`: numbers in [0, 1), with 24 random bits for float32, 53 for float64, 11 for float16 and 8 for bfloat16. */
export function fillUniform(generator: Generator, out: Float32Array | Float64Array, digits: number): void {
  if (digits > 32) {
    for (let i = 0; i < out.length; i++) out[i] = nextUniform(generator);
    return;
  }
  const mask = 2 ** digits - 1;
  const unit = 2 ** -digits;
  for (let i = 0; i < out.length; i++) out[i] = (generator.random() & mask) * unit;
}

/**
 * `randn`: normal numbers with mean 0 and deviation 1.
 *
 * Below 16 numbers torch draws them one by one, in double. From 16 on it turns blocks of 16 uniform numbers into blocks of
 * 16 normal ones, rounding every step to the dtype, without which a bfloat16 would differ in its first digit. A rest of
 * fewer than 16 is made by drawing the last 16 numbers again.
 */
export function fillNormal(generator: Generator, out: Float32Array | Float64Array, precision: RandomPrecision): void {
  const n = out.length;
  if (n < 16) {
    for (let i = 0; i < n; i++) out[i] = nextNormal(generator);
    return;
  }
  fillUniform(generator, out, precision.digits);
  for (let i = 0; i + 16 <= n; i += 16) boxMuller(out, i, precision);
  if (n % 16 !== 0) {
    fillUniform(generator, out.subarray(n - 16), precision.digits);
    boxMuller(out, n - 16, precision);
  }
}

function boxMuller(out: Float32Array | Float64Array, start: number, precision: RandomPrecision): void {
  const { round, roundMath, turn } = precision;
  for (let i = start; i < start + 8; i++) {
    // 1 − u is exact and never 0, so the logarithm is finite.
    const log = roundMath(Math.log(1 - out[i]!));
    const radius = round(roundMath(Math.sqrt(roundMath(-2 * log))));
    const theta = round(turn * out[i + 8]!);
    // Plus a mean of 0, as torch: a radius of 0, common in the 16-bit floats, may otherwise come out as −0.
    out[i] = round(radius * roundMath(Math.cos(theta))) + 0;
    out[i + 8] = round(radius * roundMath(Math.sin(theta))) + 0;
  }
}

/** `exponential_`: −log(1 − u), which `multinomial` and `gumbelSoftmax` divide by and take the log of. */
export function fillExponential(generator: Generator, out: Float32Array | Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] = -Math.log(1 - nextUniform(generator));
}

type NumberArray = Float32Array | Float64Array | Int32Array | Int16Array | Int8Array | Uint8Array;

/**
 * `randint`: integers from `low` to `high` − 1, by the remainder of 32 random bits, as torch takes it.
 *
 * A range of 2³² or more takes 64 bits a number.
 */
export function fillRandint(
  generator: Generator,
  out: NumberArray | BigInt64Array,
  low: number | bigint,
  high: number | bigint,
): void {
  const base = BigInt(low);
  const range = BigInt(high) - base;
  const narrow = range < TWO_TO_32 ? Number(range) : 0;
  const next = (): bigint => base + (narrow > 0 ? BigInt(nextBelow(generator, narrow)) : nextBits64(generator) % range);
  if (out instanceof BigInt64Array) {
    for (let i = 0; i < out.length; i++) out[i] = next();
  } else if (narrow > 0) {
    for (let i = 0; i < out.length; i++) out[i] = Number(low) + nextBelow(generator, narrow);
  } else {
    for (let i = 0; i < out.length; i++) out[i] = Number(next());
  }
}

/** random() % n. Beyond 2³¹ engines take that to be a division of doubles, three times slower than this exact one. */
function nextBelow(generator: Generator, n: number): number {
  const bits = generator.random();
  return bits - Math.floor(bits / n) * n;
}

function nextBits64(generator: Generator): bigint {
  return (BigInt(generator.random()) << 32n) | BigInt(generator.random());
}

/** `randperm`: the integers below `out.length` in random order. */
export function fillPermutation(generator: Generator, out: BigInt64Array): void {
  const n = out.length;
  for (let i = 0; i < n; i++) out[i] = BigInt(i);
  for (let i = 0; i < n - 1; i++) {
    const j = i + nextBelow(generator, n - i);
    const swapped = out[i]!;
    out[i] = out[j]!;
    out[j] = swapped;
  }
}

/**
 * One row of `multinomial(…, { replacement: true })`: each index as often as its weight says.
 *
 * The running sum rounds to the type of `weights`, as torch's does; weights must be finite, not negative, and not all 0.
 */
export function drawWithReplacement(
  generator: Generator,
  weights: Float32Array | Float64Array,
  out: BigInt64Array,
): void {
  const n = weights.length;
  const cumulative = weights.slice();
  for (let i = 1; i < n; i++) cumulative[i] = cumulative[i - 1]! + weights[i]!;
  const total = cumulative[n - 1]!;
  for (let i = 0; i < n; i++) cumulative[i] = cumulative[i]! / total;
  cumulative[n - 1] = 1;
  for (let i = 0; i < out.length; i++) {
    const u = nextUniform(generator);
    let low = 0;
    let high = n;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (cumulative[middle]! < u) low = middle + 1;
      else high = middle;
    }
    out[i] = BigInt(low);
  }
}

/**
 * One row of `multinomial` without replacement: the indices of the largest weight ÷ Exp(1), largest first.
 *
 * `exponentials` holds the row's draws from `fillExponential` and is overwritten. torch draws those for a whole matrix at
 * once, in the order of its memory, so that a transposed matrix gets other numbers than its contiguous copy.
 */
export function drawWithoutReplacement(
  weights: Float32Array | Float64Array,
  exponentials: Float32Array | Float64Array,
  out: BigInt64Array,
  round: (x: number) => number = same,
): void {
  const keys = exponentials;
  for (let i = 0; i < keys.length; i++) keys[i] = round(weights[i]! / round(keys[i]!));
  const largest = indicesOfLargest(keys, out.length);
  for (let i = 0; i < out.length; i++) out[i] = BigInt(largest[i]!);
}

/** A tie goes to the first index. */
function indicesOfLargest(keys: Float32Array | Float64Array, count: number): Uint32Array {
  const n = keys.length;
  // To sort a vocabulary of 150 000 for one token of it would take longer than to draw its random numbers.
  const largest = new Uint32Array(count * 64 > n ? n : count);
  if (largest.length === n) {
    for (let i = 0; i < n; i++) largest[i] = i;
    return largest.sort((a, b) => keys[b]! - keys[a]! || a - b);
  }
  let size = 0;
  for (let i = 0; i < n; i++) {
    const key = keys[i]!;
    if (size === count && !(key > keys[largest[size - 1]!]!)) continue;
    if (size < count) size++;
    let slot = size - 1;
    for (; slot > 0 && key > keys[largest[slot - 1]!]!; slot--) largest[slot] = largest[slot - 1]!;
    largest[slot] = i;
  }
  return largest;
}
