import "@vscode-elements/elements/dist/vscode-checkbox/index.js";
import type { VscodeCheckbox } from "@vscode-elements/elements/dist/vscode-checkbox/index.js";
import { useEffect, useRef } from "react";

interface Props {
  readonly checked: boolean;
  readonly label: string;
  readonly title?: string;
  readonly disabled?: boolean;
  readonly id?: string;
  readonly onChange: (checked: boolean) => void;
}

/** A check box in VS Code's style. */
export function CheckBox({ checked, label, title, disabled = false, id, onChange }: Props) {
  const field = useRef<VscodeCheckbox>(null);
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  });
  useEffect(() => {
    const element = field.current;
    if (!element) return;
    const change = () => latest.current(element.checked);
    element.addEventListener("change", change);
    return () => element.removeEventListener("change", change);
  }, []);
  return (
    <vscode-checkbox ref={field} id={id} label={label} title={title} disabled={disabled} checked={checked} />
  );
}
