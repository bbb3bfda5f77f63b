import "./chips.css";
import { t } from "@vscode/l10n";
import { useState } from "react";
import { parametersOn } from "../../../engine/graph/parametersOn";
import { isExpression } from "../../../engine/graph/expression";
import { fieldText, readField } from "../../inspector/fieldText";
import type { Chip } from "../model/nodeView";
import { memberOf } from "../state/scopes";
import { useCanvas } from "../state/useCanvas";

interface Props {
  readonly node: string;
  readonly chip: Chip;
  /** Shows only the value, as pills do. */
  readonly bare?: boolean;
}

/** A parameter on a card: its value, which turns into a field when edited. */
export function ChipField({ node, chip, bare = false }: Props) {
  const canvas = useCanvas();
  const [editing, setEditing] = useState(false);
  const [message, setMessage] = useState<string>();
  const member = memberOf(canvas.get(), node);
  const page = member?.page;
  const shown = member && page?.nodes.get(member.id);
  const parameter = shown && parametersOn(shown)[chip.param];
  const inBlock = page?.block !== undefined;
  if (!editing || !shown || !parameter) {
    return (
      <button
        type="button"
        className={bare ? "chip bare" : "chip"}
        data-missing={chip.value === undefined}
        data-expression={inBlock && isExpression(chip.value)}
        title={[`${chip.param}: ${chip.value ?? "?"}`, ...(parameter?.help ? [t(parameter.help)] : [])].join(
          "\n",
        )}
        onClick={() => setEditing(true)}
      >
        {!bare && <span className="chip-label">{chip.label}</span>}
        <span className="chip-value">{chip.value ?? "?"}</span>
      </button>
    );
  }

  const written = fieldText(parameter, shown.node.params[chip.param]);
  const close = () => {
    setEditing(false);
    setMessage(undefined);
  };
  const commit = (text: string) => {
    if (text === written) {
      close();
      return;
    }
    const reading = readField(chip.param, parameter, text, inBlock);
    if (!reading.ok) {
      setMessage(reading.message);
      return;
    }
    close();
    canvas.editOn(page, { kind: "param", node: shown.node.id, name: chip.param, value: reading.value });
  };
  const options = isExpression(shown.node.params[chip.param])
    ? undefined
    : parameter.kind === "boolean"
      ? ["true", "false"]
      : parameter.kind === "choice"
        ? parameter.options
        : undefined;
  return (
    <span className={bare ? "chip bare open nodrag" : "chip open nodrag"}>
      {!bare && <span className="chip-label">{chip.label}</span>}
      {options ? (
        <select
          autoFocus
          aria-label={chip.param}
          defaultValue={written}
          onChange={(event) => commit(event.currentTarget.value)}
          onBlur={close}
          onKeyDown={(event) => {
            event.stopPropagation();
            if (event.key === "Escape") close();
          }}
        >
          {options.map((option) => (
            <option key={option}>{option}</option>
          ))}
        </select>
      ) : (
        <input
          autoFocus
          aria-label={chip.param}
          aria-invalid={message !== undefined}
          defaultValue={written}
          size={Math.max(3, written.length)}
          spellCheck={false}
          onFocus={(event) => event.currentTarget.select()}
          onChange={() => setMessage(undefined)}
          onBlur={(event) => {
            const reading = readField(chip.param, parameter, event.currentTarget.value, inBlock);
            // An invalid value is not sent; leaving the field restores the old one.
            if (reading.ok) commit(event.currentTarget.value);
            else close();
          }}
          onKeyDown={(event) => {
            event.stopPropagation();
            if (event.key === "Enter") commit(event.currentTarget.value);
            if (event.key === "Escape") close();
          }}
        />
      )}
      {message !== undefined && (
        <span className="chip-message" role="alert">
          {message}
        </span>
      )}
    </span>
  );
}
