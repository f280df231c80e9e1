// A .npy file that NumPy wrote
import { readFile } from "node:fs/promises";
import { softmax } from "@actfn/softmax";
import { toTypedArray } from "@actfn/tensor";
import { dump, load } from "npyjs";

// In a browser: await load("/scores.npy").
const scores = await load(await readFile("../npy/float32-fortran.npy")); // column by column in memory
const probabilities = softmax(scores, -1, { dtype: "float32" });
console.log(probabilities);

// And back: the bytes of a file that np.load reads.
const file = dump(toTypedArray(probabilities), [...probabilities.shape]);
console.log(file.byteLength);
