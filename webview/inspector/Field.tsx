import { t } from "@vscode/l10n";
import { Fragment, useId, useState } from "react";
import { initializers } from "../../engine/initializers";
import { isExpression } from "../../engine/graph/expression";
import type { Parameter } from "../../engine/parameters/parameter";
import { ownInitializer } from "../../engine/layers/weightParams";
import { CheckBox } from "../ui/CheckBox";
import { SelectField } from "../ui/SelectField";
import { TextField } from "../ui/TextField";
import { fieldText, readField } from "./fieldText";

interface Props {
  readonly name: string;
  readonly parameter: Parameter;
  /** As written; undefined for the default. */
  readonly value: unknown;
  /** The document check's message about it. */
  readonly problem?: string;
  /** Whether it is in a block, where it takes an expression too. */
  readonly inBlock?: boolean;
  /** What options are called that are not shown as they are written; translated. */
  readonly optionLabels?: Readonly<Record<string, string>>;
  /** Makes it a parameter of the block. */
  readonly onPromote?: () => void;
  /** Called with undefined to remove the value. */
  readonly onChange: (value: unknown) => void;
}

/** One parameter: its name, the control for its kind, its unit, and its help or error. */
export function Field({
  name,
  parameter,
  value,
  problem,
  inBlock = false,
  optionLabels,
  onPromote,
  onChange,
}: Props) {
  const id = useId();
  const [mistake, setMistake] = useState<string>();
  const message = mistake ?? problem;
  const isChanged = value !== undefined && isOther(parameter, value);
  return (
    <div className="field" data-invalid={message !== undefined} data-changed={isChanged}>
      <label className="field-name" htmlFor={id} title={name}>
        {/* A long name may break before its capitals. */}
        {name.split(/(?=[A-Z])/).map((part, place) => (
          <Fragment key={place}>
            {place > 0 && <wbr />}
            {part}
          </Fragment>
        ))}
        {parameter.unit !== undefined && <span className="field-unit">{parameter.unit}</span>}
      </label>
      <div className="field-control">
        {onPromote && !isExpression(value) && (
          <button
            type="button"
            className="field-promote"
            title={t("Make This a Block Parameter")}
            aria-label={t("Make {0} a Block Parameter", name)}
            onClick={onPromote}
          >
            $
          </button>
        )}
        <Control
          id={id}
          name={name}
          parameter={parameter}
          value={value}
          inBlock={inBlock}
          optionLabels={optionLabels}
          invalid={message !== undefined}
          onChange={(next) => {
            setMistake(undefined);
            onChange(next);
          }}
          onMistake={setMistake}
        />
        {isChanged && (
          <button
            type="button"
            className="field-reset"
            title={
              parameter.default === undefined
                ? t("Clear")
                : t("Reset to Default, {0}", fieldText(parameter, parameter.default))
            }
            aria-label={t("Reset {0} to Default", name)}
            onClick={() => {
              setMistake(undefined);
              onChange(undefined);
            }}
          >
            ↺
          </button>
        )}
      </div>
      {message === undefined ? (
        <p className="field-help" id={`${id}-help`}>
          {parameter.help !== "" && t(parameter.help)}
        </p>
      ) : (
        <p className="field-message" id={`${id}-help`} role="alert">
          {message}
        </p>
      )}
      {parameter.kind === "initializer" && !isExpression(value) && (
        <RuleFields value={value} onChange={onChange} />
      )}
    </div>
  );
}

/** The parameters of the selected initialiser, in fields of their own. */
function RuleFields({ value, onChange }: Pick<Props, "value" | "onChange">) {
  const written = ruleOf(value);
  const parameters = Object.entries(initializers.get(written.type)?.params ?? {});
  if (parameters.length === 0) return null;
  return (
    <div className="sub-fields">
      {parameters.map(([name, parameter]) => (
        <Field
          key={`${written.type} ${name}`}
          name={name}
          parameter={parameter}
          value={written.params[name]}
          onChange={(next) => {
            const { [name]: _, ...others } = written.params;
            const params = next === undefined ? others : { ...others, [name]: next };
            const { type } = written;
            onChange(Object.keys(params).length > 0 ? { type, ...params } : type);
          }}
        />
      ))}
    </div>
  );
}

