import "./nodes.css";
import "./Frame.css";
import type { NodeProps } from "@xyflow/react";
import { t } from "@vscode/l10n";
import { memo } from "react";
import { formatCount } from "../../../engine/run/format";
import { worst } from "../model/worst";
import type { FlowNode } from "../state/canvasState";
import { ChipField } from "./ChipField";
import { FoldButton } from "./FoldButton";
import { NodeName } from "./NodeName";
import { ObjectiveMarks } from "./ObjectiveMarks";
import { Ports } from "./Ports";
import { ProblemBadge } from "./ProblemBadge";
import { sameNode } from "./sameNode";
import { Through } from "./Through";

/** An instance that is open in place: a frame around its nodes, which are drawn on it. */
export const Frame = memo(function Frame({ data: { view }, selected }: NodeProps<FlowNode>) {
  const { count } = view;
  return (
    <div
      className="node frame"
      data-category={view.category}
      data-troubled={worst(view.problems)}
      data-label={view.name}
      data-bypassed={view.bypassed}
      data-stack={count !== undefined}
    >
      <header>
        <FoldButton id={view.id} name={view.name} open />
        <NodeName id={view.id} name={view.name} opens />
        <span className="node-type">{view.type}</span>
        {count !== undefined && (
          <span
            className="count-mark"
            title={t("Repeated {0} times, one behind the other; the shapes are those of the first", count)}
          >
            {t("×{0} · showing {1}", count, 0)}
          </span>
        )}
        <span className="frame-chips">
          {view.chips.map((chip) => (
            <ChipField key={chip.param} node={view.id} chip={chip} />
          ))}
        </span>
        {view.parameterCount > 0 && <span className="frame-count">{formatCount(view.parameterCount)}</span>}
      </header>
      <Through view={view} />
      <Ports view={view} selected={selected} />
      <ProblemBadge view={view} />
      <ObjectiveMarks node={view.id} />
    </div>
  );
}, sameNode);
