import "./nodes.css";
import type { NodeProps } from "@xyflow/react";
import { memo } from "react";
import { pillWords } from "../model/nodeSize";
import { worst } from "../model/worst";
import type { FlowNode } from "../state/canvasState";
import { renamedNode } from "../state/canvasState";
import { useCanvasState } from "../state/useCanvas";
import { ChipField } from "./ChipField";
import { CountMark } from "./CountMark";
import { NodeName } from "./NodeName";
import { ObjectiveMarks } from "./ObjectiveMarks";
import { Ports } from "./Ports";
import { ProblemBadge } from "./ProblemBadge";
import { sameNode } from "./sameNode";
import { Through } from "./Through";

/** A layer without weights, in one line. */
export const Pill = memo(function Pill({ data: { view }, selected }: NodeProps<FlowNode>) {
  const renaming = useCanvasState((state) => renamedNode(state) === view.id);
  return (
    <div
      className="node pill"
      data-category={view.category}
      data-troubled={worst(view.problems)}
      data-label={view.name}
      data-bypassed={view.bypassed}
      data-stack={view.count !== undefined}
      title={view.named ? undefined : view.name}
    >
      {renaming ? (
        <NodeName id={view.id} name={view.name} />
      ) : (
        pillWords(view).map(({ text, strong, chip }) =>
          chip ? (
            <ChipField key={chip.param} node={view.id} chip={chip} bare />
          ) : strong ? (
            <NodeName key="name" id={view.id} name={view.name} />
          ) : (
            <span key="type" className={view.named ? "node-type" : undefined}>
              {text}
            </span>
          ),
        )
      )}
      <CountMark count={view.count} />
      <Through view={view} />
      <Ports view={view} selected={selected} />
      <ProblemBadge view={view} />
      <ObjectiveMarks node={view.id} />
    </div>
  );
}, sameNode);
