import { t } from "@vscode/l10n";
import { documentLimits } from "../graph/documentLimits";
import type { NamedObjective, Training } from "../graph/graph";
import { membersOf, placeOf, type JsonNode } from "./json";
import type { Report } from "./report";

/**
 * The settings of `training` with its objectives, as they are written in `value`. If a step runs through so many batches that
 * listing these would take too much memory, that is reported, and each objective runs once.
 */
export function withFewRuns(
  training: Training,
  objectives: readonly NamedObjective[],
  value: JsonNode,
  report: Report,
): Training {
  const runs = objectives.reduce((sum, { steps }) => sum + steps, 0) * training.accumulate;
  if (runs <= documentLimits.runs) return { ...training, objectives };
  const { name } = objectives.reduce((most, each) => (each.steps > most.steps ? each : most));
  const written = membersOf(value).find(({ key }) => key === name)?.value ?? value;
  const steps = membersOf(written).find(({ key }) => key === "steps");
  report(
    "too-many-runs",
    () =>
      t(
        'A training step would run through {0} batches, and at most {1} are possible. Lower "steps" or "accumulate".',
        runs,
        documentLimits.runs,
      ),
    placeOf(steps?.value ?? written),
    { setting: `objectives.${name}.steps` },
  );
  return { ...training, accumulate: 1, objectives: objectives.map((each) => ({ ...each, steps: 1 })) };
}
