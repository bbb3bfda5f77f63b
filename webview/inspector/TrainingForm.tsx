import { t } from "@vscode/l10n";
import type { Training } from "../../engine/graph/graph";
import type { Problem } from "../../engine/graph/problem";
import { optimizerHelp, trainingParams } from "../../engine/graph/schema";
import type { Parameter } from "../../engine/layers/parameter";
import { optimizers } from "../../engine/optimizers";
import { Field } from "./Field";

interface Props {
  readonly training: Training;
  /** Those in the document's `training`. */
  readonly problems: readonly Problem[];
  readonly onChange: (path: readonly string[], value: unknown) => void;
}

const general: Readonly<Record<string, Parameter>> = trainingParams;

/** How the model is trained; shown while no node is selected. */
export function TrainingForm({ training, problems, onChange }: Props) {
  const problemOf = (setting: string) => problems.find((problem) => problem.setting === setting)?.message;
  const fields = ["epochs", "batchSize", "seed", "metrics"] as const;
  const shown = new Set([
    ...fields,
    "optimizer",
    ...Object.keys(optimizers.get(training.optimizer.type)?.params ?? {}).map((name) => `optimizer.${name}`),
  ]);
  const unplaced = problems.filter(({ setting }) => setting === undefined || !shown.has(setting));
  const rule = optimizers.get(training.optimizer.type);
  const choice: Parameter = {
    kind: "choice",
    schema: trainingParams.epochs.schema,
    help: rule?.summary ?? optimizerHelp,
    options: [...optimizers.keys()],
  };
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
      {(["epochs", "batchSize", "seed"] as const).map((name) => (
        <TrainingField
          key={name}
          name={name}
          value={training[name]}
          problem={problemOf(name)}
          onChange={onChange}
        />
      ))}
      <Field
        name="optimizer"
        parameter={choice}
        value={training.optimizer.type}
        problem={problemOf("optimizer")}
        onChange={(type) => type !== undefined && onChange(["optimizer", "type"], type)}
      />
      {Object.entries(rule?.params ?? {}).map(([name, parameter]) => (
        <Field
          key={`${training.optimizer.type} ${name}`}
          name={name}
          parameter={parameter}
          value={training.optimizer[name]}
          problem={problemOf(`optimizer.${name}`)}
          onChange={(value) => onChange(["optimizer", name], value)}
        />
      ))}
      <TrainingField
        name="metrics"
        value={training.metrics}
        problem={problemOf("metrics")}
        onChange={onChange}
      />
    </div>
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
