import { t } from "@vscode/l10n";
import { useDeferredValue, useMemo } from "react";
import { findFixes } from "../../../engine/fixes/findFixes";
import type { Problem } from "../../../engine/graph/problem";
import type { TypedGraph } from "../../../engine/graph/typedGraph";
import { useCanvasState } from "../state/useCanvas";
import { FixButton } from "./FixButton";

interface Props {
  readonly typed: TypedGraph;
  readonly problems: readonly Problem[];
  readonly onFixed: () => void;
}

/** The fixes for a node's problems, one button each. */
export function FixList({ typed, problems, onFixed }: Props) {
  const text = useCanvasState((state) => state.text);
  const facts = useCanvasState((state) => state.facts);
  const wanted = useMemo(
    () => ({ document: { text, typed, facts }, problems }),
    [text, typed, facts, problems],
  );
  // Finding fixes takes a while in a large graph, so the form is painted first.
  const deferred = useDeferredValue<typeof wanted | undefined>(wanted, undefined);
  const fixes = useMemo(
    () => deferred?.problems.flatMap((problem) => findFixes(deferred.document, problem)) ?? [],
    [deferred],
  );
  if (deferred !== wanted || fixes.length === 0) return null;
  return (
    <section className="fixes">
      <h3>{t("Fixes")}</h3>
      {fixes.map((fix) => (
        <FixButton key={fix.title} fix={fix} onFixed={onFixed} />
      ))}
    </section>
  );
}
