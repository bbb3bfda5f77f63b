import "@vscode-elements/elements/dist/vscode-option/index.js";
import "@vscode-elements/elements/dist/vscode-single-select/index.js";
import type { VscodeSingleSelect } from "@vscode-elements/elements/dist/vscode-single-select/index.js";
import { useEffect, useRef } from "react";

export interface Option {
  readonly value: string;
  readonly label?: string;
  readonly description?: string;
}

interface Props {
  readonly value: string;
  readonly options: readonly Option[];
  readonly label: string;
  readonly id?: string;
  readonly invalid?: boolean;
  readonly onChange: (value: string) => void;
}

/** A select in VS Code's style. */
export function SelectField({ value, options, label, id, invalid = false, onChange }: Props) {
  const field = useRef<VscodeSingleSelect>(null);
  const latest = useRef({ value, onChange });
  useEffect(() => {
    latest.current = { value, onChange };
  });
  useEffect(() => {
    const element = field.current;
    if (!element) return;
    const change = () => {
      if (element.value !== latest.current.value) latest.current.onChange(element.value);
    };
    element.addEventListener("change", change);
    return () => element.removeEventListener("change", change);
  }, []);
  useEffect(() => {
    const element = field.current;
    // The element reads its options from its children, which must exist first.
    void element?.updateComplete.then(() => {
      if (element.value !== value) element.value = value;
    });
  }, [value, options]);
  return (
    <vscode-single-select ref={field} id={id} label={label} aria-label={label} invalid={invalid}>
      {options.map((option) => (
        <vscode-option
          key={option.value}
          value={option.value}
          description={option.description ?? ""}
          selected={option.value === value}
        >
          {option.label ?? option.value}
        </vscode-option>
      ))}
    </vscode-single-select>
  );
}
