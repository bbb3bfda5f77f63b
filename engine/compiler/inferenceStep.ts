import type { TypedGraph } from "../graph/typedGraph";
import { defaultOutputs } from "./defaultOutputs";
import { lower } from "./lower";
import type { Program } from "./program";
import { ProgramBuilder } from "./ProgramBuilder";
import { simplify } from "./simplify";

/**
 * Forward in evaluation mode without the losses: what the exported model computes, to `defaultOutputs`, named `node.port`.
 * Random numbers are feeds.
 */
export function inferenceStep(typed: TypedGraph, batchSize: number): Program {
  const builder = new ProgramBuilder();
  const lowered = lower(builder, typed, { batchSize, training: false, fedNoise: true });
  for (const { node, port } of defaultOutputs(typed)) {
    const value = lowered.get(node)?.outputs[port];
    if (value) builder.output({ kind: "prediction", node, port }, value);
  }
  return simplify(builder.finish());
}
