import { t } from "@vscode/l10n";
import { useId, useState } from "react";
import { integer } from "../../../engine/parameters/parameter";
import { TextField } from "../../ui/TextField";
import { fieldText, readField } from "../fieldText";
import type { WrittenObjective } from "./writtenObjectives";

interface Props {
  readonly epochs: WrittenObjective["epochs"];
  readonly problem: string | undefined;
  readonly onChange: (end: "first" | "last", value: number | undefined) => void;
}

const name = "epochs";
const epoch = integer({ help: "", optional: true, minimum: 1 });

/** The first and the last epoch in which an objective runs; empty for all. */
export function WindowField({ epochs, problem, onChange }: Props) {
  const id = useId();
  const [mistake, setMistake] = useState<string>();
  const message = mistake ?? problem;
  const field = (end: "first" | "last", label: string, placeholder: string) => (
    <TextField
      label={label}
      value={fieldText(epoch, epochs?.[end === "first" ? 0 : 1])}
      placeholder={placeholder}
      invalid={message !== undefined}
      describedBy={`${id}-help`}
      onInput={() => setMistake(undefined)}
      onCancel={() => setMistake(undefined)}
      onCommit={(text) => {
        const reading = readField(name, epoch, text);
        setMistake(reading.ok ? undefined : reading.message);
        if (reading.ok) onChange(end, typeof reading.value === "number" ? reading.value : undefined);
      }}
    />
  );
  return (
    <div
      className="field"
      role="group"
      aria-labelledby={id}
      data-invalid={message !== undefined}
      data-changed={epochs !== undefined}
    >
      <span className="field-name" id={id}>
        {name}
      </span>
      <div className="field-control window-control">
        {field("first", t("First epoch"), t("first"))}
        <span aria-hidden>–</span>
        {field("last", t("Last epoch"), t("last"))}
      </div>
      {message === undefined ? (
        <p className="field-help" id={`${id}-help`}>
          {t("From which epoch to which it runs. Empty: in all.")}
        </p>
      ) : (
        <p className="field-message" id={`${id}-help`} role="alert">
          {message}
        </p>
      )}
    </div>
  );
}
