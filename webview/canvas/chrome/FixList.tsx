import { t } from "@vscode/l10n";
import { useMemo } from "react";
import { findFixes } from "../../../engine/graph/fixes/findFixes";
import { showFix } from "../../../engine/graph/fixes/showFix";
import type { Problem } from "../../../engine/graph/problem";
import type { TypedGraph } from "../../../engine/graph/typedGraph";
import { useCanvas, useCanvasState } from "../state/useCanvas";

interface Props {
  readonly typed: TypedGraph;
  readonly problems: readonly Problem[];
  readonly onFixed: () => void;
}

/** The ways out of a node's problems of shapes, a click each. */
export function FixList({ typed, problems, onFixed }: Props) {
  const canvas = useCanvas();
  const text = useCanvasState((state) => state.text);
  const facts = useCanvasState((state) => state.facts);
  const fixes = useMemo(
    () => problems.flatMap((problem) => findFixes({ text, typed, facts }, problem)),
    [text, typed, facts, problems],
  );
  if (fixes.length === 0) return null;
  return (
    <section className="fixes">
      <h3>{t("Ways out")}</h3>
      {fixes.map((fix) => (
        <button
          type="button"
          className="fix"
          key={fix.title}
          onClick={() => {
            canvas.edit(fix.edit);
            onFixed();
          }}
        >
          {showFix(fix)}
        </button>
      ))}
    </section>
  );
}
