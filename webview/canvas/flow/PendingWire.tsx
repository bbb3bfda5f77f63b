import "./wires.css";
import { Position } from "@xyflow/react";
import type { ConnectionLineComponentProps } from "@xyflow/react";
import { wireCourse } from "../layout/wireCourse";
import type { FlowNode } from "../state/canvasState";

/** The wire being drawn, starting at either end. */
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
  const { path } = fromPosition === Position.Right ? wireCourse(start, end) : wireCourse(end, start);
  return <path className="wire-line pending" data-status={connectionStatus ?? "open"} d={path} />;
}
