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
  const { shape, dtype, numel } = input;
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

function formatElements({ data, dtype, shape, strides, offset, numel }: Tensor): string {
  const { threshold, edgeitems, linewidth } = printOptions;
  const summarize = numel > threshold;
  const decode = decoder(dtype);
  const shown: (number | bigint)[] = [];

  /** Walks the items that are shown, in order; `leaf` and `join` say what becomes of them. */
  function walk<Result>(leaf: (index: number) => Result, join: (items: (Result | undefined)[], dim: number) => Result) {
    const visit = (dim: number, index: number): Result => {
      if (dim === shape.length) return leaf(index);
      const size = shape[dim]!;
      const items: (Result | undefined)[] = [];
      for (let i = 0; i < size; i++) {
        if (summarize && size > 2 * edgeitems && i === edgeitems) {
          items.push(undefined); // the ellipsis
          i = size - edgeitems;
          if (i === size) break;
        }
        items.push(visit(dim + 1, index + i * strides[dim]!));
      }
      return join(items, dim);
    };
    return visit(0, offset);
  }

  walk<void>(
    (index) => {
      const stored = data[index]!;
      shown.push(decode ? decode(stored as number) : stored);
    },
    () => {},
  );
  const { width, format } = isFloat(dtype)
    ? floatFormat(shown as number[])
    : stringFormat(shown, dtype === "bool" ? (value) => (value ? "True" : "False") : String);

  let next = 0;
  return walk<string>(
    () => format(shown[next++]!).padStart(width),
    (items, dim) => {
      const indent = PREFIX.length + dim;
      if (dim < shape.length - 1) {
        const separator = `,${"\n".repeat(shape.length - 1 - dim)}${" ".repeat(indent + 1)}`;
        return `[${items.map((item) => item ?? "...").join(separator)}]`;
      }
      const perLine = Math.max(1, Math.floor((linewidth - indent) / (width + 2)));
      const lines: string[] = [];
      for (let i = 0; i < items.length; i += perLine) {
        lines.push(items.slice(i, i + perLine).map((item) => item ?? " ...").join(", "));
      }
      return `[${lines.join(`,\n${" ".repeat(indent + 1)}`)}]`;
    },
  );
}

interface ElementFormat {
  width: number;
  format(value: number | bigint): string;
}

function stringFormat(values: (number | bigint)[], format: (value: number | bigint) => string): ElementFormat {
  return { width: Math.max(1, ...values.map((value) => format(value).length)), format };
}

/** One notation for all: integers with a point, fixed or scientific, from the finite values that are not zero. */
function floatFormat(values: number[]): ElementFormat {
  const { precision, sciMode } = printOptions;
  const finite = values.filter((value) => value !== 0 && Number.isFinite(value));
  let width = 1;
  let integers = true;
  let scientific = false;
  if (finite.length > 0) {
    let min = Number.POSITIVE_INFINITY;
    let max = 0;
    for (const value of finite) {
      const magnitude = Math.abs(value);
      if (magnitude < min) min = magnitude;
      if (magnitude > max) max = magnitude;
      integers &&= Number.isInteger(value);
    }
    scientific = max / min > 1000 || max > 1e8 || (!integers && min < 1e-4);
    for (const value of finite) {
      const text = scientific ? toScientific(value, precision) : toFixed(value, integers ? 0 : precision);
      width = Math.max(width, text.length + (!scientific && integers ? 1 : 0));
    }
  }
  // The option comes after the width, and not at all where no value has a say: torch's order of things.
  if (finite.length > 0 && sciMode !== undefined) scientific = sciMode;
  return {
    width,
    format(value) {
      const number = Number(value);
      if (number !== number) return "nan";
      if (!Number.isFinite(number)) return number < 0 ? "-inf" : "inf";
      if (scientific) return toScientific(number, precision);
      return integers ? `${toFixed(number, 0)}.` : toFixed(number, precision);
    },
  };
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
