import "@vscode-elements/elements/dist/vscode-textfield/index.js";
import type { VscodeTextfield } from "@vscode-elements/elements/dist/vscode-textfield/index.js";
import { useEffect, useLayoutEffect, useRef } from "react";
import type { Ref } from "react";

interface Props {
  readonly value: string;
  /** The accessible name; the visible label is next to the field. */
  readonly label: string;
  readonly placeholder?: string;
  readonly invalid?: boolean;
  readonly id?: string;
  readonly describedBy?: string;
  readonly className?: string;
  readonly onInput?: (value: string) => void;
  /** Called on Enter or blur, if the text differs from `value`. */
  readonly onCommit?: (value: string) => void;
  readonly onCancel?: () => void;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
  readonly ref?: Ref<VscodeTextfield>;
}

/**
 * A text field in VS Code's style. It has its own undo: while its text differs from `value`, undo and redo stay in the
 * field; otherwise they bubble to VS Code, which undoes the document's last edit.
 */
export function TextField(props: Props) {
  const { value, label, placeholder = "", invalid = false, id, describedBy, className } = props;
  const field = useRef<VscodeTextfield>(null);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });

  // Before the element leaves the page, when the browser would report a change once more.
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    const commit = () => {
      if (element.value !== latest.current.value) latest.current.onCommit?.(element.value);
    };
    const input = () => latest.current.onInput?.(element.value);
    const keydown = (event: KeyboardEvent) => {
      latest.current.onKeyDown?.(event);
      if (event.defaultPrevented) return;
      const control = event.ctrlKey || event.metaKey;
      const undo = control && ["z", "y"].includes(event.key.toLowerCase());
      if (undo && element.value !== latest.current.value) event.stopPropagation();
      if (event.key === "Enter") commit();
      if (event.key === "Escape" && element.value !== latest.current.value) {
        element.value = latest.current.value;
        latest.current.onCancel?.();
        event.stopPropagation();
      }
    };
    element.addEventListener("input", input);
    element.addEventListener("change", commit);
    element.addEventListener("keydown", keydown);
    return () => {
      element.removeEventListener("input", input);
      element.removeEventListener("change", commit);
      element.removeEventListener("keydown", keydown);
    };
  }, []);

  // The document changed under the field, so show the new value even if the user was typing.
  useEffect(() => {
    if (field.current && field.current.value !== value) field.current.value = value;
  }, [value]);

  return (
    <vscode-textfield
      ref={(element: VscodeTextfield | null) => {
        field.current = element;
        const { ref } = latest.current;
        if (typeof ref === "function") ref(element);
        else if (ref) ref.current = element;
      }}
      id={id}
      className={className}
      label={label}
      placeholder={placeholder}
      invalid={invalid}
      aria-describedby={describedBy}
    />
  );
}
