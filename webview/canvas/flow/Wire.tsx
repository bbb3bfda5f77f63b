import "./wires.css";
import type { EdgeProps } from "@xyflow/react";
import { memo } from "react";
import { moved } from "../layout/arrangeInside";
import { bowOf, wireCourse } from "../layout/wireCourse";
import { dropTarget } from "../state/canvasState";
import type { FlowEdge } from "../state/canvasState";
import { labelWidth } from "../layout/labelWidth";
import { useCanvasState } from "../state/useCanvas";

/** A wire, labelled with the shape of its tensor. */
export const Wire = memo(function Wire({
  id,
  data,
  selected,
  sourceX,
  sourceY,
  targetX,
  targetY,
}: EdgeProps<FlowEdge>) {
  const fraction = useCanvasState(({ labels }) => labels.get(id));
  const targeted = useCanvasState((state) => dropTarget(state) === id);
  const laid = useCanvasState(({ lanes }) => lanes.get(id));
  const lane = laid && data?.inFrame ? moved(laid, sourceX, sourceY) : laid;
  const wire = data?.wire;
  const [start, end] = [
    { x: sourceX, y: sourceY },
    { x: targetX, y: targetY },
  ];
  const { path, at } = wireCourse(start, end, lane, bowOf(wire?.twin ?? 0));
  const { x, y } = at(fraction ?? 0.5);
  const width = wire?.label === undefined ? 0 : labelWidth(wire.label);
  return (
    <g
      className="wire"
      data-troubled={wire?.problem?.severity}
      data-selected={selected}
      data-target={targeted}
    >
      <path className="wire-line" d={path} />
      <path className="react-flow__edge-interaction wire-grip" d={path}>
        {wire?.problem !== undefined && <title>{wire.problem.message}</title>}
      </path>
      {wire?.label !== undefined && (
        // Drawn here and not in React Flow's label layer, which queries the page once per wire on every move.
        <g className="wire-label" data-room={fraction !== undefined}>
          <rect x={x - width / 2} y={y - 7} width={width} height={14} rx={3} />
          <text x={x} y={y}>
            {wire.label}
          </text>
        </g>
      )}
    </g>
  );
});
