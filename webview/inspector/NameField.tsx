import { t } from "@vscode/l10n";
import { useId, useState } from "react";
import { TextField } from "../ui/TextField";

interface Props {
  readonly name: string;
  /** The accessible name. */
  readonly label?: string;
  /** What is wrong with a name, if anything. */
  readonly check: (name: string) => string | undefined;
  readonly onRename: (name: string) => void;
}

/** The name of a node, a block or a port; renaming updates every place that uses it. */
export function NameField({ name, label = t("Node name"), check, onRename }: Props) {
  const id = useId();
  const [mistake, setMistake] = useState<string>();
  return (
    <div className="field name-field" data-invalid={mistake !== undefined}>
      <TextField
        id={id}
        key={name}
        label={label}
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
