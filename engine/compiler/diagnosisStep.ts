import { slotOf } from "../graph/slotOf";
import type { TypedGraph } from "../graph/typedGraph";
import type { Builder, Value } from "../ops/operation";
import { countNotFinite, largestFinite, maxAll } from "../ops/reductions";
import { pathOf } from "../tensor/path";
import { float } from "../tensor/tensor";
import { differentiate } from "./differentiate";
import type { LoweredGraph } from "./lower";
import type { WeightChange } from "./appendProbes";
import type { Program, StateSlot } from "./program";
import { ProgramBuilder } from "./ProgramBuilder";
import { simplify } from "./simplify";
import { buildTrainingStep, type StepOptions } from "./trainingStep";
import { weightsOf } from "./weights";

/** A tensor of a step in which NaN or infinity may first appear, in terms of the graph. */
export type Suspect =
  /** An output of a Dataset or an Input. */
  | { readonly kind: "data"; readonly node: string; readonly port: string }
  /** A weight before the step. */
  | { readonly kind: "weight"; readonly node: string; readonly weight: string }
  /** An output of a node. */
  | { readonly kind: "value"; readonly node: string; readonly port: string }
  /** The gradient at a node's output, summed over the nodes that read it. */
  | {
      readonly kind: "gradient";
      readonly node: string;
      readonly port: string;
      readonly from: readonly string[];
    }
  | { readonly kind: "weightGradient"; readonly node: string; readonly weight: string }
  /** A weight, or a running statistic, after the step. */
  | { readonly kind: "update"; readonly node: string; readonly weight: string }
  /** Optimizer state, of one weight or shared by all. */
  | { readonly kind: "optimizer"; readonly state: string; readonly node?: string; readonly weight?: string };

/** A suspect, and where its numbers are in the outputs of a diagnosis. */
export interface Examined {
  readonly suspect: Suspect;
  /** The output: [how many elements are NaN or infinite, the largest magnitude of the others]. */
  readonly output: string;
  /** The outputs for the tensors it is computed from. */
  readonly inputs: readonly string[];
}

export interface Diagnosis {
  /** Reads the state and changes nothing. */
  readonly program: Program;
  /** In the order in which a step computes them: the first that is not finite is the cause of the others. */
  readonly examined: readonly Examined[];
}

/** A training step of one objective that counts NaN and infinity at every point of the graph: forward, backward and in the update. */
export function diagnosisStep(typed: TypedGraph, batchSize: number, options: StepOptions = {}): Diagnosis {
  const { builder, part, lowered, loss, changes, optimizerState } = buildTrainingStep(
    typed,
    batchSize,
    options,
  );
  const { b } = builder;
  const before = builder.finish().outputs.length;
  const examined: Examined[] = [];
  const outputs = new Map<Value, string>();
  const examine = (suspect: Suspect, value: Value, inputs: readonly (Value | undefined)[]) => {
    const output = builder.output({ kind: "examination", index: examined.length }, examination(b, value));
    outputs.set(value, output);
    const inputOutputs = inputs.flatMap((input) => (input && outputs.get(input)) ?? []);
    examined.push({ suspect, output, inputs: inputOutputs });
  };

  const values = floatsOf(lowered);
  const weights = weightsOf(typed).map(({ name, node, weight, shape }) => ({
    name,
    node,
    weight,
    value: builder.slot(name, float(shape)),
  }));
  const valuesOf = groupedBy(values, ({ node }) => node);
  const byName = new Map<string, (typeof weights)[number]>(weights.map((weight) => [weight.name, weight]));
  const weightsIn = (node: string) => {
    const found = typed.nodes.get(node);
    return Object.keys(found?.weights ?? {}).flatMap(
      (name) => (found && byName.get(slotOf(found, name))) ?? [],
    );
  };
  for (const { node, port, value } of values)
    if (!lowered.get(node)?.typed.layer.lower) examine({ kind: "data", node, port }, value, []);
  for (const { node, weight, value } of weights) examine({ kind: "weight", node, weight }, value, []);
  for (const { node, port, value } of values) {
    if (outputs.has(value)) continue;
    const own = weightsIn(node).map(({ value }) => value);
    examine({ kind: "value", node, port }, value, [...inputsOf(lowered, node), ...own]);
  }

  const gradients = gradientsOf(builder, loss, [...values, ...weights]);
  const readers = readersOf(part);
  const firstUse = new Map<Value, string>();
  for (const node of part.order)
    for (const { value } of weightsIn(node)) if (!firstUse.has(value)) firstUse.set(value, node);
  for (const { node, port, value } of [...values].reverse()) {
    const gradient = gradients.get(value);
    if (gradient) {
      const from = readers.get(pathOf(node, port)) ?? [];
      const downstream = from.flatMap((reader) => valuesOf.get(reader) ?? []);
      const inputs = downstream.flatMap((other) => [other.value, gradients.get(other.value)]);
      examine({ kind: "gradient", node, port, from }, gradient, [value, ...inputs]);
    }
    for (const { node: holder, weight, value: own } of weightsIn(node)) {
      const gradient = gradients.get(own);
      // The gradient of a shared weight is complete at the first node that uses it.
      if (!gradient || outputs.has(gradient) || firstUse.get(own) !== node) continue;
      examine({ kind: "weightGradient", node: holder, weight }, gradient, [value, gradients.get(value)]);
    }
  }

  const changed = new Map<string, WeightChange>(changes.map((change) => [change.name, change]));
  for (const { name, value, next } of builder.finish().state) {
    if (!next) continue;
    const slot = optimizerState.get(name);
    const { node, weight } = byName.get(slot?.weight ?? name) ?? {};
    const inputs = [value, changed.get(slot?.weight ?? name)?.gradient];
    if (slot) {
      const of = node !== undefined && weight !== undefined ? { node, weight } : {};
      examine({ kind: "optimizer", state: slot.state, ...of }, next, inputs);
    } else if (node !== undefined && weight !== undefined)
      examine({ kind: "update", node, weight }, next, inputs);
  }
  const program = builder.finish();
  return {
    examined,
    program: simplify({
      ...program,
      state: program.state.map(({ name, value }) => ({ name, value })),
      outputs: program.outputs.slice(before),
    }),
  };
}

