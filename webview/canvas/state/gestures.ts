import { prefersStill } from "../../ui/prefersStill";
import { canConnect } from "../../../engine/graph/connect";
import { newNode } from "../../../engine/document/newNode";
import { pageInside, pagesAround, topPage, type Page } from "../../../engine/graph/page";
import type { Point } from "../layout/geometry";
import { nodeMetrics } from "../model/nodeSize";
import { tidy } from "../layout/tidy";
import type { WireView } from "../model/wireView";
import { wireEnds } from "../layout/wireEnds";
import { selectedNodes } from "./canvasState";
import type { Canvas } from "./createCanvas";
import { makeRoom } from "./makeRoom";
import { connectionTo, sizeOfNew, spliceInto } from "./newWires";
import { placeBeside, placeFree } from "./places";

/** Grid spacing, and the step of a nudge, in px. */
export const gridStep = 8;

/** Adds a layer from the keyboard: after the selected node, wired to it if it fits, else in the centre of the view. */
export function addLayer(canvas: Canvas, type: string, middle: Point): void {
  const node = newNode(takenNames(canvas.get().page), type);
  const [selected, second] = selectedNodes(canvas.get());
  const size = sizeOfNew(canvas, node);
  if (selected !== undefined && second === undefined) {
    const edge = connectionTo(canvas, { node: selected }, node);
    const { x, y } = placeBeside(canvas, selected, size);
    canvas.editPage(
      { kind: "add", nodes: [node], edges: edge ? [edge] : [], layout: { [node.id]: [x, y] } },
      [node.id],
    );
    return;
  }
  const { x, y } = placeFree(canvas, { x: middle.x - size.width / 2, y: middle.y - size.height / 2 }, size);
  canvas.editPage({ kind: "add", nodes: [node], layout: { [node.id]: [x, y] } }, [node.id]);
}

/** Adds a layer where it was dropped; if that is on a wire, inserts it between the wire's ends. */
export function dropLayer(canvas: Canvas, type: string, at: Point, wire?: string): void {
  const node = newNode(takenNames(canvas.get().page), type);
  const size = sizeOfNew(canvas, node);
  const corner = { x: at.x - size.width / 2, y: at.y - size.height / 2 };
  const onto = wire === undefined ? undefined : canvas.get().wires.get(wire);
  const splice = onto && spliceInto(canvas, onto, node);
  const { place, moved } =
    onto && splice
      ? makeRoom(
          canvas,
          { from: onto.from.node, to: onto.to.node },
          size,
          corner,
          levelOn(canvas, onto, size),
        )
      : { place: { x: Math.round(corner.x), y: Math.round(corner.y) }, moved: {} };
  canvas.editPage(
    { kind: "add", nodes: [node], layout: { ...moved, [node.id]: [place.x, place.y] }, ...splice },
    [node.id],
  );
}

/** The names in use on a page: of its nodes and, on a block's page, of the block's ports. */
export function takenNames(page: Page | undefined): Pick<ReadonlySet<string>, "has"> {
  if (!page) return new Set();
  return { has: (name) => page.scope.nodes.has(name) || page.nodes.has(name) };
}

/** The y of a node with a single input that puts its handle level with the wire's beginning. */
function levelOn(
  canvas: Canvas,
  wire: WireView,
  { height }: { readonly height: number },
): number | undefined {
  const byId = new Map(canvas.get().nodes.map((node) => [node.id, node]));
  const from = wireEnds(wire, byId)?.from;
  return from && from.y - Math.min(nodeMetrics.handle, height / 2);
}

/** Adds a layer at the end of a wire that was dropped on the empty canvas. */
export function addAtWire(
  canvas: Canvas,
  type: string,
  at: Point,
  end: { readonly node: string; readonly port: string; readonly side: "input" | "output" },
): void {
  const node = newNode(takenNames(canvas.get().page), type);
  const size = sizeOfNew(canvas, node);
  const edge = end.side === "output" ? connectionTo(canvas, end, node) : connectionTo(canvas, node, end);
  const x = Math.round(end.side === "output" ? at.x : at.x - size.width);
  const y = Math.round(at.y - Math.min(20, size.height / 2));
  canvas.editPage({ kind: "add", nodes: [node], edges: edge ? [edge] : [], layout: { [node.id]: [x, y] } }, [
    node.id,
  ]);
}

