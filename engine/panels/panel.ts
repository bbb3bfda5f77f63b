import type { LoweredGraph } from "../compiler/lower";
import type { TypedGraph } from "../graph/typedGraph";
import type { Builder, Value } from "../ops/operation";
import type { PanelContent } from "../run/panels";
import type { HostArray } from "../tensor/hostArrays";
import type { NodePath } from "../tensor/path";

/** An output of a node. */
export interface Port {
  readonly node: NodePath;
  readonly port: string;
}

/** A computed value, brought to the host; valid during the call only. */
export interface PanelValue {
  readonly shape: readonly number[];
  readonly data: HostArray;
}

/** What is known besides the values. */
export interface PanelFacts {
  /** The samples' values at a data port, whether the panel's graph uses it or not; undefined if nothing in the model does. */
  readonly samplesOf: (port: Port) => HostArray | undefined;
  /** The names of the classes that a data port has, in the order of their indices. */
  readonly classNamesOf: (port: Port | undefined) => readonly string[] | undefined;
}

/**
 * Points of the plane that are fed to a data port in place of samples, in front of the samples: the middles of the cells
 * of a square grid over the samples' range.
 */
export interface PlaneGrid extends Port {
  /** Cells along each side. */
  readonly cells: number;
}

/** A panel of one model. */
export interface PlannedPanel {
  /** The node that it is about. */
  readonly node: NodePath;
  /** The graph that is computed: a part of the model's, perhaps with other wires. */
  readonly graph: TypedGraph;
  /** How many samples it takes; fewer if there are fewer. */
  readonly samples: number;
  readonly grid?: PlaneGrid;
  /** Appends what is computed of the graph; the values by name, as `content` gets them. */
  readonly values: (b: Builder, lowered: LoweredGraph) => Readonly<Record<string, Value>>;
  /** Makes the event's data; undefined if there is nothing to show. */
  readonly content: (
    values: Readonly<Record<string, PanelValue>>,
    facts: PanelFacts,
  ) => PanelContent | undefined;
}

/** A kind of panel. Which nodes' values it shows follows from the graph: a document says nothing about it. */
export interface Panel {
  /** Its name in events and files, which must not change. */
  readonly name: string;
  /** The panels of this kind that a model without problems has. */
  readonly of: (typed: TypedGraph) => readonly PlannedPanel[];
}
