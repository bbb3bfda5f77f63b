import { t } from "@vscode/l10n";
import { writeValue } from "../document/writeJson";
import type { Candidate } from "./fix";

/** Proposes another value for a node's parameter. */
export function setParam(node: string, name: string, value: unknown): Candidate {
  return {
    title: t('Set {0} of "{1}" to {2}', name, node, writeValue(value) ?? ""),
    edit: { kind: "param", node, name, value },
  };
}
