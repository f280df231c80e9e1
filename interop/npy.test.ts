import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { softmax } from "@actfn/softmax";
import { asTensor, equal, sum, tensor, toTypedArray, transpose } from "@actfn/tensor";
import ndarray from "ndarray";
import { dump, load, type NpyArray, type Options } from "npyjs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findPython } from "../scripts/python.js";

// Files that NumPy wrote (npy/make.py), as npyjs reads them.

const folder = fileURLToPath(new URL("npy", import.meta.url));
const read = (name: string, options?: Options): Promise<NpyArray> =>
  load(readFileSync(join(folder, `${name}.npy`)), options);

const scores = [
  [2, 1, 0.1],
  [-1, 5, 0],
];

describe("a .npy file of dtype", () => {
  test("float32 shares the memory of what npyjs read", async () => {
    const array = await read("float32");
    expect(asTensor(array).data).toBe(array.data);
    expect(asTensor(array)).toMatchObject({ dtype: "float32", shape: [2, 3], strides: [3, 1] });
    expect(asTensor(array).toArray()).toEqual(scores.map((row) => row.map(Math.fround)));
  });

  test("float32 in Fortran's order shares its memory too, column by column", async () => {
    const array = await read("float32-fortran");
    expect(array.fortranOrder).toBe(true);
    expect(asTensor(array).data).toBe(array.data);
    expect(asTensor(array)).toMatchObject({ shape: [2, 3], strides: [1, 2] });
    expect(equal(array, await read("float32"))).toBe(true);
    expect(softmax(array, -1).toArray()).toEqual(softmax(await read("float32"), -1).toArray());
  });

  test("float32 in Fortran's order has its dims in place when there are three", async () => {
    const array = await read("float32-fortran-3d");
    expect(asTensor(array).strides).toEqual([1, 2, 6]);
    const counted = Float32Array.from({ length: 24 }, (_, i) => i);
    expect(equal(array, asTensor(counted, [2, 3, 4]))).toBe(true);
    expect(sum(array, 1).toArray()).toEqual(sum(asTensor(counted, [2, 3, 4]), 1).toArray());
  });

  test("float64 is float64", async () => {
    const array = await read("float64");
    expect(asTensor(array)).toMatchObject({ dtype: "float64", data: array.data });
    expect(asTensor(array).toArray()).toEqual(scores);
  });

  test("int64 keeps what no number can hold", async () => {
    const array = await read("int64");
    expect(asTensor(array)).toMatchObject({ dtype: "int64", shape: [2, 3] });
    expect(asTensor(array).data).toEqual(BigInt64Array.of(2n, 1n, 0n, -1n, 2n ** 53n + 1n, -(2n ** 63n)));
  });

  test("bool is bool, in either order", async () => {
    for (const name of ["bool", "bool-fortran"]) {
      expect(asTensor(await read(name)).dtype).toBe("bool");
      expect(asTensor(await read(name)).toArray()).toEqual([
        [true, true, false],
        [false, true, false],
      ]);
    }
  });

  test("float16 is what npyjs widens it to, or half precision where it is told so", async () => {
    // numpy: np.float16(0.1) is 0.0999755859375
    const halves = [
      [2, 1, 0.0999755859375],
      [-1, 5, 0],
    ];
    expect(asTensor(await read("float16"))).toMatchObject({ dtype: "float32" });
    expect(asTensor(await read("float16")).toArray()).toEqual(halves);
    const bits = await read("float16", { convertFloat16: false });
    expect(() => asTensor(bits)).toThrow('asTensor: cannot read Uint16Array as "f2"');
    const half = asTensor({ ...bits, dtype: "float16" });
    expect(half.toArray()).toEqual(halves);
    expect(half.data.buffer).toBe(bits.data.buffer);
  });

  test("complex64, which is not there, is refused", async () => {
    const array = await read("complex");
    expect(() => asTensor(array)).toThrow("asTensor: data holds 12 elements, but shape [2, 3]");
  });
});

test("a .npy file of a single number is a 0-d tensor, and one of nothing is empty", async () => {
  expect(asTensor(await read("scalar"))).toMatchObject({ shape: [], numel: 1 });
  expect(asTensor(await read("scalar")).item()).toBe(1.5);
  expect(softmax(await read("empty"), 0).shape).toEqual([2, 0]);
});

test("an ndarray over a file of Fortran's order reads the same", async () => {
  const { data, shape } = await read("float32-fortran");
  const array = ndarray(data as Float32Array, shape, [1, 2]);
  expect(array.get(1, 1)).toBe(5);
  expect(asTensor(array).data).toBe(data);
  expect(equal(array, await read("float32"))).toBe(true);
});

const python = findPython(["numpy"]);

describe.runIf(python)("NumPy", () => {
  const temporary = mkdtempSync(join(tmpdir(), "actfn-npy-"));
  const run = (script: string, ...args: string[]): string => {
    const { status, stdout, stderr } = spawnSync(python!, ["-c", script, ...args], { encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
    return stdout.trim();
  };

  beforeAll(() => {
    run(readFileSync(join(folder, "make.py"), "utf8"), temporary);
  });

  afterAll(() => rmSync(temporary, { recursive: true }));

  test("writes these very files", () => {
    const files = readdirSync(folder).filter((file) => file.endsWith(".npy"));
    expect(readdirSync(temporary).sort()).toEqual(files.sort());
    for (const file of files) {
      expect(readFileSync(join(temporary, file)).equals(readFileSync(join(folder, file))), file).toBe(true);
    }
  });

  test("reads what npyjs makes of a tensor, a transposed one too", async () => {
    for (const x of [tensor(scores, { dtype: "float32" }), transpose(tensor(scores, { dtype: "float32" }), 0, 1)]) {
      const file = join(temporary, "back.npy");
      await writeFile(file, new Uint8Array(dump(toTypedArray(x), [...x.shape])));
      const answer = run(
        "import json, sys, numpy; a = numpy.load(sys.argv[1]); print(json.dumps([str(a.dtype), a.tolist()]))",
        file,
      );
      expect(JSON.parse(answer)).toEqual(["float32", x.toArray()]);
    }
  });
});
