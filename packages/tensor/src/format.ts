import type { DType } from "./dtype.js";
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

/** Every line but the first starts below what follows "tensor(". */
const INDENT = 7;

/** The text of a tensor, byte for byte as torch/_tensor_str.py makes it. */
export function formatTensor(input: Tensor): string {
  const { shape, dtype, numel, requiresGrad, gradFn } = input;
  let text = `tensor(${numel ? formatElements(input) : "[]"}`;
  let column = text.length - text.lastIndexOf("\n") + 1;
  const append = (suffix: string): void => {
    const wraps = column + suffix.length + 2 > printOptions.linewidth;
    text += (wraps ? `,\n${" ".repeat(INDENT)}` : ", ") + suffix;
    column = (wraps ? INDENT : column + 2) + suffix.length;
  };
  if (!numel && shape.length !== 1) append(`size=(${shape.join(", ")})`);
  // int64 and bool are plain from the elements, where there are any.
  if (dtype !== "float32" && !(numel && /int64|bool/.test(dtype))) append(`dtype=torch.${dtype}`);
  if (requiresGrad) append(gradFn ? `grad_fn=<${gradFn.name}>` : "requires_grad=True");
  return `${text})`;
}

type Format = (value: number | bigint) => string;

function formatElements({ data, dtype, shape, strides, offset, numel }: Tensor): string {
  const { threshold, edgeitems, linewidth } = printOptions;
  const decode = decoder(dtype) ?? ((stored: number) => stored);
  const print = (format: Format, width: number, dim = 0, index = offset): string => {
    if (dim === shape.length) return format(decode(data[index] as number)).padStart(width);
    const size = shape[dim]!;
    const dimsWithin = shape.length - dim - 1;
    const perLine = dimsWithin ? 1 : Math.max(1, Math.floor((linewidth - INDENT - dim) / (width + 2)));
    const newLine = `,${"\n".repeat(dimsWithin || 1)}${" ".repeat(INDENT + dim + 1)}`;
    const items: string[] = [];
    for (let i = 0; i < size; i++) {
      if (i === edgeitems && numel > threshold && size > 2 * edgeitems) {
        items.push(dimsWithin ? "..." : " ...");
        i = size - edgeitems;
      }
      if (i < size) items.push(print(format, width, dim + 1, index + i * strides[dim]!));
    }
    return `[${items.reduce((text, item, i) => text + (i % perLine ? ", " : newLine) + item)}]`;
  };

  // Once to see what is shown, for that decides the format, and once in that format.
  const shown: (number | bigint)[] = [];
  print((value) => String(shown.push(value)), 0);
  return print(...formatOf(shown, dtype));
}

/** How each of the values that are shown is written, and how wide. */
function formatOf(shown: (number | bigint)[], dtype: DType): [format: Format, width: number] {
  const { precision, sciMode } = printOptions;
  // One notation for all floats: integers with a point, fixed or scientific, as those ask for that are finite and not 0.
  const deciding = isFloat(dtype) ? (shown as number[]).filter((value) => value && Number.isFinite(value)) : shown;
  const integers = deciding.every(Number.isInteger);
  const sizes = Float64Array.from(deciding, (value) => Math.abs(Number(value))).sort();
  const min = sizes[0]!;
  const max = sizes.at(-1)!;
  let scientific = max / min > 1000 || max > 1e8 || (!integers && min < 1e-4);
  const format: Format = (value) => {
    if (dtype === "bool") return value ? "True" : "False";
    if (!isFloat(dtype)) return String(value);
    if (!Number.isFinite(value)) return String(value).toLowerCase().replace("inity", "");
    if (integers && !scientific) return `${toDecimal(value as number, 0, false)}.`;
    return toDecimal(value as number, precision, scientific);
  };
  const width = deciding.reduce<number>((widest, value) => Math.max(widest, format(value).length), 1);
  // The option comes after the width, and not at all where no value has a say: torch's order of things.
  if (deciding.length) scientific = sciMode ?? scientific;
  return [format, width];
}

/** C's `%.{digits}f`, or its `%.{digits}e`. */
function toDecimal(value: number, digits: number, scientific: boolean): string {
  const magnitude = Math.abs(value);
  const write = (places: number): string => {
    if (scientific) return magnitude.toExponential(places);
    // From 1e21 on toFixed answers with an exponent; such a number is an integer, and a BigInt has its digits.
    return magnitude < 1e21 ? magnitude.toFixed(places) : BigInt(magnitude) + (0).toFixed(places).slice(1);
  };
  const text = write(digits)
    // JavaScript rounds an exact half up, C to the even digit: what an odd one was rounded up from.
    .replace(/^[\d.]*[13579](?=e|$)/, (odd) => {
      const exact = write(100);
      return /^\.?50*(e|$)/.test(exact.slice(odd.length)) ? exact.slice(0, odd.length) : odd;
    })
    // C's exponents have two digits at least.
    .replace(/e.(?=.$)/, "$&0");
  return (1 / value < 0 ? "-" : "") + text; // of -0 too
}
