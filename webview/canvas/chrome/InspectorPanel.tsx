import "./panels.css";
import "./InspectorPanel.css";
import { t } from "@vscode/l10n";
import type { Ref } from "react";
import type { Problem } from "../../../engine/graph/problem";
import type { TypedGraph } from "../../../engine/graph/typedGraph";
import { NodeForm } from "../../inspector/NodeForm";
import { TrainingForm } from "../../inspector/TrainingForm";
import { selectedNodes } from "../state/canvasState";
import { rename } from "../state/gestures";
import { useCanvas, useCanvasState } from "../state/useCanvas";
import { FixList } from "./FixList";
import { setPanel } from "./panels";

interface Props {
  readonly ref: Ref<HTMLElement>;
  /** Called when a fix was applied and its button is gone, to return focus to the canvas. */
  readonly onFixed: () => void;
}

/** The form of the selected node, or the training form when nothing is selected. */
export function InspectorPanel({ ref, onFixed }: Props) {
  const canvas = useCanvas();
  return (
    <aside className="inspector" aria-label={t("Inspector")} ref={ref}>
      <div className="panel-head">
        <h2>{t("Inspector")}</h2>
        <button
          type="button"
          className="icon-button"
          aria-label={t("Hide Inspector")}
          title={t("Hide Inspector")}
          onClick={() => setPanel(canvas, "inspector", false)}
        >
          »
        </button>
      </div>
      <Content onFixed={onFixed} />
    </aside>
  );
}

function Content({ onFixed }: Pick<Props, "onFixed">) {
  const canvas = useCanvas();
  const typed = useCanvasState((state) => state.typed);
  const problems = useCanvasState((state) => state.problems);
  const first = useCanvasState((state) => selectedNodes(state)[0]);
  const count = useCanvasState((state) => selectedNodes(state).length);
  if (!typed) return null;
  if (count > 1) return <p className="many">{t("{0} layers selected", count)}</p>;
  const node = first === undefined ? undefined : typed.graph.nodes.get(first);
  if (!node) {
    return (
      <TrainingForm
        training={typed.graph.training}
        problems={problems.filter((problem) => isOfTraining(problem, typed))}
        onChange={(path, value) => canvas.edit({ kind: "training", path, value })}
      />
    );
  }
  const own = problems.filter((problem) => problem.node === node.id);
  return (
    <NodeForm
      key={node.id}
      node={node}
      typed={typed.nodes.get(node.id)}
      taken={new Set(typed.graph.nodes.keys())}
      problems={own}
      fixes={own.length > 0 && <FixList typed={typed} problems={own} onFixed={onFixed} />}
      onRename={(name) => rename(canvas, node.id, name)}
      onParam={(name, value) => canvas.edit({ kind: "param", node: node.id, name, value })}
      onSelect={(id) => canvas.select([id])}
    />
  );
}

function isOfTraining({ setting, node, edge, range }: Problem, { graph }: TypedGraph): boolean {
  if (setting !== undefined) return true;
  const { offset, length } = graph.places.training;
  return node === undefined && edge === undefined && range.offset >= offset && range.offset < offset + length;
}
