import { prefersStill } from "../../ui/prefersStill";
import { newNode } from "../../../engine/document/newNode";
import { pageInside, pagesAround, topPage, type Page } from "../../../engine/graph/page";
import type { Point } from "../layout/geometry";
import { nodeMetrics } from "../model/nodeSize";
import { tidy } from "../layout/tidy";
import type { WireView } from "../model/wireView";
import { wireEnds } from "../layout/wireEnds";
import { selectedNodes } from "./canvasState";
import type { Canvas } from "./createCanvas";
import { frameAt, frameOf, idInside, type Frame } from "./frames";
import { makeRoom } from "./makeRoom";
import { connectionTo, sizeOfNew, spliceInto, wiresOfNew } from "./newWires";
import { keepOpen, showOnPage } from "./openInPlace";
import { homeOf, placeBeside, placeFree } from "./places";
import { documentPlace, memberOf, nodesOfPage, wiresAround } from "./scopes";
import { wireFixes } from "./wireFixes";
import { canConnectOn } from "./wiring";

/** Grid spacing, and the step of a nudge, in px. */
export const gridStep = 8;

/** Adds a layer from the keyboard: after a node, wired to it if it fits, else in the centre of the view. Returns its name. */
export function addLayer(
  canvas: Canvas,
  type: string,
  middle: Point,
  after: string | undefined = onlySelected(canvas),
): string {
  const node = newNode(takenNames(canvas.get().page), type);
  const size = sizeOfNew(canvas, node);
  if (after !== undefined) {
    const edge = connectionTo(canvas, { node: after }, node);
    const { x, y } = homeOf(canvas, placeBeside(canvas, after, size), size);
    canvas.editPage(
      { kind: "add", nodes: [node], edges: wiresOfNew(canvas, node, edge), layout: { [node.id]: [x, y] } },
      [node.id],
    );
    return node.id;
  }
  const corner = { x: middle.x - size.width / 2, y: middle.y - size.height / 2 };
  const { x, y } = homeOf(canvas, placeFree(canvas, corner, size), size);
  canvas.editPage({ kind: "add", nodes: [node], layout: { [node.id]: [x, y] } }, [node.id]);
  return node.id;
}

/** The selected node, if it is the only one and on the page itself. */
function onlySelected(canvas: Canvas): string | undefined {
  const [selected, second] = selectedNodes(canvas.get());
  return second === undefined && selected !== undefined && frameOf(selected) === "" ? selected : undefined;
}

/** Adds a layer where it was dropped; if that is on a wire, inserts it between the wire's ends. */
export function dropLayer(canvas: Canvas, type: string, at: Point, wire?: string): void {
  const { frames, nodes } = canvas.get();
  const over = frameAt(frames, nodes, at);
  if (over) {
    dropInside(canvas, type, over.frame, { x: at.x - over.corner.x, y: at.y - over.corner.y });
    return;
  }
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
      : { place: homeOf(canvas, corner, size), moved: {} };
  canvas.editPage(
    { kind: "add", nodes: [node], layout: { ...moved, [node.id]: [place.x, place.y] }, ...splice },
    [node.id],
  );
}

/** Adds a layer to the block of an open instance, at a point of its frame. */
function dropInside(canvas: Canvas, type: string, { path, page, inside }: Frame, at: Point): void {
  const node = newNode(takenNames(page), type);
  const size = sizeOfNew(canvas, node);
  const { origin, way } = inside;
  const home = way.home({
    x: at.x - origin.x - size.width / 2,
    y: at.y - origin.y - size.height / 2,
    ...size,
  });
  const layout = { [node.id]: [Math.round(home.x), Math.round(home.y)] as const };
  canvas.editOn(page, { kind: "add", nodes: [node], layout }, [`${path}/${node.id}`]);
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
  const byId = new Map(nodesOfPage(canvas.get().nodes).map((node) => [node.id, node]));
  const from = wireEnds(wire, byId)?.from;
  return from && from.y - Math.min(nodeMetrics.handle, height / 2);
}

/** Adds a layer at the end of a wire that was dropped on the empty canvas; returns its name. */
export function addAtWire(
  canvas: Canvas,
  type: string,
  at: Point,
  end: { readonly node: string; readonly port: string; readonly side: "input" | "output" },
): string {
  const node = newNode(takenNames(canvas.get().page), type);
  const size = sizeOfNew(canvas, node);
  const edge = end.side === "output" ? connectionTo(canvas, end, node) : connectionTo(canvas, node, end);
  const corner = {
    x: end.side === "output" ? at.x : at.x - size.width,
    y: at.y - Math.min(20, size.height / 2),
  };
  const { x, y } = homeOf(canvas, corner, size);
  const edges = end.side === "output" ? wiresOfNew(canvas, node, edge) : edge ? [edge] : [];
  canvas.editPage({ kind: "add", nodes: [node], edges, layout: { [node.id]: [x, y] } }, [node.id]);
  return node.id;
}

/**
 * Draws a wire, or says why it cannot be drawn, with what would make it fit.
 *
 * @param moved An existing wire whose end was moved there.
 * @param at Where it was dropped, in page coordinates.
 */
