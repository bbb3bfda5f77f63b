import "./wires.css";
import { useReactFlow, ViewportPortal } from "@xyflow/react";
import { handlePlace } from "../layout/handlePlace";
import { wireCourse } from "../layout/wireCourse";
import { portsOf } from "../model/nodeView";
import { useCanvas, useCanvasState } from "../state/useCanvas";

/** The wire that a layer picked from the menu will have, drawn while the menu is open. */
export function MenuWire() {
  const canvas = useCanvas();
  const { screenToFlowPosition } = useReactFlow();
  const menu = useCanvasState(({ addMenu }) => addMenu);
  const { nodes } = canvas.get();
  const node = menu?.from && nodes.find(({ id }) => id === menu.from?.node);
  if (!menu?.from || !node) return null;
  const { side, port } = menu.from;
  const { view } = node.data;
  const place = handlePlace(
    view,
    side,
    portsOf(view, side).findIndex(({ name }) => name === port),
  );
  const start = { x: node.position.x + place.x, y: node.position.y + place.y };
  const end = screenToFlowPosition(menu.at);
  const { path } = side === "output" ? wireCourse(start, end) : wireCourse(end, start);
  return (
    <ViewportPortal>
      <svg className="menu-wire">
        <path className="wire-line pending" data-status="open" d={path} />
      </svg>
    </ViewportPortal>
  );
}
