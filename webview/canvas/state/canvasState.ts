import type { Edge, Node } from "@xyflow/react";
import type { Fix } from "../../../engine/fixes/fix";
import type { Connection } from "../../../engine/graph/connect";
import type { PaletteCategory } from "../palette/paletteEntries";
import type { Problem } from "../../../engine/graph/problem";
import { topPage, type Page, type PageAddress } from "../../../engine/graph/page";
import type { TypedGraph } from "../../../engine/graph/typedGraph";
import type { DataFacts } from "../../../engine/data/catalog/facts";
import type { RunView } from "../../messages/run";
import type { NodeView } from "../model/nodeView";
import type { LaidWires } from "../layout/layWires";
import { noWay, type Way } from "../layout/makeWay";
import type { Frames } from "./frames";
import { noMarks, type ObjectiveMarks } from "../model/objectiveMarks";
import type { Session } from "../model/session";
import { emptySession } from "../model/session";
import type { WireView } from "../model/wireView";

export type FlowNode = Node<{ view: NodeView }, NodeView["look"]>;
/** A wire of a frame: its detour is relative to its beginning. */
export type FlowEdge = Edge<{ wire: WireView; inFrame: boolean }, "wire">;

/** Where a wire begins. */
export interface WireStart {
  readonly node: string;
  readonly port: string;
  readonly side: "input" | "output";
}

/**
 * What the user is in the middle of. Only one at a time: a wire and a layer from the palette capture the pointer, and a
 * name field loses the focus, and thus ends, before either can begin.
 */
export type Interaction = Wiring | Dropping | Renaming | Wrapping;

/** A wire is being drawn. */
export interface Wiring extends WireStart {
  readonly kind: "wiring";
  /** Whether it can end at each port of the other side, by path; filled in gradually while the wire is drawn. */
  readonly verdicts: ReadonlyMap<string, Connection>;
  /** The node it was last dragged over, which shows its optional ports. */
  readonly pointed: string | undefined;
}

/** A layer is being dragged from the palette. */
export interface Dropping {
  readonly kind: "dropping";
  /** The wire it would be inserted into. */
  readonly wire: string | undefined;
}

/** A node is being renamed in place. */
export interface Renaming {
  readonly kind: "renaming";
  readonly node: string;
}

/** The selected nodes are being wrapped into a block, whose name is being typed. */
export interface Wrapping {
  readonly kind: "wrapping";
  readonly nodes: readonly string[];
}

/** A message shown for a while: why an action was refused. */
export interface Note {
  readonly message: string;
  /** What a screen reader says too, because it is shown elsewhere. */
  readonly more?: string;
  /** New for each note, so that a repeated message is shown again. */
  readonly number: number;
}

/** Where the menu of layers to add is open, and what the new node is wired to. */
export interface AddMenu {
  /** In page coordinates. */
  readonly at: { readonly x: number; readonly y: number };
  /** A port that the new node is wired to if it fits. */
  readonly from: WireStart | undefined;
  /** Where the new node goes: where the menu is, at the end of a wire that was dropped there, or beside a node. */
  readonly place: "here" | "wire" | { readonly beside: string };
}

/** A wire that was dropped where it does not fit, although something would make it fit. */
export interface RefusedWire {
  /** Where it was dropped, in page coordinates. */
  readonly at: { readonly x: number; readonly y: number };
  readonly reason: string;
  readonly fixes: readonly Fix[];
}

