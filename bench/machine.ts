import { cpus } from "node:os";

/** What a figure depends on, and nothing that tells whose machine it is. */
export interface Machine {
  cpu: string;
  cores: number;
  node: string;
  v8: string;
}

export function machine(): Machine {
  const cores = cpus();
  return {
    cpu: cores[0]?.model.trim() ?? "unknown",
    cores: cores.length,
    node: process.versions.node,
    v8: process.versions.v8,
  };
}
