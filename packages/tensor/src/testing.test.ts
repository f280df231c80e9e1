import { describe, expect, test } from "vitest";
import type { AlongDimSpec, ElementwiseSpec } from "./activation.js";
import { alongDim, elementwise } from "./activation.js";
import { detach } from "./autograd.js";
import { type Activation, behavesLikeAnActivation, type Variant } from "./testing.js";

/** The titles of the promises that an activation breaks. */
function broken(activation: Activation, variant?: Variant): string[] {
  const titles: string[] = [];
  const run = (title: string, test: () => void): void => {
    try {
      test();
    } catch {
      titles.push(title);
    }
  };
  behavesLikeAnActivation(activation, run, variant);
  return titles;
}

const tripled: ElementwiseSpec<{ factor: number }, "promote"> = {
  name: "tripled",
  integers: "promote",
  options: { factor: 3 },
  forward(x, y, n, { factor }) {
    for (let i = 0; i < n; i++) y[i] = factor * x[i]!;
  },
  backward(dy, _x, _y, dx, n, { factor }) {
    for (let i = 0; i < n; i++) dx[i] = factor * dy[i]!;
  },
};

/** Each row less its first element. */
const fromFirst: AlongDimSpec<object> = {
  name: "fromFirst",
  integers: '"from_first"',
  options: {},
  forward(x, y, rows, length) {
    for (let row = 0; row < rows; row++) {
      const start = row * length;
      const first = x[start]!;
      let nothing = 0; // but NaN, where there is one
      for (let i = start; i < start + length; i++) nothing += Number.isNaN(x[i]) ? Number.NaN : 0;
      for (let i = start; i < start + length; i++) y[i] = x[i]! - first + nothing;
    }
  },
  backward(dy, _x, _y, dx, rows, length) {
    for (let row = 0; row < rows; row++) {
      const start = row * length;
      let sum = 0;
      for (let i = start; i < start + length; i++) sum += dy[i]!;
      for (let i = 0; i < length; i++) dx[start + i] = dy[start + i]! - (i === 0 ? sum : 0);
    }
  },
  tangent(v, _x, _y, dy, rows, length, options) {
    this.forward(v, dy, rows, length, options);
  },
};

const cubed: ElementwiseSpec<object, "promote"> = {
  name: "cubed",
  gradName: "Power3",
  integers: "promote",
  options: {},
  forward(x, y, n) {
    for (let i = 0; i < n; i++) y[i] = x[i]! * x[i]! * x[i]!;
  },
  backward(dy, x, _y, dx, n) {
    for (let i = 0; i < n; i++) dx[i] = 3 * dy[i]! * x[i]! * x[i]!;
  },
  doubleBackward(v, dy, x, _y, dx, n) {
    for (let i = 0; i < n; i++) dx[i] = 6 * v[i]! * dy[i]! * x[i]!;
  },
};

/** What is above a threshold, else the threshold. */
const above: ElementwiseSpec<{ threshold: number }, "promote"> = {
  name: "above",
  integers: "promote",
  options: { threshold: 0 },
  kinks: [0],
  forward(x, y, n, { threshold }) {
    for (let i = 0; i < n; i++) y[i] = x[i]! < threshold ? threshold : x[i]!;
  },
  backward(dy, x, _y, dx, n, { threshold }) {
    for (let i = 0; i < n; i++) dx[i] = x[i]! > threshold ? dy[i]! : 0;
  },
};

function refuseVariant({ threshold }: { threshold: number }): void {
  if (threshold !== 0) throw new RangeError("above: threshold must be 0");
}

describe("behavesLikeAnActivation finds nothing wrong with", () => {
  test("an elementwise activation", () => {
    expect(broken(elementwise(tripled))).toEqual([]);
  });

  test("an activation along a dim", () => {
    expect(broken(alongDim(fromFirst))).toEqual([]);
  });

  test("an activation with a second derivative", () => {
    expect(broken(elementwise(cubed))).toEqual([]);
  });

  test("a variant whose option moves the kink", () => {
    const variant = { options: { threshold: 1.5 }, kinks: [1.5] };
    expect(broken(elementwise(above), variant)).toEqual([]);
    // And it is the variant that was tested.
    expect(broken(elementwise({ ...above, check: refuseVariant }), variant)).not.toEqual([]);
  });
});

