"""What actfn answers, from its sources, and what torch does."""

import json
import pathlib
import re
import subprocess

import numpy as np
import torch
import torch.nn.functional as F

ROOT = pathlib.Path(__file__).resolve().parents[2]

BUNDLE = """
    import { build } from "esbuild";
    const [outfile] = process.argv.slice(1);
    const families = ["softmax", "sigmoid", "relu"].map((name) => `./packages/${name}/src/index.ts`);
    const tensor = "./packages/tensor/src/index.ts";
    await build({
      stdin: { contents: [tensor, ...families].map((path) => `export * from "${path}";`).join(""), resolveDir: "." },
      alias: { "@actfn/tensor": tensor },
      bundle: true, format: "esm", platform: "node", outfile,
    });
"""

ASK = """
    import { readFileSync, writeFileSync } from "node:fs";
    const [module, name, lane, dims, args, x, y] = process.argv.slice(1);
    const { [name]: f } = await import(module);
    const { buffer, byteOffset, byteLength } = readFileSync(x);
    const data = new globalThis[lane](buffer.slice(byteOffset, byteOffset + byteLength));
    const answer = f({ data, dims: JSON.parse(dims) }, ...JSON.parse(args)).data;
    writeFileSync(y, new Uint8Array(answer.buffer, answer.byteOffset, answer.byteLength));
"""


class Actfn:
    """All packages as one module in a folder, where questions and answers are files."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.run(BUNDLE, self.folder / "actfn.mjs")

    def ask(self, name, x, *args):
        """The elements of f(x, ...args)."""
        lane = "Float64Array" if x.dtype == np.float64 else "Float32Array"
        (self.folder / "x").write_bytes(np.ascontiguousarray(x).tobytes())
        words = [name, lane, json.dumps(x.shape), json.dumps(args), self.folder / "x", self.folder / "y"]
        self.run(ASK, self.folder / "actfn.mjs", *words)
        return np.frombuffer((self.folder / "y").read_bytes(), x.dtype)

    def run(self, program, *words):
        subprocess.run(["node", "--input-type=module", "-e", program, *map(str, words)], cwd=ROOT, check=True)


def torch_named(name):
    """torch's function of our name, in Python's spelling."""
    name = re.sub("[A-Z]", lambda match: "_" + match[0].lower(), name)
    return getattr(torch, name, None) or getattr(F, name)
