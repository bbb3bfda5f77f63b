import "./Flow.css";
import "./detail.css";
import {
  Background,
  BackgroundVariant,
  ConnectionMode,
  MiniMap,
  ReactFlow,
  SelectionMode,
  useStore,
} from "@xyflow/react";
import type { Connection as FlowConnection, FinalConnectionState, OnConnectStartParams } from "@xyflow/react";
import { t } from "@vscode/l10n";
import { useMemo, useRef } from "react";
import type { CSSProperties } from "react";
import { wiringOf } from "../state/canvasState";
import type { FlowEdge, FlowNode } from "../state/canvasState";
import { connect, gridStep, openInside } from "../state/gestures";
import { frameOf } from "../state/frames";
import { around, type Point } from "../layout/geometry";
import { isIn, memberOf, nodesOfPage, rectOf, wiresAround } from "../state/scopes";
import { useCanvas, useCanvasState } from "../state/useCanvas";
import { beginWire, portUnder, verdictAt } from "../state/wiring";
import { Card } from "./Card";
import { detailAt, unscaleAt } from "./detailAt";
import { End } from "./End";
import { Frame } from "./Frame";
import { leastZoom } from "./leastZoom";
import { MenuWire } from "./MenuWire";
import { isPane, nodeUnder } from "./nodeUnder";
import { Pill } from "./Pill";
import { PendingWire } from "./PendingWire";
import { SharingLinks } from "./SharingLinks";
import { Wire } from "./Wire";
import { WireHint } from "./WireHint";
import { ZoomButtons } from "./ZoomButtons";

interface Props {
  /** Called when the graph is ready to be shown. */
  readonly onStart: () => void;
  /** Called when the user, not a command, moves the viewport. */
  readonly onMovedByHand: () => void;
  /** Called when the viewport has changed. */
  readonly onMoved: () => void;
  /** Called when the empty canvas was double-clicked. */
  readonly onAdd: () => void;
}

const nodeTypes = { card: Card, pill: Pill, end: End, frame: Frame };
const edgeTypes = { wire: Wire };
const snapGrid: [number, number] = [gridStep, gridStep];
/** How close to a handle, in px, a wire's end snaps to it. */
const connectionRadius = 18;

function placeOf(event: MouseEvent | TouchEvent): Point {
  const { clientX, clientY } =
    "changedTouches" in event ? (event.changedTouches[0] ?? { clientX: 0, clientY: 0 }) : event;
  return { x: clientX, y: clientY };
}

