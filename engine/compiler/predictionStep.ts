import { neededPart } from "../graph/neededPart";
import type { TypedGraph, TypedNode } from "../graph/typedGraph";
import type { Value } from "../ops/operation";
import { pathOf, type NodePath } from "../tensor/path";
import { at } from "../tensor/tensor";
import { lower, type LoweredGraph } from "./lower";
import type { Program } from "./program";
import { ProgramBuilder } from "./ProgramBuilder";
import { simplify } from "./simplify";

/** An output of a node. */
export interface NodePort {
  readonly node: NodePath;
  readonly port: string;
}

export interface PredictionOptions {
  readonly batchSize: number;
  readonly outputs: readonly NodePort[];
  /** Nodes whose outputs are fed instead of computed. */
  readonly given: ReadonlySet<NodePath>;
  /** Whether batches follow each other, so that states are carried from one to the next. */
  readonly carries: boolean;
}

/**
 * Forward in evaluation mode to some outputs, with only the part of the graph that they need. Random numbers are drawn
 * from the feeds `seed` and `step`. If a loss compares an output with classes, there are its logarithms of
 * probabilities too, [batch, positions, classes], with the positions of a sample in the order of the output's axes; for
 * yes or no answers, the probabilities of yes, in the output's shape.
 */
export function predictionStep(
  typed: TypedGraph,
  { batchSize, outputs, given, carries }: PredictionOptions,
): Program {
  const builder = new ProgramBuilder();
  const readers = outputs.map((output) => readerOf(typed, output));
  const wanted = [...outputs.map(({ node }) => node), ...readers.flatMap((reader) => reader?.node.id ?? [])];
  const part = neededPart(typed, wanted, given);
  const pass = carries ? { carries: "validation" as const } : {};
  const lowered = lower(builder, part, { batchSize, training: false, ...pass });
  for (const [index, { node, port }] of outputs.entries()) {
    const value = lowered.get(node)?.outputs[port];
    if (!value) throw new Error(`${pathOf(node, port)} is not computed`);
    builder.output({ kind: "prediction", node, port }, value);
    const reader = readers[index];
    if (reader) read(builder, lowered, reader, { node, port }, batchSize);
  }
  return simplify(builder.finish());
}

/** The first loss that compares an output with classes, or with answers of yes or no. */
export function readerOf({ nodes }: TypedGraph, { node, port }: NodePort): TypedNode | undefined {
  return [...nodes.values()].find(({ layer, incoming }) => {
    const { classes, binary } = layer.predictions ?? {};
    if (!classes && !binary) return false;
    const targets = new Set(layer.inputs.flatMap(({ name, role }) => (role === "target" ? [name] : [])));
    return Object.entries(incoming).some(
      ([input, sources]) =>
        !targets.has(input) && sources.some((source) => source.node === node && source.port === port),
    );
  });
}

/** Appends what a loss makes of an output. What the loss needs besides the output is dropped with the loss. */
function read(
  builder: ProgramBuilder,
  lowered: LoweredGraph,
  { node: { id }, layer: { predictions = {} } }: TypedNode,
  output: NodePort,
  batchSize: number,
): void {
  const context = lowered.get(id)?.context;
  if (!context) return;
  if (predictions.classes) {
    const { logProbabilities } = predictions.classes(context);
    const classes = at(logProbabilities.type.shape, 1);
    builder.output(
      { kind: "logProbabilities", ...output },
      bySample(builder, logProbabilities, batchSize, classes),
    );
  } else if (predictions.binary) {
    builder.output({ kind: "probability", ...output }, predictions.binary(context).probability);
  }
}

function bySample({ b }: ProgramBuilder, rows: Value, batchSize: number, classes: number): Value {
  return b.reshape(rows, { shape: [batchSize, at(rows.type.shape, 0) / batchSize, classes] });
}
