import type { Value } from "../ops/operation";
import { outputProbes, weightProbes } from "../probes";
import type { ProbedOutput, ProbedWeight } from "../probes/probe";
import { pathOf, type Path } from "../tensor/path";
import type { LoweredGraph } from "./lower";
import type { ProgramBuilder } from "./ProgramBuilder";

/** A trained weight in a step. */
export interface WeightChange extends ProbedWeight {
  readonly name: Path;
}

/** Appends the statistics of trained weights and of activations' outputs, which the device computes during the step. */
export function appendProbes(
  builder: ProgramBuilder,
  lowered: LoweredGraph,
  changes: readonly WeightChange[],
): void {
  const { b } = builder;
  const output = (probe: string, of: Path, given: Value | Readonly<Record<string, Value>>) => {
    if (isValue(given)) builder.output({ kind: "probe", probe, of }, given);
    else
      for (const [part, value] of Object.entries(given))
        builder.output({ kind: "probe", probe, of, part }, value);
  };
  for (const change of changes)
    for (const { name, value } of weightProbes) output(name, change.name, value(b, change));
  for (const { of, ...x } of probedOutputs(lowered))
    for (const { name, value } of outputProbes) output(name, of, value(b, x));
}

/** The first output of each activation, with the axis of its units. */
function probedOutputs(lowered: LoweredGraph): (ProbedOutput & { readonly of: Path })[] {
  return [...lowered].flatMap(([node, { typed, outputs }]) => {
    const [first] = Object.entries(outputs);
    if (typed.layer.gives !== "activation" || !first || first[1].type.shape.length < 2) return [];
    const [port, value] = first;
    const { length } = value.type.shape;
    // Data do not declare their units: an image's channels come right after the batch axis, a sequence's features last.
    const units = typed.outputs[port]?.units ?? (length > 3 ? 1 : length - 1);
    return [{ of: pathOf(node, port), value, units }];
  });
}

function isValue(given: Value | Readonly<Record<string, Value>>): given is Value {
  return typeof given.id === "number";
}
