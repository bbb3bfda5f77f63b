import { trainingParams, typedSettings, type TypedSettingName } from "../../engine/graph/schema";
import type { Parameter } from "../../engine/parameters/parameter";
import { Field } from "./Field";

interface Props {
  readonly name: TypedSettingName;
  /** The setting as written, or with defaults filled in; undefined if it is not written. */
  readonly value: Readonly<Record<string, unknown>> | undefined;
  /** The option that writes nothing; undefined if there is none, because a preset is written instead. */
  readonly unset?: { readonly label: string; readonly help: string };
  readonly problemOf: (setting: string) => string | undefined;
  readonly onChange: (path: readonly string[], value: unknown) => void;
}

/** The value of the option that writes nothing. */
const none = "none";

/** A select for a setting's type, and fields for that type's parameters. */
export function TypedFields({ name, value, unset, problemOf, onChange }: Props) {
  const { help, types } = typedSettings[name];
  const type = typeof value?.type === "string" ? value.type : undefined;
  const choice: Parameter = {
    kind: "choice",
    schema: trainingParams.epochs.schema,
    help: types.get(type ?? "")?.summary ?? unset?.help ?? help,
    options: [...(unset ? [none] : []), ...types.keys()],
  };
  return (
    <>
      <Field
        name={name}
        parameter={choice}
        value={type ?? none}
        optionLabels={unset && { [none]: unset.label }}
        problem={problemOf(name) ?? problemOf(`${name}.type`)}
        onChange={(next) => {
          if (next === none) onChange([name], undefined);
          else if (next !== undefined) onChange([name, "type"], next);
        }}
      />
      {typedParameters(name, value).map(([param, parameter]) => (
        <Field
          key={`${String(type)} ${param}`}
          name={param}
          parameter={parameter}
          value={value?.[param]}
          problem={problemOf(`${name}.${param}`)}
          onChange={(next) => onChange([name, param], next)}
        />
      ))}
    </>
  );
}

function typedParameters(name: TypedSettingName, value: Props["value"]): [string, Parameter][] {
  const type = typeof value?.type === "string" ? value.type : "";
  return Object.entries(typedSettings[name].types.get(type)?.params ?? {});
}

/** The settings that `TypedFields` shows, dotted. */
export function typedFieldNames(name: TypedSettingName, value: Props["value"]): string[] {
  return [name, `${name}.type`, ...typedParameters(name, value).map(([param]) => `${name}.${param}`)];
}
