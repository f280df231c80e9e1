import { decoder, isFloat } from "./dtype.js";
import type { Tensor } from "./tensor.js";

/** How tensors print, as torch.set_printoptions. */
export interface PrintOptions {
  /** Digits after the point. */
  precision: number;
  /** Tensors of more elements are summarised. */
  threshold: number;
  /** Items kept at each end of a summarised dim. */
  edgeitems: number;
  /** Characters in a line. */
  linewidth: number;
  /** true or false forces scientific notation on or off; undefined lets the values decide. */
  sciMode: boolean | undefined;
}

/** The options in force; setPrintOptions changes them. */
export const printOptions: PrintOptions = {
  precision: 4,
  threshold: 1000,
  edgeitems: 3,
  linewidth: 80,
  sciMode: undefined,
};

const PREFIX = "tensor(";

/** The text of a tensor, byte for byte as torch/_tensor_str.py makes it. */
export function formatTensor(input: Tensor): string {
  const { shape, dtype, numel, requiresGrad, gradFn } = input;
  const suffixes: string[] = [];
  let text: string;
  if (numel === 0) {
    text = "[]";
    if (shape.length !== 1) suffixes.push(`size=(${shape.join(", ")})`);
    if (dtype !== "float32") suffixes.push(`dtype=torch.${dtype}`);
  } else {
    text = formatElements(input);
    if (dtype !== "float32" && dtype !== "int64" && dtype !== "bool") suffixes.push(`dtype=torch.${dtype}`);
  }
  if (gradFn) suffixes.push(`grad_fn=<${gradFn.name}>`);
  else if (requiresGrad) suffixes.push("requires_grad=True");
  text = PREFIX + text;
  let column = text.length - text.lastIndexOf("\n") + 1;
  for (const suffix of suffixes) {
    if (column + suffix.length + 2 > printOptions.linewidth) {
      text += `,\n${" ".repeat(PREFIX.length)}${suffix}`;
      column = PREFIX.length + suffix.length;
    } else {
      text += `, ${suffix}`;
      column += suffix.length + 2;
    }
  }
  return `${text})`;
}

/** What is shown of a tensor: its elements, nested as its dims are; null stands for those left out. */
type Shown = number | bigint | null | Shown[];

function formatElements({ data, dtype, shape, strides, offset, numel }: Tensor): string {
  const { threshold, edgeitems, linewidth } = printOptions;
  const decode = decoder(dtype);
  const values: (number | bigint)[] = [];
  const show = (dim: number, index: number): Shown => {
    if (dim === shape.length) {
      const value = decode ? decode(data[index] as number) : data[index]!;
      values.push(value);
      return value;
    }
    const size = shape[dim]!;
    const items: Shown[] = [];
    for (let i = 0; i < size; i++) {
      if (i === edgeitems && numel > threshold && size > 2 * edgeitems) {
        items.push(null);
        i = size - edgeitems;
      }
      if (i < size) items.push(show(dim + 1, index + i * strides[dim]!));
    }
    return items;
  };
  const shown = show(0, offset);
  const name = (value: number | bigint) => (dtype !== "bool" ? String(value) : value ? "True" : "False");
  const [width, format] = isFloat(dtype) ? floatFormat(values as number[]) : [widest(values, name), name];

  const print = (items: Shown, dim: number): string => {
    if (!Array.isArray(items)) return items === null ? " ..." : format(items as never).padStart(width);
    const indent = " ".repeat(PREFIX.length + dim + 1);
    const texts = items.map((item) => print(item, dim + 1));
    if (dim < shape.length - 1) {
      return `[${texts.map((text) => (text === " ..." ? "..." : text)).join(`,${"\n".repeat(shape.length - 1 - dim)}${indent}`)}]`;
    }
    const perLine = Math.max(1, Math.floor((linewidth - PREFIX.length - dim) / (width + 2)));
    const lines: string[] = [];
    while (texts.length) lines.push(texts.splice(0, perLine).join(", "));
    return `[${lines.join(`,\n${indent}`)}]`;
  };
  return print(shown, 0);
}

function widest<Value>(values: Value[], format: (value: Value) => string): number {
  return values.reduce((width, value) => Math.max(width, format(value).length), 1);
}

/** One notation for all: integers with a point, fixed or scientific, as the finite values that are not zero ask for. */
function floatFormat(values: number[]): [width: number, format: (value: number) => string] {
  const { precision, sciMode } = printOptions;
  const finite = values.filter((value) => value !== 0 && Number.isFinite(value));
  const sizes = finite.map(Math.abs);
  const min = sizes.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const max = sizes.reduce((a, b) => Math.max(a, b), 0);
  const integers = finite.every(Number.isInteger);
  let scientific = max / min > 1000 || max > 1e8 || (!integers && min < 1e-4);
  const format = (value: number): string => {
    if (value !== value) return "nan";
    if (!Number.isFinite(value)) return value < 0 ? "-inf" : "inf";
    if (scientific) return toScientific(value, precision);
    return integers ? `${toFixed(value, 0)}.` : toFixed(value, precision);
  };
  const width = widest(finite, format);
  // The option comes after the width, and not at all where no value has a say: torch's order of things.
  if (finite.length && sciMode !== undefined) scientific = sciMode;
  return [width, format];
}

/** C's `%.{digits}f`. */
function toFixed(value: number, digits: number): string {
  const magnitude = Math.abs(value);
  // From 1e21 on Number.prototype.toFixed answers with an exponent; such a number is an integer, and a BigInt has its digits.
  const text =
    magnitude < 1e21
      ? halfToEven(magnitude.toFixed(digits), magnitude.toFixed(Math.min(100, digits + 60)), digits)
      : BigInt(magnitude) + (digits ? `.${"0".repeat(digits)}` : "");
  return sign(value) + text;
}

/** C's `%.{digits}e`. */
function toScientific(value: number, digits: number): string {
  const magnitude = Math.abs(value);
  const [mantissa = "", exponent = ""] = magnitude.toExponential(digits).split("e");
  const [exact = ""] = magnitude.toExponential(Math.min(100, digits + 60)).split("e");
  return `${sign(value)}${halfToEven(mantissa, exact, digits)}e${exponent[0]}${exponent.slice(1).padStart(2, "0")}`;
}

function sign(value: number): string {
  return value < 0 || Object.is(value, -0) ? "-" : "";
}

/** JavaScript rounds an exact half up, C to the even digit: takes that back, given enough digits to see the half. */
function halfToEven(rounded: string, exact: string, digits: number): string {
  const end = exact.indexOf(".") + (digits && digits + 1);
  return /[02468]\.?$/.test(exact.slice(0, end)) && /^\.?50*$/.test(exact.slice(end)) ? exact.slice(0, end) : rounded;
}
