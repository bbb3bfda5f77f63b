import argmax from "../../../shaders/argmax.wgsl";
import avgPool2d from "../../../shaders/avgPool2d.wgsl";
import avgPool2dGradient from "../../../shaders/avgPool2dGradient.wgsl";
import concat from "../../../shaders/concat.wgsl";
import conv2d from "../../../shaders/conv2d.wgsl";
import conv2dInputGradient from "../../../shaders/conv2dInputGradient.wgsl";
import conv2dWeightGradient from "../../../shaders/conv2dWeightGradient.wgsl";
import convolution from "../../../shaders/convolution.wgsl";
import copyRow from "../../../shaders/copyRow.wgsl";
import float32 from "../../../shaders/float32.wgsl";
import functions from "../../../shaders/functions.wgsl";
import gemmRows from "../../../shaders/gemmRows.wgsl";
import gemmSubgroup from "../../../shaders/gemmSubgroup.wgsl";
import gemmTile from "../../../shaders/gemmTile.wgsl";
import histogram from "../../../shaders/histogram.wgsl";
import int32 from "../../../shaders/int32.wgsl";
import matmul from "../../../shaders/matmul.wgsl";
import maxPool2d from "../../../shaders/maxPool2d.wgsl";
import maxPool2dGradient from "../../../shaders/maxPool2dGradient.wgsl";
import notFinite from "../../../shaders/notFinite.wgsl";
import pooling from "../../../shaders/pooling.wgsl";
import random from "../../../shaders/random.wgsl";
import reduce from "../../../shaders/reduce.wgsl";
import scatterAdd from "../../../shaders/scatterAdd.wgsl";
import scatterChain from "../../../shaders/scatterChain.wgsl";
import sumParts from "../../../shaders/sumParts.wgsl";
import tiles from "../../../shaders/tiles.wgsl";
import type { Kernel } from "../../ops/operation";
import { unroll } from "./unroll";

const shaders: Readonly<Record<string, string>> = {
  argmax,
  avgPool2d,
  avgPool2dGradient,
  concat,
  conv2d,
  conv2dInputGradient,
  conv2dWeightGradient,
  convolution,
  copyRow,
  float32,
  gemmRows,
  gemmSubgroup,
  gemmTile,
  histogram,
  int32,
  matmul,
  maxPool2d,
  maxPool2dGradient,
  pooling,
  random,
  reduce,
  scatterAdd,
  scatterChain,
  sumParts,
  tiles,
};

/** A kernel's WGSL: its constants, then the shaders it names, joined by `+`. */
export function shaderOf({ shader, constants }: Kernel): string {
  const texts = shader.split("+").map((name) => {
    const text = shaders[name];
    if (text === undefined) throw new Error(`no shader called ${name}`);
    return text;
  });
  const numbers = Object.entries(constants).map(([name, value]) => `const ${name} = ${String(value)};`);
  return withHeader(unroll([numbers.join("\n"), ...texts].join("\n"), constants));
}

/** WGSL libraries, by a pattern of calls to them. Each may call those after it. */
const libraries = [
  [/\b(error_function|exp_less_one|sine|cosine)\(/, functions],
  [/\b(is_nan|nan_bits|infinity_bits|negative_infinity_bits|log_everywhere)\(/, notFinite],
] as const;

/** Prepends the libraries and extensions that a shader uses. */
export function withHeader(code: string): string {
  const enable = /\bsubgroup\w+\(/.test(code) ? "enable subgroups;\n" : "";
  return (
    enable + libraries.reduce((text, [calls, library]) => (calls.test(text) ? library + text : text), code)
  );
}
