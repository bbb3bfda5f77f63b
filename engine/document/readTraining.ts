import { t } from "@vscode/l10n";
import { valuesSchema } from "../parameters/valuesSchema";
import type { Training, TypedValue } from "../graph/graph";
import type { JsonNode } from "./json";
import { membersOf, placeOf, readJson, recordOf } from "./json";
import { readObjectives } from "./readObjectives";
import { readTypedSetting, settingCodes, typedValue } from "./readTypedSetting";
import type { Report } from "./report";
import { withoutDuplicates, withoutLongLists } from "./report";
import { reportIssues } from "./reportIssues";
import { withFewRuns } from "./withFewRuns";
import { isTypedSetting, trainingParams, typedSettings, type TypedSettingName } from "../graph/schema";

const settings = valuesSchema(trainingParams);

/** The settings of a document without `training`. */
export const defaultTraining: Training = training({}, {});

/** Reads `training`; wrong values are reported and replaced by their defaults. */
export function readTraining(value: JsonNode, report: Report): Training {
  if (value.type !== "object") {
    report("invalid-section", () => t('"training" must be an object: { "epochs": 5, … }.'), placeOf(value));
    return defaultTraining;
  }
  const members = withoutDuplicates(membersOf(value), report);
  const written = withoutLongLists(
    members.filter(({ key }) => !isTypedSetting(key) && key !== "objectives"),
    settingCodes.invalid,
    report,
    (setting) => ({ setting }),
  );
  const values = recordOf(written);
  const parsed = settings.safeParse(values);
  reportIssues(parsed.error?.issues ?? [], {
    owner: "training",
    parameters: trainingParams,
    written,
    values,
    missingPlace: placeOf(value),
    subject: (setting) => ({ setting }),
    code: settingCodes,
    report,
  });
  const wrong = new Set(parsed.error?.issues.flatMap(({ path }) => path.slice(0, 1)));
  const right = written.filter(({ key }) => Object.hasOwn(trainingParams, key) && !wrong.has(key));
  const typed = members.flatMap(({ key, value }) => {
    const read = isTypedSetting(key) ? readTypedSetting(key, value, report) : undefined;
    return read ? [[key, read] as const] : [];
  });
  const read = training(recordOf(right), Object.fromEntries(typed));
  const objectives = members.find(({ key }) => key === "objectives");
  if (!objectives) return read;
  return withFewRuns(read, readObjectives(objectives.value, read, report), objectives.value, report);
}

/** The settings that `training` stands for; wrong values are replaced by their defaults. */
export function trainingOf(written: Readonly<Record<string, unknown>>): Training {
  const { root } = readJson(JSON.stringify(written));
  return root ? readTraining(root, () => undefined) : defaultTraining;
}

/** Builds the settings from values that were found valid, and defaults for the rest. */
function training(
  written: Record<string, unknown>,
  typed: Partial<Record<TypedSettingName, TypedValue>>,
): Training {
  const { preset = "" } = typedSettings.optimizer;
  const values = settings.parse(written) as Omit<Training, TypedSettingName | "objectives">;
  // Duplicates count once.
  const metrics = [...new Set(values.metrics)];
  return { ...values, metrics, optimizer: typedValue("optimizer", preset, {}), objectives: [], ...typed };
}
