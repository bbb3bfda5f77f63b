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

/** A wire that is being drawn. */
export interface Wiring {
  readonly node: string;
  readonly port: string;
  readonly side: "input" | "output";
  /** Whether it can end at a port of the other side, by `portKey`; worked out little by little while it is drawn. */
  readonly verdicts: ReadonlyMap<string, Connection>;
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
  readonly from: { readonly node: string; readonly port: string; readonly side: "input" | "output" };
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
  readonly wiring: Wiring | undefined;
  /** The node that a wire was led over last: it shows its optional ports. */
  readonly pointed: string | undefined;
  /** The wire that a dragged layer would be put onto. */
  readonly target: string | undefined;
  readonly quickAdd: QuickAdd | undefined;
  readonly renaming: string | undefined;
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
  wiring: undefined,
  pointed: undefined,
  target: undefined,
  quickAdd: undefined,
  renaming: undefined,
  note: undefined,
  panels: { palette: true, inspector: true },
  unfolded: ["data", "core"],
};

export function selectedNodes(state: Pick<CanvasState, "nodes">): string[] {
  return state.nodes.filter(({ selected }) => selected).map(({ id }) => id);
}
