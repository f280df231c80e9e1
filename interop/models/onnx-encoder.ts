// Writes ONNX files: as much of their format as the models here need.
// https://github.com/onnx/onnx/blob/main/onnx/onnx.proto has the numbers of the fields and of the element types.

/** The dtypes that both ONNX Runtime's JavaScript API and PyTorch have, with ONNX's number for each. */
export const elementTypes = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int16: 5,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  float64: 11,
} as const;

export type ElementType = keyof typeof elementTypes;

interface Value {
  name: string;
  type: ElementType;
  /** A name stands for a size that only a run knows. */
  shape: (number | string)[];
}

interface Operation {
  type: string;
  inputs: string[];
  output: string;
  attributes?: Record<string, number>;
}

interface Weights {
  name: string;
  shape: number[];
  values: number[];
}

export interface Model {
  name: string;
  inputs: Value[];
  weights: Weights[];
  operations: Operation[];
  outputs: Value[];
}

/** The bytes of a .onnx file. */
export function encodeModel({ name, inputs, weights, operations, outputs }: Model): Uint8Array {
  const graph = [
    ...operations.flatMap((operation) => message(1, operationBytes(operation))),
    ...text(2, name),
    ...weights.flatMap((tensor) => message(5, weightsBytes(tensor))),
    ...inputs.flatMap((value) => message(11, valueBytes(value))),
    ...outputs.flatMap((value) => message(12, valueBytes(value))),
  ];
  const opset = integer(2, 17);
  return Uint8Array.from([...integer(1, 8), ...message(7, graph), ...message(8, opset)]);
}

function operationBytes({ type, inputs, output, attributes = {} }: Operation): number[] {
  return [
    ...inputs.flatMap((input) => text(1, input)),
    ...text(2, output),
    ...text(4, type),
    ...Object.entries(attributes).flatMap(([name, value]) =>
      message(5, [...text(1, name), ...integer(3, value), ...integer(20, 2)]),
    ),
  ];
}

function weightsBytes({ name, shape, values }: Weights): number[] {
  const raw = new Uint8Array(Float32Array.from(values).buffer);
  return [
    ...shape.flatMap((size) => integer(1, size)),
    ...integer(2, elementTypes.float32),
    ...text(8, name),
    ...message(9, [...raw]),
  ];
}

function valueBytes({ name, type, shape }: Value): number[] {
  const dims = shape.flatMap((size) => message(1, typeof size === "number" ? integer(1, size) : text(2, size)));
  const tensorType = [...integer(1, elementTypes[type]), ...message(2, dims)];
  return [...text(1, name), ...message(2, message(1, tensorType))];
}

// Protocol buffers: a field is its number and how it is written, then an integer, or a length and as many bytes.

function integer(field: number, value: number): number[] {
  return [...varint(field * 8), ...varint(value)];
}

function message(field: number, bytes: number[]): number[] {
  return [...varint(field * 8 + 2), ...varint(bytes.length), ...bytes];
}

function text(field: number, value: string): number[] {
  return message(field, [...new TextEncoder().encode(value)]);
}

/** Seven bits a byte, the lowest first; a byte above 127 says that more follow. Negative numbers take all 64 bits. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return [...bytes, Number(rest)];
}
