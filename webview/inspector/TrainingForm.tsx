import { t } from "@vscode/l10n";
import type { Training } from "../../engine/graph/graph";
import type { Problem } from "../../engine/graph/problem";
import { trainingParams, typedSettings, type TypedSettingName } from "../../engine/graph/schema";
import type { Parameter } from "../../engine/parameters/parameter";
import { Field } from "./Field";

interface Props {
  readonly training: Training;
  /** The problems in the document's `training`. */
  readonly problems: readonly Problem[];
  readonly onChange: (path: readonly string[], value: unknown) => void;
}

const general: Readonly<Record<string, Parameter>> = trainingParams;

/** The training settings; shown while no node is selected. */
export function TrainingForm({ training, problems, onChange }: Props) {
  const problemOf = (setting: string) => problems.find((problem) => problem.setting === setting)?.message;
  const typed = Object.keys(typedSettings) as TypedSettingName[];
  const shown = new Set([
    ...Object.keys(general),
    ...typed.flatMap((name) => [
      name,
      `${name}.type`,
      ...parametersOf(training, name).map(([param]) => `${name}.${param}`),
    ]),
  ]);
  const unplaced = problems.filter(({ setting }) => setting === undefined || !shown.has(setting));
  const field = (name: keyof typeof trainingParams) => (
    <TrainingField name={name} value={training[name]} problem={problemOf(name)} onChange={onChange} />
  );
  const typedField = (name: TypedSettingName) => (
    <TypedFields name={name} training={training} problemOf={problemOf} onChange={onChange} />
  );
  return (
    <div className="form">
      <h2>{t("Training")}</h2>
      {unplaced.length > 0 && (
        <ul className="problem-list">
          {unplaced.map(({ message, severity }) => (
            <li key={message} data-severity={severity}>
              {message}
            </li>
          ))}
        </ul>
      )}
      {field("epochs")}
      {field("batchSize")}
      {field("dropLast")}
      {field("accumulate")}
      {field("seed")}
      {typedField("optimizer")}
      {typedField("schedule")}
      {field("warmup")}
      {typedField("clipping")}
      {field("metrics")}
      {field("watch")}
      {field("patience")}
      {field("ema")}
    </div>
  );
}

/** The option that writes nothing. */
const none = "none";

function parametersOf(training: Training, name: TypedSettingName): [string, Parameter][] {
  const { type = "" } = training[name] ?? {};
  return Object.entries(typedSettings[name].types.get(type)?.params ?? {});
}

interface TypedFieldsProps {
  readonly name: TypedSettingName;
  readonly training: Training;
  readonly problemOf: (setting: string) => string | undefined;
  readonly onChange: Props["onChange"];
}

/** A select for a setting's type, and fields for that type's parameters. */
function TypedFields({ name, training, problemOf, onChange }: TypedFieldsProps) {
  const { help, types, preset } = typedSettings[name];
  const value = training[name];
  const choice: Parameter = {
    kind: "choice",
    schema: trainingParams.epochs.schema,
    help: types.get(value?.type ?? "")?.summary ?? help,
    options: [...(preset === undefined ? [none] : []), ...types.keys()],
  };
  return (
    <>
      <Field
        name={name}
        parameter={choice}
        value={value?.type ?? none}
        problem={problemOf(name) ?? problemOf(`${name}.type`)}
        onChange={(type) => {
          if (type === none) onChange([name], undefined);
          else if (type !== undefined) onChange([name, "type"], type);
        }}
      />
      {parametersOf(training, name).map(([param, parameter]) => (
        <Field
          key={`${String(value?.type)} ${param}`}
          name={param}
          parameter={parameter}
          value={value?.[param]}
          problem={problemOf(`${name}.${param}`)}
          onChange={(next) => onChange([name, param], next)}
        />
      ))}
    </>
  );
}

interface TrainingFieldProps {
  readonly name: string;
  readonly value: unknown;
  readonly problem: string | undefined;
  readonly onChange: Props["onChange"];
}

function TrainingField({ name, value, problem, onChange }: TrainingFieldProps) {
  const parameter = general[name];
  if (!parameter) return null;
  return (
    <Field
      name={name}
      parameter={parameter}
      value={value}
      problem={problem}
      onChange={(next) => onChange([name], next)}
    />
  );
}
