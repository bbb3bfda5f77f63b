import { t } from "@vscode/l10n";
import type { NodePath } from "../tensor/path";

/** The message that a node names another one whose weights are not there, because it is bypassed. */
export function bypassedWeights(node: NodePath, other: NodePath): string {
  return t(
    '{0}: "{1}" is bypassed, so that its weights are not there. Use it again, or name another node.',
    node,
    other,
  );
}
