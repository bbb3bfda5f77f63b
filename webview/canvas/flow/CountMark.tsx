import { t } from "@vscode/l10n";

/** How often a node is repeated. */
export function CountMark({ count }: { readonly count: number | undefined }) {
  if (count === undefined) return null;
  return (
    <span className="count-mark" title={t("Repeated {0} times, one behind the other", count)}>
      ×{count}
    </span>
  );
}
