import "./Ports.css";
import { t } from "@vscode/l10n";
import { useUpdateNodeInternals } from "@xyflow/react";
import { useEffect, useRef, useState } from "react";
import { nodeMetrics } from "../model/nodeSize";
import { handlePlace } from "../layout/handlePlace";
import { pathOf } from "../../../engine/tensor/path";
import type { NodeView, PortView, Side } from "../model/nodeView";
import { selectedNodes, wiringOf } from "../state/canvasState";
import { useCanvasState } from "../state/useCanvas";
import { opposite } from "../state/wiring";
import { PortHandle } from "./PortHandle";
import { PortRows } from "./PortRows";

interface Props {
  readonly view: NodeView;
  readonly selected: boolean;
}

/**
 * A node's handles. Optional ports without a wire sit in a drawer below it, so that they take no room and the node
 * keeps its size. The drawer opens by its tab on the selected node, and while a wire is dragged over the node.
 */
export function Ports({ view, selected }: Props) {
  const { input, output } = view.spare;
  const count = input.length + output.length;
  const isAlone = useCanvasState((state) => count > 0 && selected && selectedNodes(state).length === 1);
  const [asked, setAsked] = useState(false);
  if (asked && !isAlone) setAsked(false);
  const isOpen =
    useCanvasState((state) => count > 0 && wiringOf(state)?.pointed === view.id) || (isAlone && asked);
  const takes = useCanvasState((state) => {
    const wiring = wiringOf(state);
    if (isOpen || !wiring) return false;
    return view.spare[opposite(wiring.side)].some(
      ({ name }) => wiring.verdicts.get(pathOf(view.id, name))?.ok,
    );
  });
  useMeasuredHandles(view, isOpen);
  const handles = (side: Side, ports: readonly PortView[], y: (index: number) => number) =>
    ports.map((port, index) => (
      <PortHandle key={`${side} ${port.name}`} node={view.id} port={port} side={side} y={y(index)} />
    ));
  return (
    <>
      {handles("input", view.inputs, (index) => handlePlace(view, "input", index).y)}
      {handles("output", view.outputs, (index) => handlePlace(view, "output", index).y)}
      {isOpen && (
        <div className="spare-ports">
          <PortRows inputs={input} outputs={output} />
          {handles("input", input, spareRow)}
          {handles("output", output, spareRow)}
        </div>
      )}
      {isAlone && !isOpen && (
        <button
          type="button"
          className="spare-tab nodrag"
          title={t("Optional ports: {0}", [...input, ...output].map(({ name }) => name).join(", "))}
          onClick={() => setAsked(true)}
        >
          +{count}
        </button>
      )}
      {takes && <span className="spare-mark" aria-hidden="true" />}
    </>
  );
}

function spareRow(index: number): number {
  return nodeMetrics.portRow * (index + 0.5);
}

/** React Flow measures handles when a node changes its size; here they come and go at the same size. */
function useMeasuredHandles({ id, inputs, outputs, portsAt }: NodeView, isOpen: boolean): void {
  const measure = useUpdateNodeInternals();
  const names = [inputs, outputs].map((ports) => ports.map(({ name }) => name).join());
  const handles = [...names, isOpen, portsAt?.input.join(), portsAt?.output.join()].join(" ");
  const measured = useRef(handles);
  useEffect(() => {
    if (measured.current === handles) return;
    measured.current = handles;
    measure(id);
  }, [id, handles, measure]);
}