/** Draws a wire, or says why it cannot be drawn. `moved` is an existing wire whose end was moved there. */
export function connect(canvas: Canvas, from: PortEnd, to: PortEnd, moved?: number): void {
  const { page, wires } = canvas.get();
  const old = [...wires.values()].find(({ index }) => index === moved);
  const isPutBack = old && isAt(old.from, from) && isAt(old.to, to);
  if (!page || isPutBack) return;
  const verdict = canConnect(page, from, to);
  if (!verdict.ok) {
    canvas.say(verdict.reason);
    return;
  }
  const gone = [verdict.replaces, moved].filter((index) => index !== undefined);
  if (gone.length > 1 && gone[0] !== gone[1]) {
    canvas.editPage({ kind: "add", nodes: [], edges: [verdict.edge], replaces: gone });
    return;
  }
  canvas.editPage({ kind: "connect", edge: verdict.edge, replaces: gone[0] });
}

type PortEnd = WireView["from"];

function isAt(a: PortEnd, b: PortEnd): boolean {
  return a.node === b.node && a.port === b.port;
}

/** Removes the selection and its wires, in one edit. */
export function removeSelection(canvas: Canvas): void {
  const state = canvas.get();
  // The ports of the page's block are removed in its form.
  const nodes = selectedNodes(state).filter((id) => state.page?.scope.nodes.has(id));
  const gone = new Set(nodes);
  // A selection box also selects the wires of its nodes, which are removed with the nodes anyway.
  const edges = state.edges.flatMap(({ selected, data, source, target }) =>
    selected && data && !gone.has(source) && !gone.has(target) ? [data.wire.index] : [],
  );
  if (nodes.length + edges.length === 0) return;
  canvas.editPage({ kind: "remove", nodes, edges });
  // Of several wires between the same ports, the next one takes the id of a removed one, and would be selected.
  canvas.select([]);
}

export function selectAll(canvas: Canvas): void {
  canvas.select(canvas.get().nodes.map(({ id }) => id));
}

/** Moves the selection on the canvas only; `commitMove` writes it when the key is released. */
export function nudgeSelection(canvas: Canvas, x: number, y: number): void {
  canvas.changeNodes(
    canvas.get().nodes.flatMap(({ id, selected, position }) => {
      if (!selected) return [];
      const moved = { x: position.x + x, y: position.y + y };
      return [{ id, type: "position" as const, position: moved, dragging: false }];
    }),
  );
}

export function rename(canvas: Canvas, node: string, to: string): void {
  const name = to.trim();
  canvas.end("renaming");
  if (name === node || name === "") return;
  const chosen = selectedNodes(canvas.get()).map((id) => (id === node ? name : id));
  canvas.editPage({ kind: "rename", node, to: name }, chosen);
}

/** Shows what is inside an instance of a block; nothing for other nodes. */
export function openInside(canvas: Canvas, node: string): void {
  const { page } = canvas.get();
  const inside = page && pageInside(page, node);
  if (inside) canvas.open(inside);
}

/** Shows the page around this one, with the instance selected; false on the document's own page. */
export function openOutside(canvas: Canvas): boolean {
  const { page } = canvas.get();
  if (!page?.block) return false;
  const around = pagesAround(page);
  const entered = around.at(-1)?.node;
  const outside = around.at(-2)?.page ?? topPage;
  canvas.open(outside, entered === undefined ? [] : [entered]);
  return true;
}

const tidyMilliseconds = 260;

/** Lays the graph out from left to right, animated unless the user prefers reduced motion. */
export function tidyGraph(canvas: Canvas): void {
  const { views, wires, nodes } = canvas.get();
  if (nodes.length === 0) return;
  const left = nodes.reduce((least, { position }) => Math.min(least, position.x), Infinity);
  const top = nodes.reduce((least, { position }) => Math.min(least, position.y), Infinity);
  const places = tidy(views, wires.values(), [Math.round(left), Math.round(top)]);
  const still = prefersStill() || nodes.length > 200;
  const start = new Map(nodes.map(({ id, position }) => [id, position]));
  const began = performance.now();
  const frame = (now: number) => {
    const fraction = still ? 1 : Math.min(1, Math.max(0, (now - began) / tidyMilliseconds));
    const eased = 1 - (1 - fraction) ** 3;
    canvas.changeNodes(
      [...places].map(([id, [x, y]]) => {
        const from = start.get(id) ?? { x, y };
        const position = { x: from.x + (x - from.x) * eased, y: from.y + (y - from.y) * eased };
        return { id, type: "position" as const, position, dragging: fraction < 1 };
      }),
    );
    if (fraction < 1) requestAnimationFrame(frame);
    else canvas.commitMove([...places.keys()]);
  };
  frame(began);
}
