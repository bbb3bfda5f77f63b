import { t } from "@vscode/l10n";
import { ExpressionError, isExpression } from "../../graph/expression";
import { valueOf } from "../../graph/substitute";
import { Refusal } from "../Refusal";
import { mapExpressions, nameAlone, namesInValue, withTexts } from "./expressionTexts";

/**
 * A value inside a block with the values of an instance in place of the block's parameters. In another block these may
 * be expressions of its own parameters: `$channels * 2` with "$width" becomes `($width) * 2`. Throws a Refusal if there
 * is no such value; `node` is named in it.
 */
export function withValues(
  value: unknown,
  values: ReadonlyMap<string, unknown>,
  isInBlock: boolean,
  node: string,
): unknown {
  return mapExpressions(value, (text) => {
    const alone = nameAlone(text);
    if (alone !== undefined && values.has(alone)) return values.get(alone);
    const isOpen = [...namesInValue(text)].some((name) => isExpression(values.get(name)));
    if (isInBlock && isOpen)
      return withTexts(text, (name) => {
        const given = values.get(name);
        if (typeof given === "number") return given < 0 ? `(${String(given)})` : String(given);
        if (isExpression(given)) return `(${given})`;
        throw new Refusal(t('{0}: "{1}" cannot be computed.', node, text));
      });
    try {
      return valueOf(text, values);
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      throw new Refusal(t("{0}: {1}", node, error.message));
    }
  });
}
