import type { Weight } from "../layers/layer";
import { isTrained } from "../layers/weightParams";
import { optimizers } from "../optimizers";
import { sampleSize } from "../tensor/graphType";
import { pathOf, type NodePath, type Path } from "../tensor/path";
import { sizeOf } from "../tensor/tensor";
import { changedBy } from "./changedBy";
import type { Objective } from "./graph";
import { objectiveGraph, objectivesOf } from "./objectives";
import { settingSchema } from "./schema";
import type { TypedGraph, TypedNode } from "./typedGraph";

/** Bytes that training needs on the device. */
export interface MemoryEstimate {
  readonly weights: number;
  /** Those of a step, and their sums over several batches (`accumulate`). */
  readonly gradients: number;
  /** The optimizers' state, and the averages of the weights, if there are any. */
  readonly optimizer: number;
  /** For one batch: all nodes' outputs and their gradients, and what else is saved for the backward pass. */
  readonly activations: number;
  readonly total: number;
}

const bytesPerNumber = 4;

/**
 * Estimates from shapes alone what training needs at a batch size. Counts every node's outputs twice, once for their
 * gradients, and what layers save internally (the gates of an LSTM). Memory that a plan would share counts separately,
 * so the estimate is within a factor of about two. The compiler's `programMemory` is exact.
 */
export function estimateMemory(typed: TypedGraph, batchSize: number): MemoryEstimate {
  const nodes = [...typed.nodes.values()];
  const held = sumOf(nodes.flatMap(heldWeights).map(({ shape }) => shape));
  const values = nodes
    .flatMap((node) => Object.values(node.outputs))
    .reduce((sum, type) => sum + sampleSize(type) * (type.shape.includes("N") ? batchSize : 1), 0);
  const weights = held * bytesPerNumber;
  const averages = typed.graph.training.ema === undefined ? 0 : typed.parameterCount;
  const state = stateOf(typed);
  const optimizer = (state.optimizer + averages) * bytesPerNumber;
  const gradients = (typed.parameterCount + state.accumulators) * bytesPerNumber;
  const saved = nodes.reduce((sum, node) => sum + node.saved, 0) * batchSize;
  const activations = (2 * values + saved) * bytesPerNumber;
  return { weights, gradients, optimizer, activations, total: weights + gradients + optimizer + activations };
}

/** A weight at the node that holds it. */
interface HeldWeight extends Weight {
  readonly name: Path;
  readonly node: NodePath;
}

/** The weights of a node without those that another holds. */
function heldWeights({ node, weights, shared }: TypedNode): HeldWeight[] {
  return Object.entries(weights).flatMap(([name, weight]) =>
    shared?.[name] === undefined ? [{ ...weight, name: pathOf(node.id, name), node: node.id }] : [],
  );
}

/** How many numbers the optimizers of all objectives store, and how many sums of gradients are saved between batches. */
function stateOf(typed: TypedGraph): { readonly optimizer: number; readonly accumulators: number } {
  const { training } = typed.graph;
  const trained = [...typed.nodes.values()]
    .filter(({ params, followed }) => isTrained(params) && !followed)
    .flatMap(heldWeights)
    .filter(({ trainable }) => trainable);
  const state = { optimizer: 0, accumulators: 0 };
  for (const objective of objectivesOf(training)) {
    const shapes = trained
      .filter(changedBy(objective, objectiveGraph(typed, objective)))
      .map(({ shape }) => shape);
    state.optimizer += memoryOf(objective.optimizer, shapes);
    if (training.accumulate > 1) state.accumulators += sumOf(shapes);
  }
  return state;
}

/** How many numbers an optimizer stores for weights of the given shapes. */
function memoryOf(
  { type, ...written }: Objective["optimizer"],
  shapes: readonly (readonly number[])[],
): number {
  const rule = optimizers.get(type);
  const params = settingSchema("optimizer", type)?.safeParse(written);
  if (!rule || !params?.success) return 0;
  const units = rule.together ? [[sumOf(shapes)]] : shapes;
  return sumOf(
    units.flatMap((shape) => Object.values(rule.state(params.data, shape)).map((memory) => memory.shape)),
  );
}

function sumOf(shapes: readonly (readonly number[])[]): number {
  return shapes.reduce((sum, shape) => sum + sizeOf(shape), 0);
}
