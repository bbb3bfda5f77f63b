import { EdgeLabelRenderer } from "@xyflow/react";
import type { EdgeProps } from "@xyflow/react";
import { memo } from "react";
import { wireCourse } from "../model/wireCourse";
import type { FlowEdge } from "../state/canvasState";
import { useCanvasState } from "../state/useCanvas";

/** A wire, with the shape that passes it. */
export const Wire = memo(function Wire({
  id,
  data,
  selected,
  sourceX,
  sourceY,
  targetX,
  targetY,
}: EdgeProps<FlowEdge>) {
  const share = useCanvasState(({ labels }) => labels.get(id));
  const targeted = useCanvasState(({ target }) => target === id);
  const lane = useCanvasState(({ lanes }) => lanes.get(id));
  const { path, at } = wireCourse({ x: sourceX, y: sourceY }, { x: targetX, y: targetY }, lane);
  const { x, y } = at(share ?? 0.5);
  const wire = data?.wire;
  return (
    <>
      <g
        className="wire"
        data-troubled={wire?.problem !== undefined}
        data-selected={selected}
        data-target={targeted}
      >
        <path className="wire-line" d={path} />
        <path className="react-flow__edge-interaction wire-grip" d={path}>
          {wire?.problem !== undefined && <title>{wire.problem}</title>}
        </path>
      </g>
      {wire?.label !== undefined && (
        <EdgeLabelRenderer>
          <span
            className="wire-label"
            data-room={share !== undefined}
            data-selected={selected}
            style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
          >
            {wire.label}
          </span>
        </EdgeLabelRenderer>
      )}
    </>
  );
});