describe("behavesLikeAnActivation notices", () => {
  test("a NaN that is lost", () => {
    const lossy = elementwise({
      ...tripled,
      forward(x, y, n) {
        for (let i = 0; i < n; i++) y[i] = x[i]! > 0 ? 3 * x[i]! : x[i]! <= 0 ? 3 * x[i]! : 0;
      },
    });
    expect(broken(lossy)).toEqual(["NaN stays NaN, alone"]);
  });

  test("a gradient of another function", () => {
    const wrong = elementwise({
      ...tripled,
      backward(dy, x, _y, dx, n) {
        for (let i = 0; i < n; i++) dx[i] = dy[i]! * Math.sign(x[i]!) * 3;
      },
    });
    expect(broken(wrong)).toEqual(["backward is the slope of forward"]);
  });

  test("a gradient that reads dy after writing dx", () => {
    const late = alongDim({
      ...fromFirst,
      backward(dy, _x, _y, dx, rows, length) {
        dx.fill(0);
        for (let i = 0; i < rows * length; i++) {
          dx[i]! += dy[i]!;
          dx[i - (i % length)]! -= dy[i]!;
        }
      },
    });
    expect(broken(late)).toEqual(["backward leaves what it reads as it was, and may write over dy"]);
  });

  test("a slope that is NaN far out", () => {
    const overflowing = elementwise({
      ...tripled,
      backward(dy, x, _y, dx, n) {
        for (let i = 0; i < n; i++) dx[i] = (dy[i]! * 3 * Math.exp(x[i]!)) / Math.exp(x[i]!);
      },
    });
    expect(broken(overflowing)).toEqual(["numbers of every size have a value and two derivatives that are numbers"]);
  });

  test("a matrix of slopes that is not symmetric, where that is not said", () => {
    expect(broken(alongDim({ ...fromFirst, tangent: undefined }))).toEqual(["tangent is backward transposed"]);
  });

  test("a second derivative that was left out", () => {
    expect(broken(elementwise({ ...cubed, doubleBackward: undefined }))).toEqual([
      "doubleBackward is the slope of backward, which has none where it is not declared",
    ]);
  });

  test("a second derivative that overwrites what it still has to read", () => {
    const late = elementwise({
      ...cubed,
      doubleBackward(v, dy, x, _y, dx, n) {
        for (let i = 0; i < n; i++) dx[i] = 6 * x[i]!;
        for (let i = 0; i < n; i++) dx[i]! *= v[i]! * dy[i]!;
      },
    });
    expect(broken(late)).toEqual(["doubleBackward leaves what it reads as it was, and may write over v or dy"]);
  });

  test("a second derivative that is NaN far out", () => {
    const overflowing = elementwise({
      ...cubed,
      doubleBackward(v, dy, x, _y, dx, n) {
        for (let i = 0; i < n; i++) dx[i] = (6 * v[i]! * dy[i]! * x[i]! ** 4) / x[i]! ** 3 || 0 * x[i]! ** 4;
      },
    });
    expect(broken(overflowing)).toEqual(["numbers of every size have a value and two derivatives that are numbers"]);
  });

  test("a gradient of a result that is not recorded", () => {
    const activation = elementwise(tripled);
    const forgetful = Object.assign(
      (input: Parameters<typeof activation>[0], options?: object) => detach(activation(input, options)),
      { spec: activation.spec },
    );
    expect(broken(forgetful)).toEqual(
      expect.arrayContaining([
        "backward() finds what the declared loop makes, for any shape, view and dtype",
        "the result tells how it came about, where the input requires grad and not inside noGrad",
      ]),
    );
  });

  test("a lane that leaks from one element into the next, and only from the 17th on", () => {
    const leaky = elementwise({
      ...tripled,
      forward(x, y, n) {
        for (let i = n - 1; i >= 0; i--) y[i] = 3 * x[i]! + (i > 15 && x[i - 1]! > 1e20 ? 1 : 0);
      },
    });
    expect(broken(leaky)).toEqual(["the bits of an element depend neither on its neighbours nor on its place"]);
  });

  test("a row that is not its own", () => {
    const mixing = alongDim({
      ...fromFirst,
      forward(x, y, rows, length) {
        fromFirst.forward(x, y, rows, length, {});
        if (rows > 1) for (let i = 0; i < length; i++) y[i]! += 0.5;
      },
    });
    expect(broken(mixing)).toEqual(
      expect.arrayContaining([
        "the bits of a row depend neither on its neighbours nor on its place nor on its dim",
        "each dim, counted from either end, sees its own rows",
      ]),
    );
  });

  test("float32 arithmetic in a float64 lane", () => {
    const narrow = elementwise({
      ...tripled,
      forward(x, y, n) {
        for (let i = 0; i < n; i++) y[i] = 3 * Math.fround(x[i]!);
      },
    });
    expect(broken(narrow)).toEqual(["backward is the slope of forward"]);
  });

  test("an option whose default an undefined erases", () => {
    const activation = elementwise(tripled);
    const erasing = Object.assign(
      (input: number[], options?: { factor?: number; out?: undefined }) =>
        activation(input, options && { ...options, factor: options.factor ?? 4 }),
      { spec: activation.spec },
    );
    expect(broken(erasing)).toContain("an explicit undefined leaves every option at its default");
  });

  test("an input that is written to", () => {
    const activation = elementwise(tripled);
    const scribbling = Object.assign(
      (input: Parameters<typeof activation>[0], options?: object) => {
        const result = activation(input, options);
        if (typeof input === "object" && "data" in input) (input.data as Float32Array)[0] = 1;
        return result;
      },
      { spec: activation.spec },
    );
    expect(broken(scribbling)).toContain("nothing of the caller's is changed");
  });
});
