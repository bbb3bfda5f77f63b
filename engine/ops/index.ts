import type { Instruction, OnnxLowering, Operation, OperationName } from "./operation";
import { abs } from "./abs";
import { add } from "./add";
import { argmax } from "./argmax";
import { avgPool2d } from "./avgPool2d";
import { avgPool2dGradient } from "./avgPool2dGradient";
import { broadcast } from "./broadcast";
import { cast } from "./cast";
import { concat } from "./concat";
import { constant } from "./constant";
import { conv2d } from "./conv2d";
import { conv2dInputGradient } from "./conv2dInputGradient";
import { conv2dWeightGradient } from "./conv2dWeightGradient";
import { cos } from "./cos";
import { ctcPaths } from "./ctcPaths";
import { div } from "./div";
import { equal } from "./equal";
import { erf } from "./erf";
import { exp } from "./exp";
import { expm1 } from "./expm1";
import { floor } from "./floor";
import { gather } from "./gather";
import { greater } from "./greater";
import { greaterEqual } from "./greaterEqual";
import { histogram } from "./histogram";
import { iota } from "./iota";
import { less } from "./less";
import { log } from "./log";
import { matmul } from "./matmul";
import { max } from "./max";
import { maxPool2d } from "./maxPool2d";
import { maxPool2dGradient } from "./maxPool2dGradient";
import { maximum } from "./maximum";
import { minimum } from "./minimum";
import { mul } from "./mul";
import { neg } from "./neg";
import { oneHot } from "./oneHot";
import { pad } from "./pad";
import { pow } from "./pow";
import { random } from "./random";
import { recurrent } from "./recurrent";
import { relu } from "./relu";
import { reshape } from "./reshape";
import { scan } from "./scan";
import { scatterAdd } from "./scatterAdd";
import { sigmoid } from "./sigmoid";
import { sign } from "./sign";
import { sin } from "./sin";
import { slice } from "./slice";
import { softplus } from "./softplus";
import { sqrt } from "./sqrt";
import { stopGradient } from "./stopGradient";
import { straightThrough } from "./straightThrough";
import { sub } from "./sub";
import { sum } from "./sum";
import { table } from "./table";
import { tanh } from "./tanh";
import { transpose } from "./transpose";
import { where } from "./where";

/** Every primitive operation of the IR; the type requires an entry for each. */
export const operations: { readonly [K in OperationName]: Operation<K> } = {
  abs,
  add,
  argmax,
  avgPool2d,
  avgPool2dGradient,
  broadcast,
  cast,
  concat,
  constant,
  conv2d,
  conv2dInputGradient,
  conv2dWeightGradient,
  cos,
  ctcPaths,
  div,
  equal,
  erf,
  exp,
  expm1,
  floor,
  gather,
  greater,
  greaterEqual,
  histogram,
  iota,
  less,
  log,
  matmul,
  max,
  maxPool2d,
  maxPool2dGradient,
  maximum,
  minimum,
  mul,
  neg,
  oneHot,
  pad,
  pow,
  random,
  recurrent,
  relu,
  reshape,
  scan,
  scatterAdd,
  sigmoid,
  sign,
  sin,
  slice,
  softplus,
  sqrt,
  stopGradient,
  straightThrough,
  sub,
  sum,
  table,
  tanh,
  transpose,
  where,
};

/** What a Program is compiled for; each has its own part of an operation. "onnxModel": exported models. */
export type Target = "reference" | "webgpu" | "onnx" | "onnxModel";

/** Whether a target has an implementation of an instruction; otherwise it must be decomposed. */
export function supports(target: Target, instruction: Instruction): boolean {
  const operation = operationOf(instruction.op);
  return target === "onnxModel"
    ? onnxLoweringOf(target, instruction) !== undefined
    : operation[target] !== undefined;
}

/** How an instruction becomes ONNX nodes, or undefined if it must be decomposed. */
export function onnxLoweringOf(
  target: "onnx" | "onnxModel",
  instruction: Instruction,
): OnnxLowering<OperationName> | undefined {
  const { onnx, onnxModel } = operationOf(instruction.op);
  return (target === "onnxModel" ? onnxModel?.(instruction) : undefined) ?? onnx;
}

/** For passes that treat all operations alike. */
export function operationOf(name: OperationName): Operation {
  return operations[name] as Operation;
}
