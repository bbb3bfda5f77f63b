import type { Weight } from "../layers/layer";
import { weightSettings } from "../layers/weightParams";
import { optimizers } from "../optimizers";
import { sizeOf } from "../tensor/tensor";
import { sampleSize } from "../tensor/graphType";
import { settingSchema } from "./schema";
import type { TypedGraph, TypedNode } from "./typedGraph";

/** Bytes that training needs on the device. */
export interface MemoryEstimate {
  readonly weights: number;
  readonly gradients: number;
  /** The optimizer's state, and the averages of the weights, if there are any. */
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
  const held = nodes.flatMap(heldWeights).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const values = nodes
    .flatMap((node) => Object.values(node.outputs))
    .reduce((sum, type) => sum + sampleSize(type) * (type.shape.includes("N") ? batchSize : 1), 0);
  const weights = held * bytesPerNumber;
  const gradients = typed.parameterCount * bytesPerNumber;
  const averages = typed.graph.training.ema === undefined ? 0 : typed.parameterCount;
  const optimizer = (memoryOf(typed) + averages) * bytesPerNumber;
  const saved = nodes.reduce((sum, node) => sum + node.saved, 0) * batchSize;
  const activations = (2 * values + saved) * bytesPerNumber;
  return { weights, gradients, optimizer, activations, total: weights + gradients + optimizer + activations };
}

/** The weights of a node without those that another holds. */
function heldWeights({ weights, shared }: TypedNode): Weight[] {
  return Object.entries(weights).flatMap(([name, weight]) => (shared?.[name] === undefined ? [weight] : []));
}

/** How many numbers the document's optimizer stores. */
function memoryOf({ graph, nodes }: TypedGraph): number {
  const { type, ...written } = graph.training.optimizer;
  const rule = optimizers.get(type);
  const params = settingSchema("optimizer", type)?.safeParse(written);
  if (!rule || !params?.success) return 0;
  const numbersFor = (shape: readonly number[]) =>
    Object.values(rule.state(params.data, shape)).reduce((sum, memory) => sum + sizeOf(memory.shape), 0);
  const trained = [...nodes.values()]
    .filter((node) => !weightSettings(node.params).frozen)
    .flatMap(heldWeights)
    .filter(({ trainable }) => trainable)
    .map(({ shape }) => shape);
  const units = rule.together ? [[trained.reduce((sum, shape) => sum + sizeOf(shape), 0)]] : trained;
  return units.reduce((sum, shape) => sum + numbersFor(shape), 0);
}
