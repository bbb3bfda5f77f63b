import { t } from "@vscode/l10n";
import { number } from "../../parameters/parameter";
import { clampMax } from "../functional/clampMax";
import { clampMin } from "../functional/clampMin";
import { LayerProblem } from "../LayerProblem";
import { between } from "../range";
import { definePointwise } from "./definePointwise";

/** https://pytorch.org/docs/stable/generated/torch.clamp.html */
export const Clamp = definePointwise({
  type: "Clamp",
  summary: "Limits each number to a range: those beyond a bound become the bound.",
  keywords: ["clip", "limit", "bound"],
  params: {
    min: number({ optional: true, help: "The lower bound; set this, max or both." }),
    max: number({ optional: true, help: "The upper bound; set this, min or both." }),
  },
  fresh: { min: 0, max: 1 },
  reference: {
    formula: String.raw`y = \min(\max(x, \texttt{min}), \texttt{max})`,
    gradient: String.raw`\frac{\partial y}{\partial x} = 1 \text{ for } \texttt{min} \le x \le \texttt{max}, \text{ else } 0`,
    sources: ["https://pytorch.org/docs/stable/generated/torch.clamp.html"],
  },
  check: ({ min, max }) => {
    if (min === undefined && max === undefined)
      throw new LayerProblem("bounds-missing", t("set min, max or both"), { param: "min" });
    if (min !== undefined && max !== undefined && min >= max)
      throw new LayerProblem("bounds-out-of-order", t("min must be smaller than max"), { param: "min" });
  },
  range: ({ low, high, whole }, { min = -Infinity, max = Infinity }) => {
    const clamped = (value: number) => Math.min(Math.max(value, min), max);
    const isWhole = [min, max].every((bound) => !Number.isFinite(bound) || Number.isInteger(bound));
    return between(clamped(low), clamped(high), whole && isWhole);
  },
  lower: (b, x, { min, max }) => {
    const above = min === undefined ? x : clampMin(b, x, min);
    return max === undefined ? above : clampMax(b, above, max);
  },
});
