import { useState } from "react";

interface Props {
  readonly label: string;
  readonly title?: string;
  /** Undefined is an empty field. */
  readonly value: number | undefined;
  readonly least: number;
  readonly most: number;
  /** Whether the field may be empty. */
  readonly optional?: boolean;
  readonly onChange: (value: number | undefined) => void;
}

/** A labelled field for a whole number. What is not one, such as an empty field, is given up when the field is left. */
export function WholeField({ label, title, value, least, most, optional = false, onChange }: Props) {
  const [text, setText] = useState("");
  const [isEdited, setEdited] = useState(false);
  return (
    <label title={title}>
      <span>{label}</span>
      <input
        type="number"
        min={least}
        max={most}
        step={1}
        value={isEdited ? text : (value ?? "")}
        onChange={({ target }) => {
          setText(target.value);
          setEdited(true);
          const written = target.valueAsNumber;
          if (Number.isInteger(written) && written >= least && written <= most) onChange(written);
          else if (optional && target.value === "") onChange(undefined);
        }}
        onBlur={() => setEdited(false)}
      />
    </label>
  );
}
