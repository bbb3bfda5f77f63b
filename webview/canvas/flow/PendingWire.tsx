import { Position } from "@xyflow/react";
import type { ConnectionLineComponentProps } from "@xyflow/react";
import { pathOf, wireCurve } from "../model/wirePath";
import type { FlowNode } from "../state/canvasState";

/** The wire that is being drawn, from whichever end it began at. */
export function PendingWire({
  fromX,
  fromY,
  toX,
  toY,
  fromPosition,
  connectionStatus,
}: ConnectionLineComponentProps<FlowNode>) {
  const [start, end] = [
    { x: fromX, y: fromY },
    { x: toX, y: toY },
  ];
  const curve = fromPosition === Position.Right ? wireCurve(start, end) : wireCurve(end, start);
  return <path className="wire-line pending" data-status={connectionStatus ?? "open"} d={pathOf(curve)} />;
}
