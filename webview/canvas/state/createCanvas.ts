import { applyEdgeChanges, applyNodeChanges } from "@xyflow/react";
import type { EdgeChange, NodeChange } from "@xyflow/react";
import { t } from "@vscode/l10n";
import { createStore } from "zustand/vanilla";
import type { StoreApi } from "zustand/vanilla";
import { applyEdit } from "../../../engine/document/applyEdit";
import type { GraphEdit } from "../../../engine/document/edit";
import { applyTextEdits } from "../../../engine/document/textEdits";
import {
  addressOf,
  findOnPage,
  isWithoutInstance,
  pageOf,
  pathOn,
  type Page,
  type PageAddress,
} from "../../../engine/graph/page";
import type { FromCanvas, ToCanvas } from "../../messages/canvas";
import { drawnText, dropEdit, receiveText, sendEdit } from "../model/session";
import type { Session } from "../model/session";
import type { CanvasState, FlowEdge, FlowNode, Interaction } from "./canvasState";
import { initialState, selectedNodes } from "./canvasState";
import { frameOf, layoutAfter } from "./frames";
import { drawGraph, drawPage, withFrames } from "./drawGraph";
import { layWires } from "../layout/layWires";
import { documentPlace, inOneScope, nodesOfPage, rectOf } from "./scopes";

/**
 * The canvas's state and the ways to change it. Data flows one way: an edit goes to the host, and its text comes back.
 */
export interface Canvas {
  readonly store: StoreApi<CanvasState>;
  readonly post: (message: FromCanvas) => void;
  readonly get: () => CanvasState;
  readonly set: (part: Partial<CanvasState>) => void;
  readonly receive: (message: ToCanvas) => void;
  /** Draws the edit at once and sends it. `select` names the nodes to select afterwards. */
  readonly edit: (edit: GraphEdit, select?: readonly string[]) => void;
  /** The same for an edit of the page that is shown: if that is a block's, of the block. */
  readonly editPage: (edit: PageEdit, select?: readonly string[]) => void;
  /** The same for an edit of any page, such as that of an instance that is open in place. */
  readonly editOn: (page: Page | undefined, edit: PageEdit, select?: readonly string[]) => void;
  /** Shows another page. */
  readonly open: (page: PageAddress, select?: readonly string[]) => void;
  readonly select: (nodes: readonly string[]) => void;
  /** Selects nodes of the expanded graph, on the page of the first of them, which is opened. */
  readonly selectPaths: (paths: readonly string[]) => void;
  readonly changeNodes: (changes: NodeChange<FlowNode>[]) => void;
  readonly changeEdges: (changes: EdgeChange<FlowEdge>[]) => void;
  /** Writes the nodes' current positions, in one edit. */
  readonly commitMove: (nodes: readonly string[]) => void;
  /** Ends the current interaction if it is of this kind. */
  readonly end: (kind: Interaction["kind"]) => void;
  /** Shows a message for a while; `more` is only said by screen readers. */
  readonly say: (message: string, more?: string) => void;
}

/** An edit of one scope's nodes and wires. */
export type PageEdit = Extract<
  GraphEdit,
  { readonly kind: "add" | "remove" | "param" | "rename" | "connect" | "move" | "wrap" | "unwrap" }
>;