/** An initialiser as written: its name or an object. */
function ruleOf(value: unknown): {
  readonly type: string;
  readonly params: Readonly<Record<string, unknown>>;
} {
  if (typeof value !== "object" || value === null)
    return { type: typeof value === "string" ? value : ownInitializer, params: {} };
  const { type, ...params } = value as Readonly<Record<string, unknown>>;
  return { type: typeof type === "string" ? type : ownInitializer, params };
}

/** Whether the value differs from the default. */
function isOther(parameter: Parameter, value: unknown): boolean {
  if (parameter.default === undefined) return parameter.optional === true;
  return JSON.stringify(value) !== JSON.stringify(parameter.default);
}

interface ControlProps extends Omit<Props, "problem" | "onPromote"> {
  readonly id: string;
  readonly invalid: boolean;
  readonly onMistake: (message: string | undefined) => void;
}

function Control({
  id,
  name,
  parameter,
  value,
  inBlock,
  optionLabels,
  invalid,
  onChange,
  onMistake,
}: ControlProps) {
  const { kind, options = [], optionHelp } = parameter;
  const isComputed = inBlock && isExpression(value);
  if (kind === "boolean" && !isComputed) {
    const checked = typeof value === "boolean" ? value : parameter.default === true;
    return <CheckBox id={id} checked={checked} label="" onChange={onChange} />;
  }
  if ((kind === "choice" || kind === "initializer") && !isComputed) {
    const shown =
      kind === "initializer" ? ruleOf(value).type : fieldText(parameter, value ?? parameter.default);
    const known = options.includes(shown) ? options : [shown, ...options];
    return (
      <SelectField
        id={id}
        label={name}
        value={shown}
        invalid={invalid}
        options={known.map((option) => ({
          value: option,
          label: optionLabels?.[option],
          description: descriptionOf(kind, option),
        }))}
        onChange={(option) =>
          onChange(option === ownInitializer && kind === "initializer" ? undefined : option)
        }
      />
    );
  }
  if (kind === "texts" && options.length > 0 && !isComputed) {
    const chosen = Array.isArray(value) ? value.map(String) : [];
    // Values outside the options may be valid too, such as top3.
    const known = [...options, ...chosen.filter((option) => !options.includes(option))];
    return (
      <div className="checks" id={id} role="group" aria-label={name}>
        {known.map((option, i) => {
          const help = optionHelp?.[i];
          return (
            <CheckBox
              key={option}
              checked={chosen.includes(option)}
              label={option}
              title={help === undefined ? undefined : t(help)}
              onChange={(checked) =>
                onChange(known.filter((other) => (other === option ? checked : chosen.includes(other))))
              }
            />
          );
        })}
      </div>
    );
  }
  return (
    <TextField
      id={id}
      label={name}
      value={fieldText(parameter, value)}
      placeholder={placeholderOf(parameter)}
      invalid={invalid}
      describedBy={`${id}-help`}
      onInput={() => onMistake(undefined)}
      onCancel={() => onMistake(undefined)}
      onCommit={(text) => {
        const reading = readField(name, parameter, text, inBlock);
        if (reading.ok) onChange(reading.value);
        else onMistake(reading.message);
      }}
    />
  );
}

/** The description shown below the hovered option. */
function descriptionOf(kind: Parameter["kind"], option: string): string {
  const rule = kind === "initializer" ? initializers.get(option) : undefined;
  return rule ? t(rule.summary) : "";
}

/** The placeholder of an empty field: the default, or nothing if the parameter is optional. */
function placeholderOf(parameter: Parameter): string {
  if (parameter.default !== undefined) return fieldText(parameter, parameter.default);
  return parameter.optional ? "" : t("required");
}
