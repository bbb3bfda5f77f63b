import type { Source, TypedGraph, TypedNode } from "../graph/typedGraph";
import type { RecurrentCall, RecurrentKind, RecurrentResult } from "../layers/layer";
import type { Value } from "../ops/operation";
import { pathOf } from "../tensor/path";
import { at, float } from "../tensor/tensor";
import { lower, type LowerOptions } from "./lower";
import type { Program } from "./program";
import { ProgramBuilder } from "./ProgramBuilder";
import { simplify } from "./simplify";

/**
 * Forward in evaluation mode without the losses: what a finished model computes. Outputs are the predictions that the
 * losses compare with their targets, or in a graph without losses the outputs that no wire leaves from, but for optional
 * ones; named `node.port`. A loss whose target is learned itself, as a divergence's in an autoencoder, is a penalty and
 * predicts nothing, where there is another loss. Random numbers are feeds.
 */
export function inferenceStep(typed: TypedGraph, batchSize: number): Program {
  const builder = new ProgramBuilder();
  append(builder, typed, { batchSize, training: false, fedNoise: true });
  return simplify(builder.finish());
}

/** A recurrent layer that was left out of a Program: what it reads are outputs, what it gives are feeds, by name. */
export interface LeftRecurrence {
  readonly kind: RecurrentKind;
  readonly hiddenSize: number;
  readonly sequence: string;
  readonly directions: readonly {
    readonly weights: readonly string[];
    readonly biases: readonly string[] | undefined;
  }[];
  readonly first: readonly (string | undefined)[];
  readonly output: string;
  readonly states: readonly string[];
}

/** A Program around the recurrent layers that a format computes by itself, in the order in which they run. */
export interface ExportStep extends Program {
  readonly recurrences: readonly LeftRecurrence[];
}

/** `inferenceStep` without its recurrent layers, where they have no mask: formats for finished models have them whole. */
export function exportStep(typed: TypedGraph, batchSize: number): ExportStep {
  const builder = new ProgramBuilder();
  const recurrences: LeftRecurrence[] = [];
  const recurrent = (layer: RecurrentCall): RecurrentResult => {
    const place = recurrences.length;
    const given = (name: string) => `recurrence${place}/${name}`;
    const give = (name: string, value: Value) => {
      builder.output(given(name), value);
      return given(name);
    };
    const [batch = 0, time = 0] = layer.sequence.type.shape;
    const hiddenSize = at(at(layer.directions, 0).weights[1].type.shape, 1);
    const width = layer.directions.length;
    const output = builder.feed(given("output"), float([batch, time, width * hiddenSize]));
    const states = layer.first.map((_, i) =>
      builder.feed(given(`state${i}`), float([batch, width, hiddenSize])),
    );
    recurrences.push({
      kind: layer.kind,
      hiddenSize,
      sequence: give("sequence", layer.sequence),
      directions: layer.directions.map(({ weights, biases }, i) => ({
        weights: weights.map((value, k) => give(`weight${i}_${k}`, value)),
        biases: biases?.map((value, k) => give(`bias${i}_${k}`, value)),
      })),
      first: layer.first.map((value, i) => value && give(`first${i}`, value)),
      output: given("output"),
      states: states.map((_, i) => given(`state${i}`)),
    });
    return { output, states };
  };
  append(builder, typed, { batchSize, training: false, fedNoise: true, recurrent });
  return { ...simplify(builder.finish()), recurrences };
}

function append(builder: ProgramBuilder, typed: TypedGraph, options: LowerOptions): void {
  const lowered = lower(builder, typed, options);
  for (const { node, port } of predictions(typed)) {
    const value = lowered.get(node)?.outputs[port];
    if (value) builder.output({ kind: "prediction", node, port }, value);
  }
}

function predictions(typed: TypedGraph): { node: string; port: string }[] {
  const nodes = [...typed.nodes.values()];
  const computed = (node: string) => typed.nodes.get(node)?.layer.lower !== undefined;
  const losses = nodes.filter(({ layer }) => layer.gives === "loss");
  if (losses.length > 0) {
    const learned = learnedNodes(typed);
    const ofData = losses.filter((loss) => !wiresInto(loss, "target").some(({ node }) => learned.has(node)));
    const compared = (ofData.length > 0 ? ofData : losses).flatMap((loss) => wiresInto(loss, "prediction"));
    return distinct(compared.filter(({ node }) => computed(node)));
  }
  const wires = nodes.flatMap(({ incoming }) => Object.values(incoming).flat());
  const used = new Set(wires.map(({ node, port }) => pathOf(node, port)));
  return nodes
    .filter(({ node }) => computed(node.id))
    .flatMap(({ node, layer, outputPorts }) =>
      outputPorts
        .filter(({ name, optional }) => name !== layer.objective && optional !== true)
        .map(({ name }) => ({ node: node.id, port: name })),
    )
    .filter(({ node, port }) => !used.has(pathOf(node, port)));
}

/** What arrives at a loss as its target, or else. */
function wiresInto({ layer, incoming }: TypedNode, role: "target" | "prediction"): readonly Source[] {
  const targets = new Set(layer.inputs.flatMap(({ name, role }) => (role === "target" ? [name] : [])));
  return Object.entries(incoming).flatMap(([port, sources]) =>
    targets.has(port) === (role === "target") ? sources : [],
  );
}

/** The nodes that have trained weights before them, or their own. */
function learnedNodes({ order, nodes }: TypedGraph): ReadonlySet<string> {
  const learned = new Set<string>();
  for (const id of order) {
    const { weights = {}, incoming = {} } = nodes.get(id) ?? {};
    const isTrained = Object.values(weights).some(({ trainable }) => trainable);
    if (
      isTrained ||
      Object.values(incoming)
        .flat()
        .some(({ node }) => learned.has(node))
    )
      learned.add(id);
  }
  return learned;
}

function distinct(ports: readonly { node: string; port: string }[]): { node: string; port: string }[] {
  return [...new Map(ports.map(({ node, port }) => [pathOf(node, port), { node, port }])).values()];
}