/** `post` sends to the extension host. */
export function createCanvas(post: (message: FromCanvas) => void): Canvas {
  const store = createStore<CanvasState>(() => initialState);
  const get = store.getState;
  const set = (part: Partial<CanvasState>) => store.setState(part);
  let notes = 0;

  function draw(
    session: Session,
    rest: Partial<CanvasState> = {},
    selected?: readonly string[],
    text = drawnText(session),
  ): void {
    const state = { ...get(), ...rest, session };
    const sameData = state.facts === get().facts && state.dataProblems === get().dataProblems;
    // The host's answer to an edit of ours is the text that is already drawn.
    if (text === state.text && sameData && state.loaded) {
      set({ ...rest, session });
      if (selected) select(selected);
      return;
    }
    set({ ...rest, session, ...drawGraph(state, text, selected && new Set(selected)) });
    tellSelection();
  }

  let reported = "[]";
  function tellSelection(): void {
    const { page } = get();
    const isKnown = page !== undefined && !isWithoutInstance(page);
    const nodes = isKnown ? selectedNodes(get()).map((id) => pathOn(page, id)) : [];
    const now = JSON.stringify(nodes);
    if (now === reported) return;
    reported = now;
    post({ kind: "selected", nodes });
  }

  function receive(message: ToCanvas): void {
    const state = get();
    switch (message.kind) {
      case "document": {
        const session = receiveText(state.session, message.text, message.version, message.answers);
        draw(session, {
          facts: sameJson(state.facts, message.facts) ? state.facts : message.facts,
          dataProblems: sameJson(state.dataProblems, message.dataProblems)
            ? state.dataProblems
            : message.dataProblems,
        });
        set({ loaded: true });
        return;
      }
      case "refused":
        draw(dropEdit(state.session, message.edit));
        say(message.message);
        return;
      case "run":
        set({ run: message.run });
        return;
      case "select":
        if (message.block === undefined) selectPaths(message.nodes);
        else open({ path: "", block: message.block }, message.nodes);
        if (message.reveal) set({ sought: { nodes: selectedNodes(get()) } });
        return;
      case "showProblem":
      case "do":
      case "draw":
        // What needs more than the state is run by the page: see `useHostCommands`.
        return;
    }
  }

  function edit(change: GraphEdit, selected?: readonly string[]): void {
    const { broken, text, session: before } = get();
    if (broken) {
      say(t("Fix the text first: {0}", broken.message));
      return;
    }
    const result = applyEdit(text, change);
    if ("refused" in result) {
      say(result.refused);
      return;
    }
    if (result.edits.length === 0) return;
    const session = sendEdit(before, change);
    const number = session.next - 1;
    draw(session, {}, selected, applyTextEdits(text, result.edits));
    post({ kind: "edit", number, edit: change });
  }

  function editPage(change: PageEdit, selected?: readonly string[]): void {
    editOn(get().page, change, selected);
  }

  function editOn(page: Page | undefined, change: PageEdit, selected?: readonly string[]): void {
    const block = page?.block?.name;
    edit(block === undefined ? change : { ...change, block }, selected);
  }

  function open(address: PageAddress, selected: readonly string[] = []): void {
    const { typed, problems } = get();
    if (!typed) return;
    const page = pageOf(typed, address);
    const shown = drawPage(get(), page, problems, new Set(selected));
    set({
      ...shown,
      address: addressOf(page),
      interaction: undefined,
      addMenu: undefined,
      refused: undefined,
      menu: undefined,
    });
    tellSelection();
  }

  function selectPaths(paths: readonly string[]): void {
    const { typed, page, frames } = get();
    const found = paths.flatMap((path) => (typed && findOnPage(typed, path)) ?? []);
    const [first] = found;
    const ids = [...new Set(found.filter((at) => at.page.path === first?.page.path).map(({ id }) => id))];
    const frame = first && [...frames.values()].find(({ page: { path } }) => path === first.page.path);
    if (!first || first.page.path === page?.path) select(ids);
    else if (frame) select(ids.map((id) => `${frame.path}/${id}`));
    else open(first.page, ids);
  }

  function select(ids: readonly string[]): void {
    const wanted = new Set(ids);
    const state = get();
    set({
      nodes: state.nodes.map((node) =>
        Boolean(node.selected) === wanted.has(node.id) ? node : { ...node, selected: wanted.has(node.id) },
      ),
      edges: state.edges.map((edge) => (edge.selected ? { ...edge, selected: false } : edge)),
    });
    tellSelection();
  }

  function changeNodes(changes: NodeChange<FlowNode>[]): void {
    const state = get();
    // Only the document adds and removes nodes, and their sizes are known in advance.
    const own = changes.filter(({ type }) => type === "position" || type === "select");
    if (own.length === 0) return;
    const nodes = inOneScope(applyNodeChanges(own, state.nodes), own);
    const dropped = own.some((change) => change.type === "position" && change.dragging === false);
    const laid = dropped && withFrames(layWires(nodesOfPage(nodes), state.wires), state.frames);
    set({ nodes, ...laid });
    if (own.some(({ type }) => type === "select")) tellSelection();
  }

  function changeEdges(changes: EdgeChange<FlowEdge>[]): void {
    const own = changes.filter(({ type }) => type === "select");
    if (own.length > 0) set({ edges: applyEdgeChanges(own, get().edges) });
  }

  function commitMove(moved: readonly string[]): void {
    const { nodes, page, way, frames } = get();
    const frame = frames.get(frameOf(moved[0] ?? ""));
    if (frame) {
      const layout = layoutAfter(frame, nodes, moved);
      if (layout) editOn(frame.page, { kind: "move", layout });
      return;
    }
    const written = page?.scope.layout ?? {};
    const wanted = new Set(moved);
    const layout: Record<string, [number, number]> = {};
    for (const node of nodesOfPage(nodes)) {
      const { id } = node;
      const home = wanted.has(id) ? way.home(rectOf(node)) : documentPlace(way, node);
      const place: [number, number] = [Math.round(home.x), Math.round(home.y)];
      const [x, y] = written[id] ?? [NaN, NaN];
      // Positions chosen by the canvas are written too, so that they stay the same once some positions are in the
      // document.
      if (written[id] === undefined || (wanted.has(id) && (x !== place[0] || y !== place[1])))
        layout[id] = place;
    }
    if (moved.some((id) => layout[id] !== undefined)) editPage({ kind: "move", layout });
  }

  function end(kind: Interaction["kind"]): void {
    if (get().interaction?.kind === kind) set({ interaction: undefined });
  }

  function say(message: string, more?: string): void {
    set({ note: { message, more, number: ++notes } });
  }

  return {
    ...{ store, post, get, set, receive, edit, editPage, editOn, open },
    ...{ select, selectPaths },
    ...{ changeNodes, changeEdges, commitMove, end, say },
  };
}

function sameJson(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
