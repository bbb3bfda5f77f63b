import { averagesOf, withAverages } from "../compiler/averages";
import { lower } from "../compiler/lower";
import type { Program } from "../compiler/program";
import { ProgramBuilder } from "../compiler/ProgramBuilder";
import { simplify } from "../compiler/simplify";
import type { TypedGraph } from "../graph/typedGraph";
import type { PlannedPanel } from "./panel";

/**
 * The Program that computes a panel in evaluation mode, for so many rows: the grid's and the samples'. Like validation it
 * reads the averages of the weights if the document asks for them. It changes no state.
 */
export function panelStep(typed: TypedGraph, { graph, values }: PlannedPanel, rows: number): Program {
  const builder = new ProgramBuilder();
  const lowered = lower(builder, graph, { batchSize: rows, training: false });
  for (const [name, value] of Object.entries(values(builder.b, lowered)))
    builder.output(name, builder.b.cast(value, { dtype: "float32" }));
  return withAverages(simplify(builder.finish()), averagesOf(typed));
}
