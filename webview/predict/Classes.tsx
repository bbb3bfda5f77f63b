import { t } from "@vscode/l10n";
import type { PredictableInput } from "../../engine/run/prediction";
import { give, usePage } from "./stores";

/** The most classes in a list to choose from. */
const mostListed = 200;

/** A class, chosen from a list, or several as text. */
export function Classes({ input }: { readonly input: Extract<PredictableInput, { kind: "classes" }> }) {
  const { path, count, classes, classNames } = input;
  const given = usePage((page) => page.given[path]);
  const value = given?.kind === "numbers" ? (given.values[0] ?? 0) : 0;
  if (count === 1 && classes <= mostListed)
    return (
      <label className="input field">
        <span>{path}</span>
        <select
          value={value}
          onChange={(event) => give(path, { kind: "numbers", values: [Number(event.target.value)] })}
        >
          {Array.from({ length: classes }, (_, index) => (
            <option key={index} value={index}>
              {classNames?.[index] ?? String(index)}
            </option>
          ))}
        </select>
      </label>
    );
  return (
    <label className="input field">
      <span>{path}</span>
      <textarea
        rows={2}
        spellCheck={false}
        placeholder={t("{0} of: {1}", count, namesOf(input))}
        onChange={(event) => give(path, { kind: "text", text: event.target.value })}
      />
    </label>
  );
}

function namesOf({
  classes,
  classNames,
}: {
  readonly classes: number;
  readonly classNames?: readonly string[];
}) {
  return classNames ? classNames.join(" ") : t("whole numbers from {0} to {1}", 0, classes - 1);
}