/** Counts the elements of a state that are NaN or infinite, in the output `notFinite`. */
export function stateCheck(state: readonly StateSlot[]): Program {
  const builder = new ProgramBuilder();
  const { b } = builder;
  const counts = state
    .filter(({ value }) => value.type.dtype === "float32")
    .map(({ name, value }) => countNotFinite(b, builder.slot(name, value.type)));
  const zero = b.constant({ value: 0 });
  builder.output(
    "notFinite",
    counts.reduce((sum, count) => b.add(sum, count), zero),
  );
  return simplify(builder.finish());
}

/** [2]: how many elements are NaN or infinite, and the largest magnitude of the others. */
function examination(b: Builder, x: Value): Value {
  const magnitude = b.abs(x);
  const largest = maxAll(b, b.where(b.less(magnitude, largestFinite), magnitude, 0));
  const one = (value: Value) => b.reshape(value, { shape: [1] });
  return b.concat([one(countNotFinite(b, x)), one(largest)], { axis: 0 });
}

interface PortValue {
  readonly node: string;
  readonly port: string;
  readonly value: Value;
}

function floatsOf(lowered: LoweredGraph): PortValue[] {
  return [...lowered].flatMap(([node, { outputs }]) =>
    Object.entries(outputs)
      .filter(([, value]) => value.type.dtype === "float32")
      .map(([port, value]) => ({ node, port, value })),
  );
}

function inputsOf(lowered: LoweredGraph, node: string): Value[] {
  return Object.values(lowered.get(node)?.context.inputs ?? {}).flat();
}

function gradientsOf(
  builder: ProgramBuilder,
  loss: Value,
  wanted: readonly { readonly value: Value }[],
): Map<Value, Value> {
  const values = wanted.map(({ value }) => value);
  const gradients = differentiate(builder, loss, values);
  return new Map(
    values.flatMap((value, i) => {
      const gradient = gradients[i];
      return gradient ? [[value, gradient] as const] : [];
    }),
  );
}

function groupedBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

/** By `node.port`, the nodes that read it. */
function readersOf({ nodes }: TypedGraph): ReadonlyMap<string, readonly string[]> {
  const wires = [...nodes.values()].flatMap(({ node, incoming }) =>
    Object.values(incoming)
      .flat()
      .map((source) => ({ from: pathOf(source.node, source.port), to: node.id })),
  );
  const grouped = groupedBy(wires, ({ from }) => from);
  return new Map([...grouped].map(([from, list]) => [from, [...new Set(list.map(({ to }) => to))]]));
}