export interface CanvasState extends LaidWires {
  readonly session: Session;
  readonly facts: DataFacts;
  readonly dataProblems: readonly Problem[];
  /** Whether the host has sent a document yet. */
  readonly loaded: boolean;
  /** The text being drawn; the last valid one if the current text cannot be parsed. */
  readonly text: string;
  /** Why the current text cannot be parsed; the graph is from the last valid one. */
  readonly broken: Problem | undefined;
  readonly typed: TypedGraph | undefined;
  readonly problems: readonly Problem[];
  /** The page that the user opened; if it is gone, `page` is another. */
  readonly address: PageAddress;
  /** What is drawn of the document. */
  readonly page: Page | undefined;
  readonly views: ReadonlyMap<string, NodeView>;
  readonly wires: ReadonlyMap<string, WireView>;
  /** The instances that are open in place. Their nodes and wires are neither in `views` nor in `wires`. */
  readonly frames: Frames;
  /** The ids of these instances by page: the name of its block, or "". Saved with the view, not in the document. */
  readonly opened: Readonly<Record<string, readonly string[]>>;
  /** How nodes of the page are shown aside of their places in the document, because instances are open. */
  readonly way: Way;
  /** What React Flow draws: the page's nodes, then those in frames, whose positions are relative to their frames. */
  readonly nodes: FlowNode[];
  readonly edges: FlowEdge[];
  readonly run: RunView | undefined;
  readonly interaction: Interaction | undefined;
  /** Not an interaction: it stays open beside one until the empty canvas is pressed or moved. */
  readonly addMenu: AddMenu | undefined;
  readonly refused: RefusedWire | undefined;
  /** Where the menu of the selected nodes is open, in page coordinates. */
  readonly menu: { readonly x: number; readonly y: number } | undefined;
  readonly note: Note | undefined;
  /** What was last asked to be brought into view: nodes by their ids on the canvas. */
  readonly sought: { readonly nodes: readonly string[] } | undefined;
  /** The problem that was gone to last. */
  readonly visited: Problem | undefined;
  /** The objective that is unfolded in the training form. */
  readonly openObjective: string | undefined;
  /** The objective there that the pointer is on, or that has the focus. */
  readonly pointedObjective: string | undefined;
  /** What objectives do with the nodes, while the training form is shown. */
  readonly marks: ObjectiveMarks;
  readonly panels: Panels;
  /** The editor is too narrow for panels beside the graph: one at a time lies over it, and yields to it. */
  readonly narrow: boolean;
  /** The panel that lies over the graph in a narrow editor. */
  readonly overlay: PanelName | undefined;
  /** The palette's open categories, saved with the view. */
  readonly unfolded: readonly PaletteCategory[];
}

export type PanelName = "palette" | "inspector";

/** Which side panels are open, and their widths in px if they were dragged; saved with the view, not in the document. */
export interface Panels extends Readonly<Record<PanelName, boolean>> {
  readonly widths?: Readonly<Partial<Record<PanelName, number>>>;
}

export const initialState: CanvasState = {
  session: emptySession,
  facts: {},
  dataProblems: [],
  loaded: false,
  text: "",
  broken: undefined,
  typed: undefined,
  problems: [],
  address: topPage,
  page: undefined,
  views: new Map(),
  wires: new Map(),
  frames: new Map(),
  opened: {},
  way: noWay,
  nodes: [],
  edges: [],
  lanes: new Map(),
  labels: new Map(),
  run: undefined,
  interaction: undefined,
  addMenu: undefined,
  refused: undefined,
  menu: undefined,
  note: undefined,
  sought: undefined,
  visited: undefined,
  openObjective: undefined,
  pointedObjective: undefined,
  marks: noMarks,
  panels: { palette: true, inspector: true },
  narrow: false,
  overlay: undefined,
  unfolded: ["block", "data", "core"],
};

export function selectedNodes(state: Pick<CanvasState, "nodes">): string[] {
  return state.nodes.filter(({ selected }) => selected).map(({ id }) => id);
}

/** The wire being drawn, if any. */
export function wiringOf({ interaction }: Pick<CanvasState, "interaction">): Wiring | undefined {
  return interaction?.kind === "wiring" ? interaction : undefined;
}

/** The wire that the dragged layer would be inserted into, if any. */
export function dropTarget({ interaction }: Pick<CanvasState, "interaction">): string | undefined {
  return interaction?.kind === "dropping" ? interaction.wire : undefined;
}

/** The node being renamed, if any. */
export function renamedNode({ interaction }: Pick<CanvasState, "interaction">): string | undefined {
  return interaction?.kind === "renaming" ? interaction.node : undefined;
}
