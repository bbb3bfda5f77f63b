import { t } from "@vscode/l10n";
import { getNodeValue } from "jsonc-parser";
import { valuesSchema } from "../parameters/valuesSchema";
import { at } from "../tensor/tensor";
import type { Training, TypedValue } from "../graph/graph";
import type { JsonNode } from "./json";
import { membersOf, placeOf, readJson, recordOf } from "./json";
import { nearest } from "../graph/nearest";
import type { Report } from "./report";
import { withoutDuplicates, withoutLongLists } from "./report";
import { reportIssues } from "./reportIssues";
import {
  isTypedSetting,
  reservedTrainingKeys,
  settingSchema,
  trainingParams,
  typedSettings,
  type TypedSettingName,
} from "../graph/schema";
import { show } from "../graph/show";

const settings = valuesSchema(trainingParams);
const codes = { unknown: "unknown-setting", missing: "missing-setting", invalid: "invalid-setting" };

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
    members.filter(({ key }) => !isTypedSetting(key)),
    codes.invalid,
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
    reserved: reservedTrainingKeys,
    subject: (setting) => ({ setting }),
    code: codes,
    report,
  });
  const wrong = new Set(parsed.error?.issues.flatMap(({ path }) => path.slice(0, 1)));
  const right = written.filter(({ key }) => Object.hasOwn(trainingParams, key) && !wrong.has(key));
  const typed = members.flatMap(({ key, value }) => {
    const read = isTypedSetting(key) ? readTyped(key, value, report) : undefined;
    return read ? [[key, read] as const] : [];
  });
  return training(recordOf(right), Object.fromEntries(typed));
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
  const values = settings.parse(written) as Omit<Training, TypedSettingName>;
  // Duplicates count once.
  const metrics = [...new Set(values.metrics)];
  return { ...values, metrics, optimizer: valueOf("optimizer", preset, {}), ...typed };
}

/** Reads a typed setting; undefined if not even its type can be read. */
function readTyped(name: TypedSettingName, value: JsonNode, report: Report): TypedValue | undefined {
  const { types, unknown, preset } = typedSettings[name];
  if (value.type !== "object") {
    report(
      "invalid-setting",
      () =>
        t(
          '"{0}" is written as {1}, not {2}.',
          name,
          `{ "type": "${preset ?? at([...types.keys()], 0)}", … }`,
          show(getNodeValue(value)),
        ),
      placeOf(value),
      { setting: name },
    );
    return undefined;
  }
  const members = withoutDuplicates(membersOf(value), report, { setting: name });
  const type = members.find(({ key }) => key === "type");
  const chosen: unknown = type?.value.value;
  const found = typeof chosen === "string" ? types.get(chosen) : undefined;
  if (typeof chosen !== "string" || !found) {
    report(
      unknown,
      () => unknownType(name, type && getNodeValue(type.value)),
      type ? placeOf(type.value) : placeOf(value),
      { setting: `${name}.type` },
    );
    return undefined;
  }
  const written = withoutLongLists(
    members.filter((member) => member !== type),
    codes.invalid,
    report,
    (param) => ({ setting: `${name}.${param}` }),
  );
  const values = recordOf(written);
  const parsed = settingSchema(name, chosen)?.safeParse(values);
  reportIssues(parsed?.error?.issues ?? [], {
    owner: chosen,
    parameters: found.params,
    written,
    values,
    missingPlace: type ? placeOf(type.value) : placeOf(value),
    reserved: [],
    subject: (param) => ({ setting: `${name}.${param}` }),
    code: codes,
    report,
  });
  return valueOf(name, chosen, parsed?.success ? values : {});
}

function valueOf(name: TypedSettingName, type: string, written: Record<string, unknown>): TypedValue {
  return { ...settingSchema(name, type)?.parse(written), type };
}

function unknownType(setting: TypedSettingName, type: unknown): string {
  const { types } = typedSettings[setting];
  const list = [...types.keys()].map((name) => `"${name}"`).join(", ");
  if (type === undefined) return t('The {0} has no type: add "type" with one of {1}.', setting, list);
  const meant = typeof type === "string" ? nearest(type, types.keys()) : undefined;
  return meant === undefined
    ? t("There is no {0} {1}. Use one of {2}.", setting, show(type), list)
    : t('There is no {0} {1}. Did you mean "{2}"?', setting, show(type), meant);
}
