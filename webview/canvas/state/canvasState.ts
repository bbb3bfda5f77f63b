import type { Edge, Node } from "@xyflow/react";
import type { Connection } from "../../../engine/graph/connect";
import type { Category } from "../../../engine/layers/layer";
import type { Problem } from "../../../engine/graph/problem";
import type { TypedGraph } from "../../../engine/graph/typedGraph";
import type { DataFacts } from "../../../engine/data/catalog/facts";
import type { RunView } from "../../messages/run";
import type { NodeView } from "../model/nodeView";
import type { LaidWires } from "../layout/layWires";
import type { Session } from "../model/session";
import { emptySession } from "../model/session";
import type { WireView } from "../model/wireView";

export type FlowNode = Node<{ view: NodeView }, "card" | "pill">;
export type FlowEdge = Edge<{ wire: WireView }, "wire">;

/** Where a wire begins. */
export interface WireStart {
  readonly node: string;
  readonly port: string;
  readonly side: "input" | "output";
}

/**
 * What the person is in the middle of. One at a time: a wire and a layer from the palette hold the pointer, and a name's
 * field gives up the focus, which ends it, before either can begin.
 */
export type Interaction = Wiring | Dropping | Renaming;

/** A wire that is being drawn. */
export interface Wiring extends WireStart {
  readonly kind: "wiring";
  /** Whether it can end at a port of the other side, by `portKey`; worked out little by little while it is drawn. */
  readonly verdicts: ReadonlyMap<string, Connection>;
  /** The node that it was led over last: it shows its optional ports. */
  readonly pointed: string | undefined;
}

/** A layer that is being dragged from the palette. */
export interface Dropping {
  readonly kind: "dropping";
  /** The wire that it would be put onto. */
  readonly wire: string | undefined;
}

/** A node's name that is being written on the node. */
export interface Renaming {
  readonly kind: "renaming";
  readonly node: string;
}

/** A sentence that shows for a while: why something was refused. */
export interface Note {
  readonly message: string;
  /** New for each note, so that the same words show again. */
  readonly number: number;
}

/** Where a palette opens on the canvas itself, and the output whose wire was dropped there. */
export interface QuickAdd {
  /** On the page. */
  readonly at: { readonly x: number; readonly y: number };
  readonly from: WireStart;
}

export interface CanvasState extends LaidWires {
  readonly session: Session;
  readonly facts: DataFacts;
  readonly dataProblems: readonly Problem[];
  /** Whether the host has sent a document yet. */
  readonly loaded: boolean;
  /** The text that is drawn; the last one that could be read stays drawn. */
  readonly text: string;
  /** Why the text cannot be read now; the graph is of before. */
  readonly broken: Problem | undefined;
  readonly typed: TypedGraph | undefined;
  readonly problems: readonly Problem[];
  readonly views: ReadonlyMap<string, NodeView>;
  readonly wires: ReadonlyMap<string, WireView>;
  readonly nodes: FlowNode[];
  readonly edges: FlowEdge[];
  readonly run: RunView | undefined;
  readonly interaction: Interaction | undefined;
  /** Not an interaction: it stays open beside one until the free canvas is pressed or moved. */
  readonly quickAdd: QuickAdd | undefined;
  readonly note: Note | undefined;
  readonly panels: Panels;
  /** The palette's categories that are open; kept with the view. */
  readonly unfolded: readonly Category[];
}

/** Which of the side panels are open; kept with the view, not with the document. */
export interface Panels {
  readonly palette: boolean;
  readonly inspector: boolean;
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
  views: new Map(),
  wires: new Map(),
  nodes: [],
  edges: [],
  lanes: new Map(),
  labels: new Map(),
  run: undefined,
  interaction: undefined,
  quickAdd: undefined,
  note: undefined,
  panels: { palette: true, inspector: true },
  unfolded: ["data", "core"],
};

export function selectedNodes(state: Pick<CanvasState, "nodes">): string[] {
  return state.nodes.filter(({ selected }) => selected).map(({ id }) => id);
}

/** The wire that is being drawn. */
export function wiringOf({ interaction }: Pick<CanvasState, "interaction">): Wiring | undefined {
  return interaction?.kind === "wiring" ? interaction : undefined;
}

/** The wire that a dragged layer would be put onto. */
export function dropTarget({ interaction }: Pick<CanvasState, "interaction">): string | undefined {
  return interaction?.kind === "dropping" ? interaction.wire : undefined;
}

/** The node whose name is being written. */
export function renamedNode({ interaction }: Pick<CanvasState, "interaction">): string | undefined {
  return interaction?.kind === "renaming" ? interaction.node : undefined;
}
