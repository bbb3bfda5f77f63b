import type { NodePath } from "../tensor/path";
import type { Block, EdgeEnd, GraphEdge, GraphNode, Scope } from "./graph";
import type { Sharing } from "./sharing";

/** An output in the expanded graph; without a port, the only or first one. */
export type FlatEnd = Pick<EdgeEnd, "node" | "port">;

/**
 * The output that an end of a wire stands for. "absent" if it is an optional input that is not connected; "cut" if there
 * is none because of something that is reported.
 */
export type Found = FlatEnd | "absent" | "cut";

/** The document's own scope, or one instance of a block. */
export interface Frame {
  /** `stage1/0/`; empty for the document. */
  readonly prefix: string;
  readonly scope: Scope;
  readonly block?: Block;
  readonly values: ReadonlyMap<string, unknown>;
  /** The node of the surrounding frame that this is an instance of. */
  readonly site?: Site;
  /** The repetition before this one. */
  readonly previous?: Frame;
  /** Whether it is in an instance that is bypassed, so that nothing in it is there. */
  readonly isAbsent: boolean;
  readonly sites: Map<string, Site>;
  /** The wires to the block's outputs. */
  readonly outputs: Map<string, GraphEdge>;
  /** What the instance's node says about sharing, with paths of the expanded graph. */
  sharing: Sharing;
  /** The outputs that its inputs stand for, as far as they are known. */
  readonly sources: Map<string, Found | "pending">;
}

/** A node of a frame with what it stands for: single nodes by their paths, or instances. */
export interface Site {
  readonly frame: Frame;
  readonly node: GraphNode;
  readonly paths: NodePath[];
  readonly instances: Frame[];
  /** The wires to an instance's inputs; of a bypassed layer, the one to its first input, by that name or "". */
  readonly inputs: Map<string, GraphEdge>;
  /** Whether wires lead past the node; what it stands for is then absent. */
  readonly isBypassed: boolean;
  /** The output that a bypassed node passes on, as far as that is known. */
  passed?: Found | "pending";
}

/** What a frame of an instance begins with. */
export function emptyFrame(): Pick<Frame, "sites" | "outputs" | "sources" | "sharing"> {
  return { sites: new Map(), outputs: new Map(), sources: new Map(), sharing: {} };
}
