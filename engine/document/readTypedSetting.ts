import { t } from "@vscode/l10n";
import { getNodeValue } from "jsonc-parser";
import type { TypedValue } from "../graph/graph";
import { nearest } from "../graph/nearest";
import { settingSchema, typedSettings, type TypedSettingName } from "../graph/schema";
import { show } from "../graph/show";
import { at } from "../tensor/tensor";
import type { JsonNode } from "./json";
import { membersOf, placeOf, recordOf } from "./json";
import type { Report } from "./report";
import { withoutDuplicates, withoutLongLists } from "./report";
import { reportIssues } from "./reportIssues";

/** The codes of problems with settings. */
export const settingCodes = {
  unknown: "unknown-setting",
  missing: "missing-setting",
  invalid: "invalid-setting",
} as const;

/**
 * Reads a typed setting; undefined if not even its type can be read. `path` is where it is under `training`, dotted.
 */
export function readTypedSetting(
  name: TypedSettingName,
  value: JsonNode,
  report: Report,
  path: string = name,
): TypedValue | undefined {
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
      { setting: path },
    );
    return undefined;
  }
  const members = withoutDuplicates(membersOf(value), report, { setting: path });
  const type = members.find(({ key }) => key === "type");
  const chosen: unknown = type?.value.value;
  const found = typeof chosen === "string" ? types.get(chosen) : undefined;
  if (typeof chosen !== "string" || !found) {
    report(
      unknown,
      () => unknownType(name, type && getNodeValue(type.value)),
      type ? placeOf(type.value) : placeOf(value),
      { setting: `${path}.type` },
    );
    return undefined;
  }
  const written = withoutLongLists(
    members.filter((member) => member !== type),
    settingCodes.invalid,
    report,
    (param) => ({ setting: `${path}.${param}` }),
  );
  const values = recordOf(written);
  const parsed = settingSchema(name, chosen)?.safeParse(values);
  reportIssues(parsed?.error?.issues ?? [], {
    owner: chosen,
    parameters: found.params,
    written,
    values,
    missingPlace: type ? placeOf(type.value) : placeOf(value),
    subject: (param) => ({ setting: `${path}.${param}` }),
    code: settingCodes,
    report,
  });
  return typedValue(name, chosen, parsed?.success ? values : {});
}

/** A typed setting with defaults filled in. */
export function typedValue(
  name: TypedSettingName,
  type: string,
  written: Record<string, unknown>,
): TypedValue {
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
