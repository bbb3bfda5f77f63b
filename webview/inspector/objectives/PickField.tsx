import { useId, type ReactNode } from "react";

interface Props {
  readonly name: string;
  /** Translated; shown unless there are problems. */
  readonly help: string;
  readonly problems: readonly string[];
  readonly children: ReactNode;
}

/** A setting whose values are picked from a list. */
export function PickField({ name, help, problems, children }: Props) {
  const id = useId();
  return (
    <div className="pick-field" role="group" aria-labelledby={id} data-invalid={problems.length > 0}>
      <span className="field-name" id={id}>
        {name}
      </span>
      {children}
      {problems.length === 0 && <p className="field-help">{help}</p>}
      {problems.map((problem) => (
        <p key={problem} className="field-message" role="alert">
          {problem}
        </p>
      ))}
    </div>
  );
}
