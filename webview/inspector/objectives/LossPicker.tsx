import { t } from "@vscode/l10n";
import { useId, useState } from "react";
import { number } from "../../../engine/parameters/parameter";
import type { NodePath } from "../../../engine/tensor/path";
import { CheckBox } from "../../ui/CheckBox";
import { TextField } from "../../ui/TextField";
import { fieldText, readField } from "../fieldText";
import { PickField } from "./PickField";
import type { WrittenObjective } from "./writtenObjectives";

interface Props {
  readonly objective: WrittenObjective;
  /** All losses of the document. */
  readonly losses: readonly NodePath[];
  readonly problems: readonly string[];
  readonly onPick: (loss: NodePath, isPicked: boolean) => void;
  readonly onWeight: (loss: NodePath, weight: unknown) => void;
}

/** The losses that an objective minimises, each with a factor if it is picked. */
export function LossPicker({ objective, losses, problems, onPick, onWeight }: Props) {
  const picked = new Set(objective.losses);
  const all = [...losses, ...objective.losses.filter((loss) => !losses.includes(loss))];
  return (
    <PickField
      name="losses"
      help={
        all.length > 0
          ? t("What it minimises: their sum, each times its weight.")
          : t("There is no loss yet.")
      }
      problems={problems}
    >
      <div className="picks">
        {all.map((loss) => (
          <div className="pick-row" key={loss}>
            <CheckBox
              checked={picked.has(loss)}
              label={loss}
              title={loss}
              onChange={(checked) => onPick(loss, checked)}
            />
            {picked.has(loss) && (
              <WeightField
                loss={loss}
                value={objective.weights[loss]}
                onChange={(weight) => onWeight(loss, weight)}
              />
            )}
          </div>
        ))}
      </div>
    </PickField>
  );
}

const factor = number({ help: "", default: 1 });

interface WeightFieldProps {
  readonly loss: NodePath;
  readonly value: unknown;
  readonly onChange: (weight: unknown) => void;
}

function WeightField({ loss, value, onChange }: WeightFieldProps) {
  const id = useId();
  const [mistake, setMistake] = useState<string>();
  return (
    <>
      <span className="pick-times" aria-hidden>
        ×
      </span>
      <TextField
        id={id}
        className="pick-weight"
        label={t("Weight of {0}", loss)}
        value={fieldText(factor, value)}
        placeholder="1"
        invalid={mistake !== undefined}
        onInput={() => setMistake(undefined)}
        onCancel={() => setMistake(undefined)}
        onCommit={(text) => {
          const reading = readField(loss, factor, text);
          setMistake(reading.ok ? undefined : reading.message);
          if (reading.ok) onChange(reading.value);
        }}
      />
      {mistake !== undefined && (
        <p className="field-message" role="alert">
          {mistake}
        </p>
      )}
    </>
  );
}
