import { t } from "@vscode/l10n";
import { useId, useState } from "react";
import { TextField } from "../ui/TextField";

interface Props {
  readonly name: string;
  /** What is wrong with a name. */
  readonly check: (name: string) => string | undefined;
  readonly onRename: (name: string) => void;
}

/** The node's name; another one is written everywhere it is used. */
export function NameField({ name, check, onRename }: Props) {
  const id = useId();
  const [mistake, setMistake] = useState<string>();
  return (
    <div className="field name-field" data-invalid={mistake !== undefined}>
      <TextField
        id={id}
        key={name}
        label={t("Name of the node")}
        value={name}
        invalid={mistake !== undefined}
        onInput={() => setMistake(undefined)}
        onCancel={() => setMistake(undefined)}
        onCommit={(text) => {
          const wrong = check(text.trim());
          setMistake(wrong);
          if (wrong === undefined) onRename(text.trim());
        }}
      />
      {mistake !== undefined && (
        <p className="field-message" role="alert">
          {mistake}
        </p>
      )}
    </div>
  );
}
