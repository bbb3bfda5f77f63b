import type { Category } from "../layers/layer";
import { samePlaces, type Move, type Moves } from "../layers/moves";
import { pathOf, type Path } from "../tensor/path";
import { at } from "../tensor/tensor";
import type { GraphType } from "../tensor/graphType";
import type { TypedGraph, TypedNode } from "./typedGraph";

/** The part of an input that one position of an output depends on, along each axis of positions. */
export interface ReceptiveField {
  /** The number of positions of the input. */
  readonly size: readonly number[];
  /** The distance in the input between the fields of two neighbours; below 1 where the output is finer. */
  readonly jump: readonly number[];
}

/** An axis of a value that moves along axes of the graph's inputs. */
interface Axis {
  readonly size: number;
  readonly jump: number;
  /** The middle of the field of position 0. */
  readonly centre: number;
  /** The axes of the inputs that it moves along, a bit for each. */
  readonly origins: bigint;
  /** Whether a window has moved along it: it has positions, and is not one of features. */
  readonly isSpatial: boolean;
}

interface Sight {
  /** As the axes of the value; undefined where it moves along no input. */
  readonly axes: readonly (Axis | undefined)[];
  /** The axes of the graph's inputs whose positions are mixed in it, a bit for each. */
  readonly mixed: bigint;
}

/** Categories whose layers work on each position alone. What normalisations compute over positions is not counted. */
const pointwise: ReadonlySet<Category> = new Set(["activation", "normalisation", "regularisation"]);

/**
 * The receptive fields of all outputs on paths of convolutions, poolings and resampling, by the outputs' paths, in one
 * pass from the inputs: Araujo, Norris and Sim, "Computing receptive fields of convolutional neural networks" (Distill
 * 2019, https://distill.pub/2019/computing-receptive-fields), where several paths meet the smallest field that contains
 * theirs. An output has none if its positions have been mixed (by attention, a recurrence, a global pooling or a Linear
 * behind Flatten), if paths with different jumps have met, or if no window has moved yet.
 */
export function receptiveFields({
  order,
  nodes,
}: Pick<TypedGraph, "order" | "nodes">): ReadonlyMap<Path, ReceptiveField> {
  const fields = new Map<Path, ReceptiveField>();
  const sights = new Map<Path, Sight>();
  let origins = 0n;
  for (const id of order) {
    const node = nodes.get(id);
    if (!node) continue;
    const isInput = node.inputPorts.length === 0;
    let common: Sight | undefined;
    for (const [port, type] of Object.entries(node.outputs)) {
      let sight: Sight;
      if (isInput) {
        const count = type.shape[0] === "N" ? BigInt(type.shape.length - 1) : 0n;
        sight = inputSight(type, origins);
        origins += count;
      } else sight = common ??= sightOf(node, type, sights);
      const path = pathOf(id, port);
      sights.set(path, sight);
      const field = fieldOf(sight);
      if (field) fields.set(path, field);
    }
  }
  return fields;
}

/** A value that is given: each position is itself. One without a batch is a constant and depends on no input. */
function inputSight({ shape }: GraphType, first: bigint): Sight {
  const isGiven = shape[0] === "N";
  const axes = shape.map((_, axis): Axis | undefined =>
    isGiven && axis > 0
      ? { size: 1, jump: 1, centre: 0, origins: 1n << (first + BigInt(axis - 1)), isSpatial: false }
      : undefined,
  );
  return { axes, mixed: 0n };
}

/** What the outputs of a node see, given what its inputs do. */
function sightOf(node: TypedNode, made: GraphType, sights: ReadonlyMap<Path, Sight>): Sight {
  const axes = new Array<Axis | undefined>(made.shape.length).fill(undefined);
  let mixed = 0n;
  for (const [port, sources] of Object.entries(node.incoming))
    for (const [wire, source] of sources.entries()) {
      const sight = sights.get(pathOf(source.node, source.port));
      const arriving = node.inputs[port]?.[wire];
      if (!sight || !arriving) continue;
      const moves = movesOf(node, arriving, made);
      mixed |= sight.mixed | unmoved(sight.axes, moves);
      for (const [axis, move] of moves.entries()) {
        const along = move && sight.axes[move.along];
        if (!along) continue;
        const moved = movedAlong(along, move);
        const other = axes[axis];
        const joined = other ? hull(other, moved) : moved;
        if (!joined) mixed |= moved.origins | (other?.origins ?? 0n);
        axes[axis] = joined;
      }
    }
  return withoutMixed(axes, mixed);
}

function movesOf(node: TypedNode, arriving: GraphType, made: GraphType): Moves {
  const { layer, params = {}, inputs } = node;
  if (!layer.moves) return pointwise.has(layer.category) ? samePlaces(arriving, made) : [];
  const input = (port: string) => at(inputs[port] ?? [], 0);
  return layer.moves({ params, inputs, input, facts: undefined, arriving, made });
}

/** The origins of the axes along which no axis of the output moves. */
function unmoved(axes: Sight["axes"], moves: Moves): bigint {
  const moved = new Set(moves.map((move) => move?.along));
  return axes.reduce((sum, axis, i) => (axis && !moved.has(i) ? sum | axis.origins : sum), 0n);
}

function movedAlong(axis: Axis, { size = 1, step = 1, start = 0, isWindow = false }: Move): Axis {
  return {
    ...axis,
    size: axis.size + (size - 1) * axis.jump,
    jump: axis.jump * step,
    centre: axis.centre + start * axis.jump,
    isSpatial: axis.isSpatial || isWindow,
  };
}

/** The smallest field that contains two; undefined if they move at different jumps. */
function hull(a: Axis, b: Axis): Axis | undefined {
  if (Math.abs(a.jump - b.jump) > 1e-9 * a.jump) return undefined;
  const low = Math.min(a.centre - a.size / 2, b.centre - b.size / 2);
  const high = Math.max(a.centre + a.size / 2, b.centre + b.size / 2);
  return {
    size: high - low,
    jump: a.jump,
    centre: (low + high) / 2,
    origins: a.origins | b.origins,
    isSpatial: a.isSpatial || b.isSpatial,
  };
}

/** Without the axes of which the value also contains other positions. */
function withoutMixed(axes: readonly (Axis | undefined)[], mixed: bigint): Sight {
  const lost = axes.find((axis) => axis && (axis.origins & mixed) !== 0n);
  if (!lost) return { axes, mixed };
  return withoutMixed(
    axes.map((axis) => (axis === lost ? undefined : axis)),
    mixed | lost.origins,
  );
}

function fieldOf({ axes }: Sight): ReceptiveField | undefined {
  const spatial = axes.filter((axis) => axis?.isSpatial === true) as Axis[];
  if (spatial.length === 0) return undefined;
  // What is between two positions is a part of the next.
  return { size: spatial.map(({ size }) => Math.ceil(size - 1e-6)), jump: spatial.map(({ jump }) => jump) };
}