export function connect(canvas: Canvas, from: PortEnd, to: PortEnd, moved?: number, at?: Point): void {
  const state = canvas.get();
  const old = [...wiresAround(state, from.node).values()].find(({ index }) => index === moved);
  const isPutBack = old && isAt(old.from, from) && isAt(old.to, to);
  if (isPutBack) return;
  const verdict = canConnectOn(state, from, to);
  if (!verdict.ok) {
    const fixes = verdict.edge === undefined ? [] : wireFixes(state, to, verdict.edge, moved);
    if (at && fixes.length > 0) canvas.set({ refused: { at, reason: verdict.reason, fixes } });
    else canvas.say(verdict.reason);
    return;
  }
  const page = memberOf(state, from.node)?.page;
  const gone = [verdict.replaces, moved].filter((index) => index !== undefined);
  if (gone.length > 1 && gone[0] !== gone[1]) {
    canvas.editOn(page, { kind: "add", nodes: [], edges: [verdict.edge], replaces: gone });
    return;
  }
  canvas.editOn(page, { kind: "connect", edge: verdict.edge, replaces: gone[0] });
}

type PortEnd = WireView["from"];

function isAt(a: PortEnd, b: PortEnd): boolean {
  return a.node === b.node && a.port === b.port;
}

/** Removes the selection and its wires, in one edit. */
export function removeSelection(canvas: Canvas): void {
  const state = canvas.get();
  const chosen = selectedNodes(state);
  const wires = state.edges.filter(({ selected }) => selected);
  // All of them are in one scope; if a box selected nodes, only the wires among those are meant.
  const scope = chosen[0] ?? wires[0]?.source;
  if (scope === undefined) return;
  const page = memberOf(state, scope)?.page;
  // The ports of the page's block are removed in its form.
  const nodes = chosen.map(idInside).filter((id) => page?.scope.nodes.has(id));
  const gone = new Set(chosen);
  // A selection box also selects the wires of its nodes, which are removed with the nodes anyway.
  const edges = wires.flatMap(({ data, source, target }) =>
    data && frameOf(source) === frameOf(scope) && !gone.has(source) && !gone.has(target)
      ? [data.wire.index]
      : [],
  );
  if (nodes.length + edges.length === 0) return;
  canvas.editOn(page, { kind: "remove", nodes, edges });
  // Of several wires between the same ports, the next one takes the id of a removed one, and would be selected.
  canvas.select([]);
}

export function selectAll(canvas: Canvas): void {
  canvas.select(nodesOfPage(canvas.get().nodes).map(({ id }) => id));
}

/** Moves the selection on the canvas only; `commitMove` writes it when the key is released. */
export function nudgeSelection(canvas: Canvas, x: number, y: number): void {
  canvas.changeNodes(
    canvas.get().nodes.flatMap(({ id, selected, draggable, position }) => {
      if (!selected || draggable === false) return [];
      const moved = { x: position.x + x, y: position.y + y };
      return [{ id, type: "position" as const, position: moved, dragging: false }];
    }),
  );
}

export function rename(canvas: Canvas, node: string, to: string): void {
  const name = to.trim();
  canvas.end("renaming");
  const state = canvas.get();
  const member = memberOf(state, node);
  if (!member || name === member.id || name === "") return;
  const renamed = node.slice(0, node.length - member.id.length) + name;
  const chosen = selectedNodes(state).map((id) => (id === node ? renamed : id));
  keepOpen(canvas, node, renamed);
  canvas.editOn(member.page, { kind: "rename", node: member.id, to: name }, chosen);
}

/**
 * Shows what is inside an instance of a block, on its page; of another node in a frame, the page that it is on. Nothing
 * for other nodes.
 */
export function openInside(canvas: Canvas, node: string): void {
  const member = memberOf(canvas.get(), node);
  const inside = member && pageInside(member.page, member.id);
  if (inside) canvas.open(inside);
  else if (frameOf(node) !== "") showOnPage(canvas, node);
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

/**
 * Lays the graph out from left to right, animated unless the user prefers reduced motion. `onDone` is called when the
 * nodes are where they stay.
 */
export function tidyGraph(canvas: Canvas, onDone: () => void): void {
  const { views, wires, nodes: all, way, frames } = canvas.get();
  const nodes = nodesOfPage(all).map((node) => ({ id: node.id, position: documentPlace(way, node) }));
  if (nodes.length === 0) return;
  const left = nodes.reduce((least, { position }) => Math.min(least, position.x), Infinity);
  const top = nodes.reduce((least, { position }) => Math.min(least, position.y), Infinity);
  const places = tidy(views, wires.values(), [Math.round(left), Math.round(top)]);
  if (frames.size > 0) {
    // Where the others are shown follows from the document.
    canvas.editPage({
      kind: "move",
      layout: Object.fromEntries([...places].map(([id, [x, y]]) => [id, [x, y]])),
    });
    onDone();
    return;
  }
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
    else {
      canvas.commitMove([...places.keys()]);
      onDone();
    }
  };
  frame(began);
}
