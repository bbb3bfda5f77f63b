import { t } from "@vscode/l10n";
import type { Block } from "./graph";

/** The values of a block's parameters in an instance: what is written there, and defaults for the rest. */
export function valuesOfInstance(
  { name, parameters }: Pick<Block, "name" | "parameters">,
  written: Readonly<Record<string, unknown>>,
): {
  readonly values: ReadonlyMap<string, unknown>;
  readonly problems: readonly { readonly param: string; readonly message: string }[];
} {
  const values = new Map(
    Object.entries(parameters).map(([param, preset]) => [
      param,
      Object.hasOwn(written, param) ? written[param] : preset,
    ]),
  );
  const missing = [...values].filter(([, value]) => value === null).map(([param]) => param);
  return {
    values,
    problems: missing.map((param) => ({
      param,
      message: t('The block "{0}" needs "{1}": it has no default.', name, param),
    })),
  };
}
