import type { TypedGraph } from "../graph/typedGraph";
import { weightSettings } from "../layers/weightParams";
import { statePath, type Path, type StatePath } from "../tensor/path";
import type { Program } from "./program";
import { weightsOf, type NamedWeight } from "./weights";

/** The name of a weight's average among its states: `hidden.weight/ema`. */
export const averageName = "ema";

/** The slot of the moving average of each trained weight, if the document asks for averages. */
export function averagesOf(typed: TypedGraph): ReadonlyMap<Path, StatePath> {
  if (typed.graph.training.ema === undefined) return new Map();
  return new Map(
    weightsOf(typed)
      .filter((weight) => isTrained(typed, weight))
      .map(({ name }) => [name, statePath(name, averageName)]),
  );
}

function isTrained({ nodes }: TypedGraph, { node, trainable }: NamedWeight): boolean {
  const { frozen, learningRateFactor } = weightSettings(nodes.get(node)?.params);
  return trainable && !frozen && learningRateFactor !== 0;
}

/** The same Program with averages in place of weights, which it must not change. */
export function withAverages(program: Program, averages: ReadonlyMap<string, string>): Program {
  if (averages.size === 0) return program;
  const state = program.state.map((slot) => ({ ...slot, name: averages.get(slot.name) ?? slot.name }));
  return { ...program, state };
}
