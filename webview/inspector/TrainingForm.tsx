import { t } from "@vscode/l10n";
import type { ReactNode } from "react";
import { defaultWatchOf, watchableNames } from "../../engine/graph/figures";
import type { Problem } from "../../engine/graph/problem";
import { trainingParams, typedSettings, type TypedSettingName } from "../../engine/graph/schema";
import type { TypedGraph } from "../../engine/graph/typedGraph";
import type { Parameter } from "../../engine/parameters/parameter";
import { Field } from "./Field";
import { ProblemList } from "./ProblemList";
import { TypedFields, typedFieldNames } from "./TypedFields";

interface Props {
  readonly typed: TypedGraph;
  /** The problems in the document's `training`, but not in its objectives. */
  readonly problems: readonly Problem[];
  /** The form of the objectives. */
  readonly objectives: ReactNode;
  readonly onChange: (path: readonly string[], value: unknown) => void;
}

const general: Readonly<Record<string, Parameter>> = trainingParams;

/** The training settings; shown while no node is selected. */
export function TrainingForm({ typed, problems, objectives, onChange }: Props) {
  const { training } = typed.graph;
  const problemOf = (setting: string) => problems.find((problem) => problem.setting === setting)?.message;
  const names = Object.keys(typedSettings) as TypedSettingName[];
  const shown = new Set([
    ...Object.keys(general),
    ...names.flatMap((name) => typedFieldNames(name, training[name])),
  ]);
  const unplaced = problems.filter(({ setting }) => setting === undefined || !shown.has(setting));
  const field = (name: keyof typeof trainingParams, parameter = general[name]) =>
    parameter && (
      <Field
        name={name}
        parameter={parameter}
        value={training[name]}
        problem={problemOf(name)}
        onChange={(value) => onChange([name], value)}
      />
    );
  const typedField = (name: TypedSettingName) => (
    <TypedFields
      name={name}
      value={training[name]}
      unset={
        typedSettings[name].preset === undefined
          ? { label: "none", help: typedSettings[name].help }
          : undefined
      }
      problemOf={problemOf}
      onChange={onChange}
    />
  );
  const watch: Parameter = {
    ...trainingParams.watch,
    kind: "choice",
    options: watchableNames(typed),
    default: defaultWatchOf(typed),
  };
  return (
    <div className="form">
      <h2>{t("Training")}</h2>
      <ProblemList problems={unplaced} />
      {field("epochs")}
      {field("batchSize")}
      {field("dropLast")}
      {field("accumulate")}
      {field("seed")}
      {typedField("optimizer")}
      {typedField("schedule")}
      {field("warmup")}
      {typedField("clipping")}
      {objectives}
      {field("metrics")}
      {field("watch", watch)}
      {field("patience")}
      {field("ema")}
    </div>
  );
}
