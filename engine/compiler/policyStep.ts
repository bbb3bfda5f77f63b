import { objectiveGraph } from "../graph/objectives";
import type { Output } from "../graph/policies";
import type { TypedGraph } from "../graph/typedGraph";
import { lower } from "./lower";
import type { Program } from "./program";
import { ProgramBuilder } from "./ProgramBuilder";
import { simplify } from "./simplify";

/** What a policy computes from some states, in evaluation mode; it is the only output. Runs only what it depends on. */
export function policyStep(typed: TypedGraph, { node, port }: Output, states: number): Program {
  const { id } = node.node;
  const builder = new ProgramBuilder();
  const lowered = lower(builder, objectiveGraph(typed, { losses: [id] }), {
    batchSize: states,
    training: false,
  });
  const value = lowered.get(id)?.outputs[port];
  if (!value) throw new Error(`${id} has no output ${port}`);
  builder.output({ kind: "prediction", node: id, port }, value);
  return simplify(builder.finish());
}
