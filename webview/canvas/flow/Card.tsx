import "./nodes.css";
import "./chips.css";
import type { NodeProps } from "@xyflow/react";
import { memo } from "react";
import { formatCount } from "../../../engine/run/format";
import { hasFooter, hasPortRows, showsType, visibleChips } from "../model/nodeSize";
import { worst } from "../model/worst";
import type { FlowNode } from "../state/canvasState";
import { CountMark } from "./CountMark";
import { ChipField } from "./ChipField";
import { DataPreview } from "./DataPreview";
import { FoldButton } from "./FoldButton";
import { LossCurve } from "./LossCurve";
import { NodeName } from "./NodeName";
import { ObjectiveMarks } from "./ObjectiveMarks";
import { PortRows } from "./PortRows";
import { Ports } from "./Ports";
import { ProblemBadge } from "./ProblemBadge";
import { sameNode } from "./sameNode";
import { Through } from "./Through";

/** A layer with weights, a data source, a loss or an instance of a block: its name and type, its parameters and its output shapes. */
export const Card = memo(function Card({ data: { view }, selected }: NodeProps<FlowNode>) {
  const { shown, more } = visibleChips(view.chips, view.width);
  return (
    <div
      className="node card"
      data-category={view.category}
      data-troubled={worst(view.problems)}
      data-label={view.name}
      data-bypassed={view.bypassed}
      data-stack={view.count !== undefined}
    >
      <header title={showsType(view) ? undefined : view.type}>
        {view.category === "block" && <FoldButton id={view.id} name={view.name} />}
        <NodeName id={view.id} name={view.name} opens={view.category === "block"} />
        {showsType(view) && (
          <span className="node-type" title={view.type}>
            {view.type}
          </span>
        )}
        <CountMark count={view.count} />
      </header>
      {shown.length > 0 && (
        <div className="chips">
          {shown.map((chip) => (
            <ChipField key={chip.param} node={view.id} chip={chip} />
          ))}
          {more > 0 && (
            <span
              className="chips-more"
              title={view.chips
                .slice(-more)
                .map(({ param, value }) => `${param} ${value ?? "?"}`)
                .join("\n")}
            >
              +{more}
            </span>
          )}
        </div>
      )}
      {view.source !== undefined && <DataPreview source={view.source} samples={view.samples} />}
      {view.category === "loss" && <LossCurve node={view.id} />}
      {hasPortRows(view) && <PortRows inputs={view.inputs} outputs={view.outputs} />}
      {hasFooter(view) && (
        <footer>
          <code>{hasPortRows(view) ? "" : (view.outputs[0]?.shape ?? "–")}</code>
          {view.parameterCount > 0 && <span>{formatCount(view.parameterCount)}</span>}
        </footer>
      )}
      <Through view={view} />
      <Ports view={view} selected={selected} />
      <ProblemBadge view={view} />
      <ObjectiveMarks node={view.id} />
    </div>
  );
}, sameNode);
