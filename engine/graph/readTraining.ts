import { t } from "@vscode/l10n";
import { getNodeValue } from "jsonc-parser";
import { valuesSchema } from "../layers/valuesSchema";
import { optimizers } from "../optimizers";
import { show } from "./explain";
import type { Training } from "./graph";
import type { JsonNode, Member } from "./json";
import { membersOf, placeOf, recordOf } from "./json";
import { nearest } from "./nearest";
import type { Report } from "./report";
import { withoutDuplicates } from "./report";
import { reportIssues } from "./reportIssues";
import { defaultOptimizer, optimizerSchema, reservedTrainingKeys, trainingParams } from "./schema";

const settings = valuesSchema(trainingParams);
const codes = { unknown: "unknown-setting", missing: "missing-setting", invalid: "invalid-setting" };

/** How a document without `training` is trained. */
export const defaultTraining: Training = training({}, optimizerOf(defaultOptimizer, {}));

/** Reads `training`; what is wrong in it gets its default and a problem. */
export function readTraining(value: JsonNode, report: Report): Training {
  if (value.type !== "object") {
    report("invalid-section", t('"training" must be an object: { "epochs": 5, … }.'), placeOf(value));
    return defaultTraining;
  }
  const members = withoutDuplicates(membersOf(value), report);
  const optimizer = members.find(({ key }) => key === "optimizer");
  const written = members.filter((member) => member !== optimizer);
  const parsed = settings.safeParse(recordOf(written));
  reportIssues(parsed.error?.issues ?? [], {
    owner: "training",
    parameters: trainingParams,
    written,
    missingPlace: placeOf(value),
    reserved: reservedTrainingKeys,
    subject: (setting) => ({ setting }),
    code: codes,
    report,
  });
  const wrong = new Set(parsed.error?.issues.flatMap(({ path }) => path.slice(0, 1)));
  const right = written.filter(({ key }) => Object.hasOwn(trainingParams, key) && !wrong.has(key));
  return training(recordOf(right), optimizer ? readOptimizer(optimizer, report) : defaultTraining.optimizer);
}

function training(written: Record<string, unknown>, optimizer: Training["optimizer"]): Training {
  // Only what was found right comes here.
  return { ...settings.parse(written), optimizer } as Training;
}

function readOptimizer({ value }: Member, report: Report): Training["optimizer"] {
  if (value.type !== "object") {
    report(
      "invalid-setting",
      t(
        '"optimizer" is written as { "type": "Adam", "learningRate": 0.001 }, not {0}.',
        show(getNodeValue(value)),
      ),
      placeOf(value),
      { setting: "optimizer" },
    );
    return defaultTraining.optimizer;
  }
  const members = withoutDuplicates(membersOf(value), report, { setting: "optimizer" });
  const type = members.find(({ key }) => key === "type");
  const name: unknown = type?.value.value;
  const rule = typeof name === "string" ? optimizers.get(name) : undefined;
  const schema = rule && optimizerSchema(rule.type);
  if (!rule || !schema) {
    report(
      "unknown-optimizer",
      unknownOptimizer(type && getNodeValue(type.value)),
      type ? placeOf(type.value) : placeOf(value),
      { setting: "optimizer.type" },
    );
    return defaultTraining.optimizer;
  }
  const written = members.filter((member) => member !== type);
  const parsed = schema.safeParse(recordOf(written));
  reportIssues(parsed.error?.issues ?? [], {
    owner: rule.type,
    parameters: rule.params,
    written,
    missingPlace: type ? placeOf(type.value) : placeOf(value),
    reserved: [],
    subject: (param) => ({ setting: `optimizer.${param}` }),
    code: codes,
    report,
  });
  return parsed.success ? { ...parsed.data, type: rule.type } : optimizerOf(rule.type, {});
}

function optimizerOf(type: string, written: Record<string, unknown>): Training["optimizer"] {
  return { ...optimizerSchema(type)?.parse(written), type };
}

function unknownOptimizer(name: unknown): string {
  const list = [...optimizers.keys()].map((type) => `"${type}"`).join(", ");
  if (name === undefined) return t('Say which optimizer: add "type" with one of {0}.', list);
  const meant = typeof name === "string" ? nearest(name, optimizers.keys()) : undefined;
  return meant === undefined
    ? t("There is no optimizer {0}. Take one of {1}.", show(name), list)
    : t('There is no optimizer {0}. Did you mean "{1}"?', show(name), meant);
}
