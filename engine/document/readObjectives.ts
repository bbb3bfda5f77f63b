import { t } from "@vscode/l10n";
import { getNodeValue } from "jsonc-parser";
import type { NamedObjective, Training, TypedValue } from "../graph/graph";
import { isTypedSetting, objectiveParams } from "../graph/schema";
import { shorten } from "../graph/shorten";
import { show } from "../graph/show";
import { valuesSchema } from "../parameters/valuesSchema";
import type { JsonNode, Member } from "./json";
import { membersOf, placeOf, recordOf } from "./json";
import { wrongId } from "./readNode";
import { readTypedSetting, settingCodes } from "./readTypedSetting";
import type { Report } from "./report";
import { withoutDuplicates, withoutLongLists } from "./report";
import { reportIssues } from "./reportIssues";

const settings = valuesSchema(objectiveParams);
type Settings = Pick<NamedObjective, "losses" | "updates" | "steps" | "epochs"> & {
  readonly warmup?: number;
};

/**
 * Reads `training.objectives`; settings that are not written are those of `training`. Wrong values are reported and
 * replaced by their defaults; an objective without losses is left out.
 */
export function readObjectives(value: JsonNode, training: Training, report: Report): NamedObjective[] {
  const members = withoutDuplicates(membersOf(value), report, { setting: "objectives" });
  if (value.type !== "object" || members.length === 0) {
    report(
      settingCodes.invalid,
      () =>
        value.type === "object"
          ? t(
              '"objectives" names no objective. Add one, or remove "objectives" to minimise the sum of all losses.',
            )
          : t('"objectives" must be an object: { "name": { "losses": [ … ] }, … }.'),
      placeOf(value),
      { setting: "objectives" },
    );
    return [];
  }
  return members.flatMap((member) => readObjective(member, training, report) ?? []);
}

/** What is wrong with an objective's name, if anything. */
export function wrongObjectiveName(name: string): string | undefined {
  return wrongId(name) === undefined
    ? undefined
    : t(
        '"{0}" cannot name an objective: begin with a letter or _, then use letters, digits and _ only.',
        shorten(name),
      );
}

function readObjective(
  { key: name, keyPlace, value }: Member,
  training: Training,
  report: Report,
): NamedObjective | undefined {
  const path = `objectives.${name}`;
  const subject = (param: string) => ({ setting: `${path}.${param}` });
  const wrongName = wrongObjectiveName(name);
  if (wrongName !== undefined) {
    report("invalid-id", () => wrongName, keyPlace, { setting: "objectives" });
    return undefined;
  }
  if (value.type !== "object") {
    report(
      settingCodes.invalid,
      () => t('An objective must be an object: { "losses": [ … ], … }, not {0}.', show(getNodeValue(value))),
      placeOf(value),
      { setting: path },
    );
    return undefined;
  }
  const members = withoutDuplicates(membersOf(value), report, { setting: path });
  const written = withoutLongLists(
    members.filter(({ key }) => !isTypedSetting(key) && key !== "weights"),
    settingCodes.invalid,
    report,
    subject,
  );
  const values = recordOf(written);
  const parsed = settings.safeParse(values);
  reportIssues(parsed.error?.issues ?? [], {
    owner: name,
    parameters: objectiveParams,
    written,
    values,
    missingPlace: keyPlace,
    subject,
    code: settingCodes,
    report,
  });
  const wrong = new Set(parsed.error?.issues.flatMap(({ path: [first] }) => String(first)));
  const right = written.filter(({ key }) => Object.hasOwn(objectiveParams, key) && !wrong.has(key));
  const read = settings.safeParse(recordOf(right)).data as Settings | undefined;
  const typed = Object.fromEntries(
    members.flatMap(({ key, value: setting }): [string, TypedValue][] => {
      const found = isTypedSetting(key)
        ? readTypedSetting(key, setting, report, `${path}.${key}`)
        : undefined;
      return found ? [[key, found]] : [];
    }),
  );
  const weights = readWeights(members, path, report);
  if (!read) return undefined;
  const { optimizer, schedule, warmup, clipping } = training;
  const epochs = readWindow(members, read.epochs, path, report);
  return {
    name,
    losses: [...new Set(read.losses)],
    ...(read.updates && { updates: [...new Set(read.updates)] }),
    weights,
    steps: read.steps,
    optimizer,
    ...(schedule && { schedule }),
    warmup: read.warmup ?? warmup,
    ...(clipping && { clipping }),
    ...typed,
    ...(epochs && { epochs }),
  };
}

/** The factors of losses; whether these losses exist is found out with the graph. */
function readWeights(members: readonly Member[], path: string, report: Report): Record<string, number> {
  const member = members.find(({ key }) => key === "weights");
  if (!member) return {};
  const subject = { setting: `${path}.weights` };
  const isFactor = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);
  const wrong = (value: JsonNode) => {
    report(
      settingCodes.invalid,
      () =>
        t(
          '"weights" must give each loss a number: {0}, not {1}.',
          '{ "loss": 0.5 }',
          show(getNodeValue(value)),
        ),
      placeOf(value),
      subject,
    );
    return [];
  };
  if (member.value.type !== "object") {
    wrong(member.value);
    return {};
  }
  return Object.fromEntries(
    withoutDuplicates(membersOf(member.value), report, subject).flatMap(({ key, value }) => {
      const factor: unknown = getNodeValue(value);
      return isFactor(factor) ? [[key, factor] as const] : wrong(value);
    }),
  );
}

function readWindow(
  members: readonly Member[],
  epochs: readonly number[] | undefined,
  path: string,
  report: Report,
): readonly [number, number] | undefined {
  const [first, last] = epochs ?? [];
  if (first === undefined || last === undefined) return undefined;
  if (first <= last) return [first, last];
  const member = members.find(({ key }) => key === "epochs");
  if (member)
    report(
      settingCodes.invalid,
      () => t("The first epoch, {0}, comes after the last, {1}. Swap them.", first, last),
      placeOf(member.value),
      { setting: `${path}.epochs` },
    );
  return undefined;
}