/** The graph itself: React Flow renders the store's state and reports gestures back. */
export function Flow({ onStart, onMovedByHand, onMoved, onAdd }: Props) {
  const canvas = useCanvas();
  const nodes = useCanvasState((state) => state.nodes);
  const detail = useStore(({ transform }) => detailAt(transform[2]));
  const unscale = useStore(({ transform }) => unscaleAt(transform[2]));
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const bounds = useMemo(() => around(nodesOfPage(nodes).map(rectOf)), [nodes]);
  const edges = useCanvasState((state) => state.edges);
  /** The wire whose end is being moved. */
  const moved = useRef<FlowEdge | undefined>(undefined);
  const taken = useRef(false);

  const start = (_: unknown, { nodeId, handleId, handleType }: OnConnectStartParams) => {
    taken.current = false;
    if (nodeId === null || handleId === null) return;
    beginWire(canvas, { node: nodeId, port: handleId, side: handleType === "target" ? "input" : "output" });
  };

  const end = (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
    const wiring = wiringOf(canvas.get());
    const old = moved.current;
    moved.current = undefined;
    const below = nodeUnder(event);
    // The frame that a wire is in is nothing that it could end at.
    const body = wiring && below !== undefined && isIn(canvas.get(), wiring.node, below) ? undefined : below;
    if (wiring && !taken.current) finish(event, state);
    canvas.end("wiring");
    if (old && !taken.current && !state.toNode && body === undefined) {
      // Dropping a wire's end on nothing removes the wire.
      const page = memberOf(canvas.get(), old.source)?.page;
      const index = indexOf(old);
      if (index !== undefined) canvas.editOn(page, { kind: "remove", nodes: [], edges: [index] });
    }

    function indexOf({ id, source }: FlowEdge): number | undefined {
      return wiresAround(canvas.get(), source).get(id)?.index;
    }

    function finish(at: MouseEvent | TouchEvent, { toHandle }: FinalConnectionState): void {
      if (!wiring) return;
      const landed =
        typeof toHandle?.id === "string"
          ? { node: toHandle.nodeId, port: toHandle.id }
          : body === undefined
            ? undefined
            : portUnder(canvas, body)?.end;
      if (landed && landed.node !== wiring.node) {
        taken.current = true;
        const [from, to] = wiring.side === "output" ? [wiring, landed] : [landed, wiring];
        connect(canvas, from, to, old && indexOf(old), placeOf(at));
      } else if (!landed && body === undefined && !old && frameOf(wiring.node) === "") {
        canvas.set({ addMenu: { at: placeOf(at), from: wiring, place: "wire" } });
      }
    }
  };

  const isValid = (connection: FlowConnection | FlowEdge) => {
    const wiring = wiringOf(canvas.get());
    if (!wiring) return false;
    const far =
      wiring.side === "output"
        ? { node: connection.target, port: connection.targetHandle ?? "" }
        : { node: connection.source, port: connection.sourceHandle ?? "" };
    return verdictAt(canvas, far)?.ok ?? false;
  };

  return (
    <ReactFlow<FlowNode, FlowEdge>
      nodes={nodes}
      edges={edges}
      nodeTypes={nodeTypes}
      edgeTypes={edgeTypes}
      onNodesChange={canvas.changeNodes}
      onEdgesChange={canvas.changeEdges}
      onNodeMouseEnter={(_, { id }) => {
        const wiring = wiringOf(canvas.get());
        if (wiring) canvas.set({ interaction: { ...wiring, pointed: id } });
      }}
      onNodeDoubleClick={(_, { id }) => openInside(canvas, id)}
      onNodeContextMenu={(event, { id, selected }) => {
        event.preventDefault();
        if (!selected) canvas.select([id]);
        canvas.set({ menu: { x: event.clientX, y: event.clientY } });
      }}
      onNodeDragStop={(_, _node, dragged) => canvas.commitMove(dragged.map(({ id }) => id))}
      onSelectionDragStop={(_, dragged) => canvas.commitMove(dragged.map(({ id }) => id))}
      onConnectStart={start}
      onConnectEnd={end}
      onReconnectStart={(_, edge) => {
        moved.current = edge;
      }}
      onReconnect={() => undefined}
      isValidConnection={isValid}
      connectionMode={ConnectionMode.Strict}
      connectionRadius={connectionRadius}
      connectionLineComponent={PendingWire}
      connectOnClick={false}
      snapGrid={snapGrid}
      selectionOnDrag
      selectionMode={SelectionMode.Partial}
      panOnDrag={[1, 2]}
      panOnScroll
      zoomOnDoubleClick={false}
      multiSelectionKeyCode={["Shift", "Meta", "Control"]}
      selectionKeyCode={null}
      deleteKeyCode={null}
      panActivationKeyCode="Space"
      zoomActivationKeyCode={["Control", "Meta"]}
      disableKeyboardA11y
      edgesFocusable={false}
      nodeDragThreshold={3}
      minZoom={leastZoom(bounds, width, height)}
      maxZoom={2}
      onlyRenderVisibleElements={nodes.length > 120}
      onPaneClick={() => canvas.set({ addMenu: undefined })}
      onMoveStart={(event) => {
        if (!event) return;
        canvas.set({ addMenu: undefined });
        onMovedByHand();
      }}
      onMoveEnd={onMoved}
      onDoubleClick={({ target }) => {
        if (isPane(target)) onAdd();
      }}
      onInit={onStart}
      proOptions={{ hideAttribution: true }}
      aria-label={t("Canvas")}
      data-detail={detail}
      style={{ "--unscale": unscale } as CSSProperties}
    >
      <Background variant={BackgroundVariant.Dots} gap={gridStep * 3} size={1} />
      {nodes.length > 8 && (
        <MiniMap
          pannable
          zoomable
          nodeClassName={({ data: { view } }: FlowNode) =>
            `mini mini-${view.look === "frame" ? "frame" : view.category}`
          }
          ariaLabel={t("Minimap")}
          style={{ width: 150, height: 96 }}
        />
      )}
      <ZoomButtons />
      <SharingLinks />
      <WireHint />
      <MenuWire />
    </ReactFlow>
  );
}
