import "./PortHandle.css";
import { Handle, Position } from "@xyflow/react";
import type { PortView, Side } from "../model/nodeView";
import { pathOf } from "../../../engine/tensor/path";
import { wiringOf } from "../state/canvasState";
import { useCanvasState } from "../state/useCanvas";

interface Props {
  readonly node: string;
  readonly port: PortView;
  readonly side: Side;
  /** Vertical centre, from the top of its node or drawer. */
  readonly y: number;
}

/** The dot where wires begin and end. While a wire is drawn, it shows whether it can take the wire. */
export function PortHandle({ node, port: { name, shape }, side, y }: Props) {
  const verdict = useCanvasState((state) => {
    const wiring = wiringOf(state);
    if (!wiring) return undefined;
    if (wiring.node === node && wiring.port === name && wiring.side === side) return "start";
    if (wiring.side === side) return "aside";
    const known = wiring.verdicts.get(pathOf(node, name));
    return known && (known.ok ? "takes" : "refuses");
  });
  return (
    <Handle
      id={name}
      type={side === "input" ? "target" : "source"}
      position={side === "input" ? Position.Left : Position.Right}
      className="port"
      style={{ top: y }}
      data-verdict={verdict}
      aria-label={shape === undefined ? name : `${name}, ${shape}`}
    >
      <span className="port-name" aria-hidden="true">
        {name}
      </span>
    </Handle>
  );
}
