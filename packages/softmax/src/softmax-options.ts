import type { TensorLike } from "@actfn/tensor";
import { describe } from "@actfn/tensor";

/** What softmax, softmin and logSoftmax can be told. */
export interface SoftmaxOptions {
  /** Bools that broadcast to the input: elements where it is false are taken for infinitely unlikely. */
  mask: TensorLike | undefined;
  /** What a row becomes that has nothing but infinitely unlikely elements: NaN, as in PyTorch, or 0, a loss of nothing. */
  maskedRow: "nan" | "zero";
  /** What the scores are divided by first: above 1 makes them more alike, below 1 less. */
  temperature: number;
}

export const softmaxOptions: SoftmaxOptions = { mask: undefined, maskedRow: "nan", temperature: 1 };

/** Throws for options that make no sense. */
export function checkSoftmaxOptions(name: string, { maskedRow, temperature }: SoftmaxOptions): void {
  if (maskedRow !== "nan" && maskedRow !== "zero") {
    throw new RangeError(`${name}: maskedRow must be "nan" or "zero", but got ${describe(maskedRow)}`);
  }
  checkTemperature(name, "temperature", temperature);
}

export function checkTemperature(name: string, option: string, temperature: number): void {
  if (!(temperature > 0 && temperature < Number.POSITIVE_INFINITY)) {
    throw new RangeError(
      `${name}: ${option} must be a finite number above 0, but got ${temperature}; hardmax is what small ones tend to`,
    );
  }
}

/** Whether a row has nothing but −∞. */
export function isHidden(x: ArrayLike<number>, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (x[i] !== Number.NEGATIVE_INFINITY) return false;
  return true;
}
