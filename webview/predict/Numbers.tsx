import { t } from "@vscode/l10n";
import { formatNumber } from "../../engine/run/format";
import type { PredictableInput } from "../../engine/run/prediction";
import { give, rangeOf, usePage } from "./stores";

/** Steps of a slider from one end to the other. */
const steps = 200;

/** A slider for each number of an input. */
export function Numbers({ input }: { readonly input: Extract<PredictableInput, { kind: "numbers" }> }) {
  const { path, count } = input;
  const given = usePage((page) => page.given[path]);
  const values = given?.kind === "numbers" ? given.values : [];
  const { low, high } = rangeOf(input);
  return (
    <fieldset className="input numbers">
      <legend>{path}</legend>
      {values.map((value, index) => (
        <label key={index}>
          {count > 1 && <span aria-hidden>{index + 1}</span>}
          <input
            type="range"
            min={low}
            max={high}
            step={(high - low) / steps}
            value={value}
            aria-label={count > 1 ? t("{0}, number {1}", path, index + 1) : path}
            aria-valuetext={formatNumber(value)}
            onChange={(event) =>
              give(path, { kind: "numbers", values: values.with(index, event.target.valueAsNumber) })
            }
          />
          <output>{formatNumber(value)}</output>
        </label>
      ))}
    </fieldset>
  );
}
