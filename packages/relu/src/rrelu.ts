import type { Elementwise, ElementwiseSpec, Generator, Tensor, TensorLike } from "@actfn/tensor";
import {
  broadcast,
  contiguous,
  describe,
  detach,
  elementwise,
  laneDType,
  rand,
  readOptions,
  record,
  resultDType,
  tensor,
  toTensor,
  walkRows,
  zerosLike,
} from "@actfn/tensor";

interface Slopes {
  /** The flattest and the steepest slope left of 0. */
  lower: number;
  upper: number;
  /** Draws a slope for each element; else all have the one in the middle. */
  training: boolean;
  /** Where the slopes come from, instead of the generator that manualSeed seeds. */
  generator: Generator | undefined;
}

const spec: ElementwiseSpec<Slopes, '"leaky_relu_cpu"'> = {
  name: "rrelu",
  gradName: "RreluWithNoise",
  integers: '"leaky_relu_cpu"',
  options: { lower: 1 / 8, upper: 1 / 3, training: false, generator: undefined },
  check: checkSlopes,
  kinks: [0],
  forward(x, y, n, { lower, upper }) {
    const slope = (lower + upper) / 2;
    for (let i = 0; i < n; i++) y[i] = x[i]! > 0 ? x[i]! : x[i]! * slope;
  },
  backward(dy, x, _y, dx, n, { lower, upper }) {
    const slope = (lower + upper) / 2;
    for (let i = 0; i < n; i++) dx[i] = x[i]! > 0 ? dy[i]! : dy[i]! * slope;
  },
};

/**
 * rrelu(x) = x where x > 0, r · x elsewhere: leakyRelu whose slope r is, in training, drawn for each element anew, evenly
 * between lower and upper, and else their mean.
 *
 * Elementwise, of any shape and float dtype. After the same manualSeed the slopes are those of PyTorch.
 *
 * @function
 * @throws RangeError unless lower ≤ upper; TypeError for integer input.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.rrelu.html
 * @see https://arxiv.org/abs/1505.00853 B. Xu et al., Empirical Evaluation of Rectified Activations, 2015
 */
export const rrelu: Elementwise<Slopes, '"leaky_relu_cpu"'> = /* @__PURE__ */ (() => {
  const evaluate = elementwise(spec);
  const activation = (input: TensorLike, given?: Partial<Slopes> & { out?: Tensor }): Tensor => {
    const { out, ...slopes } = readOptions("rrelu", given, { ...spec.options, out: undefined as Tensor | undefined });
    return slopes.training ? train(input, slopes, out) : evaluate(input, { ...slopes, out });
  };
  return Object.assign(activation as typeof evaluate, { spec });
})();

function train(input: TensorLike, options: Slopes, out: Tensor | undefined): Tensor {
  const x = toTensor("rrelu", input);
  const dtype = resultDType({ name: "rrelu", integers: '"rrelu_with_noise_out_cpu"' }, x);
  checkSlopes(options);
  const slopes = draw(x, options);
  const lane = laneDType(dtype);
  const y = broadcast("rrelu", [x, slopes], [lane, lane, lane], dtype, out, (lanes, n) => {
    const [x, slopes, y] = lanes as [Float64Array, Float64Array, Float64Array];
    for (let i = 0; i < n; i++) y[i] = x[i]! * slopes[i]!;
  });
  return record(y, "RreluWithNoiseBackward0", [x], [slopes], [(g, [slopes], { mul }) => mul(g, slopes)]);
}

/** The slope of each element: 1 right of 0, elsewhere drawn, row by row however x lies in memory, as torch does. */
function draw(x: Tensor, { lower, upper, generator }: Slopes): Tensor {
  const rows = contiguous(detach(x));
  const slopes = zerosLike(rows);
  const lane = laneDType(x.dtype);
  // torch rounds them to the dtype before it draws between them.
  const [from, to] = [lower, upper].map((bound) => tensor(bound, { dtype: x.dtype }).item() as number) as [
    number,
    number,
  ];
  walkRows([rows, slopes], Math.max(x.ndim - 1, 0), [{ lane }, { lane, output: true }], (lanes, count, length) => {
    const [x, slopes] = lanes as [Float64Array, Float64Array];
    const n = count * length;
    let drawn = 0;
    for (let i = 0; i < n; i++) if (x[i]! <= 0) drawn++;
    const { data } = rand([drawn], { dtype: "float64", generator });
    for (let i = n - 1; i >= 0; i--) slopes[i] = x[i]! <= 0 ? data[--drawn]! * (to - from) + from : 1;
  });
  return slopes;
}

function checkSlopes({ lower, upper, training, generator }: Slopes): void {
  const got = `but got { lower: ${lower}, upper: ${upper} }`;
  if (!(lower <= upper)) {
    throw new RangeError(`rrelu: Lower bound should be less than or equal to the upper bound, ${got}`);
  }
  if (training && !(upper - lower < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`rrelu: Expected to - from <= std::numeric_limits<T>::max(), ${got}`);
  }
  if (generator !== undefined && typeof generator?.random !== "function") {
    throw new TypeError(`rrelu: generator must be a Generator, but got ${describe(generator)}`);
  }
}
