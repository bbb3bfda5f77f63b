import { t } from "@vscode/l10n";
import { documentLimits } from "./documentLimits";
import { ExpressionError, isExpression } from "./expression";
import type { GraphNode } from "./graph";
import { show } from "./show";
import { showExpression, valueOf } from "./substitute";

/** How often a node is repeated; undefined if it is not, or if what is written is wrong. */
export function repeatOf(
  { id, repeat }: Pick<GraphNode, "id" | "repeat">,
  values: ReadonlyMap<string, unknown>,
  inBlock: boolean,
): { readonly count?: number; readonly problem?: string } {
  if (repeat === undefined) return {};
  const isComputed = inBlock && isExpression(repeat);
  let count: unknown = repeat;
  if (isComputed)
    try {
      count = valueOf(repeat, values);
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      return { problem: error.message };
    }
  if (typeof count === "number" && Number.isInteger(count) && count >= 1 && count <= documentLimits.nodes)
    return { count };
  const wanted = t(
    '{0}: "repeat" must be a whole number from 1 to {1}, not {2}.',
    id,
    documentLimits.nodes,
    show(count),
  );
  return { problem: isComputed ? t("{0} It is {1}.", wanted, showExpression(repeat, values)) : wanted };
}
