import type { NodeProps } from "@xyflow/react";
import { memo } from "react";
import { formatCount } from "../../ui/format";
import type { NodeView } from "../model/nodeView";
import { hasFooter, hasPortRows, visibleChips } from "../model/nodeSize";
import type { FlowNode } from "../state/canvasState";
import { ChipField } from "./ChipField";
import { DataPreview } from "./DataPreview";
import { LossCurve } from "./LossCurve";
import { NodeName } from "./NodeName";
import { Ports } from "./Ports";
import { ProblemBadge } from "./ProblemBadge";
import { sameNode } from "./sameNode";

/** A layer that learns, takes data in or judges: which one, what, how it is set, and what comes out. */
export const Card = memo(function Card({ data: { view } }: NodeProps<FlowNode>) {
  const { shown, more } = visibleChips(view.chips, view.width);
  return (
    <div className="node card" data-category={view.category} data-troubled={view.problems.length > 0}>
      <header>
        <NodeName id={view.id} />
        <span className="node-type">{view.type}</span>
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
      {view.category === "loss" && <LossCurve />}
      {hasPortRows(view) && <PortRows view={view} />}
      {hasFooter(view) && (
        <footer>
          <code>{hasPortRows(view) ? "" : (view.outputs[0]?.shape ?? "–")}</code>
          {view.parameterCount > 0 && <span>{formatCount(view.parameterCount)}</span>}
        </footer>
      )}
      <Ports view={view} />
      <ProblemBadge view={view} />
    </div>
  );
}, sameNode);

function PortRows({ view: { inputs, outputs } }: { readonly view: NodeView }) {
  const rows = Array.from({ length: Math.max(inputs.length, outputs.length) }, (_, row) => row);
  return (
    <div className="port-rows">
      {rows.map((row) => (
        <div className="port-row" key={row}>
          <span>{inputs[row]?.name}</span>
          <span>
            {outputs[row]?.name} <code>{outputs[row]?.shape}</code>
          </span>
        </div>
      ))}
    </div>
  );
}
