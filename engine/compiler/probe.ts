import type { Builder, Value } from "../ops/operation";
import { pathOf, type Path } from "../tensor/path";
import { sizeOf } from "../tensor/tensor";
import type { LoweredGraph } from "./lower";
import type { ProgramBuilder } from "./ProgramBuilder";

/** A trained weight in a step: its value before and after, and the gradient between. */
export interface Change {
  readonly name: Path;
  readonly weight: Value;
  readonly gradient: Value;
  readonly next: Value;
}

export const histogramBins = 48;

/** float32's largest number: NaN and infinity are not below it. */
export const largestFinite = 3.4028234e38;

/**
 * Appends the statistics of weights and activations as outputs, computed on the device inside the step.
 * For a weight: `gradientNorm`, `weightNorm`, `updateNorm`, `zeroShare`, `notFinite`, and for each of weight and gradient
 * its `…Low`, `…High` and `…Histogram`. For the output of an activation: `zeroShare` and `deadShare`.
 */
export function probe(builder: ProgramBuilder, lowered: LoweredGraph, changes: readonly Change[]): void {
  const { b } = builder;
  for (const { name, weight, gradient, next } of changes) {
    const size = sizeOf(weight.type.shape);
    const output = (probe: string, value: Value) => {
      builder.output({ kind: "probe", probe, of: name }, value);
    };
    output("gradientNorm", norm(b, gradient));
    output("weightNorm", norm(b, weight));
    output("updateNorm", norm(b, b.sub(next, weight)));
    output("zeroShare", b.mul(total(b, b.equal(gradient, 0)), 1 / size));
    output("notFinite", b.add(notFinite(b, weight), notFinite(b, gradient)));
    for (const [label, tensor] of [
      ["weight", weight],
      ["gradient", gradient],
    ] as const) {
      const axes = allAxes(tensor);
      const high = b.max(tensor, { axes, keepDims: false });
      const low = b.neg(b.max(b.neg(tensor), { axes, keepDims: false }));
      output(`${label}Low`, low);
      output(`${label}High`, high);
      output(`${label}Histogram`, b.histogram(tensor, low, high, { bins: histogramBins }));
    }
  }
  for (const [id, { typed, outputs }] of lowered) {
    const [first] = Object.entries(outputs);
    if (typed.layer.gives !== "activation" || !first || first[1].type.shape.length < 2) continue;
    const [port, value] = first;
    const { shape } = value.type;
    const zero = b.equal(value, 0);
    // Of data, whose units nobody names: channels of pictures are behind the batch, features of a sequence last.
    const axis = typed.outputs[port]?.units ?? (shape.length > 3 ? 1 : shape.length - 1);
    const others = shape.flatMap((_, other) => (other === axis ? [] : [other]));
    const perUnit = b.sum(zero, { axes: others, keepDims: false });
    const units = shape[axis] ?? 1;
    const dead = b.greaterEqual(perUnit, sizeOf(shape) / units);
    builder.output(
      { kind: "probe", probe: "zeroShare", of: pathOf(id, port) },
      b.mul(total(b, zero), 1 / sizeOf(shape)),
    );
    builder.output(
      { kind: "probe", probe: "deadShare", of: pathOf(id, port) },
      b.mul(total(b, dead), 1 / units),
    );
  }
}

/** How many elements are NaN or infinite. */
export function notFinite(b: Builder, x: Value): Value {
  return total(b, b.sub(1, b.less(b.abs(x), largestFinite)));
}

function norm(b: Builder, x: Value): Value {
  return b.sqrt(total(b, b.mul(x, x)));
}

function total(b: Builder, x: Value): Value {
  return b.sum(x, { axes: allAxes(x), keepDims: false });
}

function allAxes(x: Value): number[] {
  return x.type.shape.map((_, axis) => axis);
}
