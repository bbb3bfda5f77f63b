import { Handle, Position } from "@xyflow/react";
import { handlePlace } from "../model/nodeSize";
import type { NodeView } from "../model/nodeView";
import { portKey } from "../model/keys";
import { useCanvasState } from "../state/useCanvas";

interface Props {
  readonly view: NodeView;
  readonly side: "input" | "output";
  readonly index: number;
}

/** The dot at which wires begin and end. While a wire is drawn it shows whether it can take it. */
export function PortHandle({ view, side, index }: Props) {
  const port = view[side === "input" ? "inputs" : "outputs"][index];
  const name = port?.name ?? "";
  const verdict = useCanvasState(({ wiring }) => {
    if (!wiring) return undefined;
    if (wiring.node === view.id && wiring.port === name && wiring.side === side) return "start";
    if (wiring.side === side) return "aside";
    const known = wiring.verdicts.get(portKey(view.id, name));
    return known && (known.ok ? "takes" : "refuses");
  });
  const { y } = handlePlace(view, side, index);
  const several = (side === "input" ? view.inputs : view.outputs).length > 1;
  return (
    <Handle
      id={name}
      type={side === "input" ? "target" : "source"}
      position={side === "input" ? Position.Left : Position.Right}
      className="port"
      style={{ top: y }}
      data-verdict={verdict}
      aria-label={port?.shape ? `${name}, ${port.shape}` : name}
    >
      <span className="port-name" aria-hidden="true" data-several={several}>
        {name}
      </span>
    </Handle>
  );
}
