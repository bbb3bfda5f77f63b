import { withBatch } from "../tensor/graphType";
import type { GraphNode, Objective } from "../graph/graph";
import { restrictedInputs } from "../graph/restrictedInputs";
import { slotOf } from "../graph/slotOf";
import type { TypedGraph, TypedNode } from "../graph/typedGraph";
import { covers } from "../layers/domain";
import type { Loss, LowerContext } from "../layers/layer";
import type { Parameters } from "../parameters/parameter";
import type { Builder, Value } from "../ops/operation";
import { streamOf } from "../ops/streamOf";
import { pathOf, readPath, type Path } from "../tensor/path";
import { at, float, int } from "../tensor/tensor";
import { carriedState } from "./carriedState";
import { fedPorts } from "./fedPorts";
import { penaltiesOf } from "./penalties";
import type { FedPort } from "./program";
import type { ProgramBuilder } from "./ProgramBuilder";

export interface LowerOptions {
  readonly batchSize: number;
  /** Whether dropout is active and running statistics are updated. */
  readonly training: boolean;
  /**
   * Whose batches follow each other, so that states are carried from one to the next; absent for a single batch, whose
   * states start from zero.
   */
  readonly carries?: "training" | "validation";
  /**
   * Whether random numbers are feeds, as in an exported model. A source of them (Noise) is fed like a Dataset, under its
   * port's name; random numbers that other layers draw are uniform in [0, 1) and fed as `node.uniform0`, `node.uniform1`, ….
   */
  readonly fedNoise?: boolean;
}

/** A lowered node. */
export interface LoweredNode {
  readonly typed: TypedNode;
  readonly outputs: Readonly<Record<string, Value>>;
  /** Its objective as sum and count, if it has one. */
  readonly loss: Loss | undefined;
  /** The context it was lowered in, for metrics and penalties. */
  readonly context: LowerContext<Parameters>;
  /** The node that holds a weight which this one uses: itself or another, of any part of the graph. */
  readonly holderOf: (weight: string) => GraphNode | undefined;
}

/** All losses and penalties, as they are. */
const everything = { weights: {} };

/** By node id, sources first. */
export type LoweredGraph = ReadonlyMap<string, LoweredNode>;

/**
 * Appends a graph without problems to a Program. Feeds are named `node.port`, state `node.weight`. Random numbers are
 * drawn from one stream per node, so that they are the same in every Program of a graph and do not change with other nodes.
 */
export function lower(builder: ProgramBuilder, typed: TypedGraph, options: LowerOptions): LoweredGraph {
  const lowered = new Map<string, LoweredNode>();
  const guaranteed = new Set(
    restrictedInputs(typed.nodes)
      .filter(({ domain, range }) => covers(domain, range))
      .map(({ node, port }) => pathOf(node.node.id, port)),
  );
  const fed = fedPorts(typed);
  const drawn = (shape: readonly number[], stream: number, draw: number) =>
    builder.b.random(builder.feed("seed", int([])), builder.feed("step", int([])), { shape, stream, draw });

  const { weight, update } = weightsIn(builder);

  for (const id of typed.order) {
    const node = typed.nodes.get(id);
    if (!node?.params) throw new Error(`${id} cannot be compiled: it has problems`);
    const inputs = Object.fromEntries(
      Object.entries(node.incoming).map(([port, sources]) => [
        port,
        sources.map((source) => outputOf(lowered, source.node, source.port)),
      ]),
    );
    let draws = 0;
    const uniform = (shape: readonly number[]) => {
      const draw = draws++;
      return options.fedNoise
        ? builder.feedPort({ kind: "noise", node: id, port: `uniform${draw}` }, float(shape))
        : drawn(shape, streamOf(id), draw);
    };
    const context: LowerContext<Parameters> = {
      b: builder.b,
      params: node.params,
      inputs,
      input: (port) => at(inputs[port] ?? [], 0),
      types: node.inputs,
      vouched: (port) => guaranteed.has(pathOf(id, port)),
      batchSize: options.batchSize,
      weight: (name) => weight(node, name),
      training: options.training,
      ...carriedState(builder, id, options.carries),
      uniform,
      update: (name, value) => {
        // What follows another weight changes in no other way.
        if (options.training && node.followed?.[name] === undefined) update(node, name, value);
      },
    };
    const feed = (kind: FedPort["kind"], ports: readonly string[]) =>
      feeds(builder, node, kind, ports, options.batchSize);
    const computed = node.layer.lower?.(context) ?? feed("data", fed.get(id) ?? []);
    const isNoise = options.fedNoise === true && draws > 0 && node.layer.inputs.length === 0;
    const given = isNoise ? feed("noise", Object.keys(node.outputs)) : computed;
    const outputs = Object.fromEntries(
      Object.entries(given).map(([port, value]) => [
        port,
        "sum" in value ? quotient(builder.b, value) : value,
      ]),
    );
    const loss = Object.values(given).find((value) => "sum" in value);
    const holderOf = (name: string) => typed.flat.nodes.get(readPath(slotOf(node, name))?.node ?? id);
    lowered.set(id, { typed: node, outputs, loss, context, holderOf });
  }
  return lowered;
}

/**
 * The weights of a Program under construction. Where nodes share a buffer, each update starts from the one before, as
 * for a PyTorch module that is called several times.
 */
function weightsIn(builder: ProgramBuilder) {
  const updated = new Map<Path, Value>();
  return {
    weight: (node: TypedNode, name: string): Value => {
      const slot = slotOf(node, name);
      const before = updated.get(slot);
      return before ? builder.b.stopGradient(before) : builder.slot(slot, float(weightOf(node, name).shape));
    },
    update: (node: TypedNode, name: string, value: Value): void => {
      const slot = slotOf(node, name);
      updated.set(slot, value);
      builder.update(slot, value);
    },
  };
}

/** The nodes of the losses that an objective minimises, or of all. */
export function lossesOf(lowered: LoweredGraph, { losses }: Pick<Objective, "losses">): LoweredGraph {
  const named = losses && new Set(losses);
  return named ? new Map([...lowered].filter(([id]) => named.has(id))) : lowered;
}

/** The weighted sum of an objective's losses and of its penalties on weights: what training minimises. */
export function totalLoss(
  { b }: ProgramBuilder,
  lowered: LoweredGraph,
  objective: Pick<Objective, "losses" | "updates" | "weights"> = everything,
): Value {
  const terms = [...lossesOf(lowered, objective)].flatMap(
    ([
      id,
      {
        typed: { layer },
        outputs,
      },
    ]) => {
      const loss = layer.objective === undefined ? undefined : outputs[layer.objective];
      return loss ? [weighted(b, loss, objective.weights[id])] : [];
    },
  );
  const penalties = penaltiesOf(lowered, objective);
  return [...terms.slice(1), ...penalties].reduce((sum, term) => b.add(sum, term), at(terms, 0));
}

/** A loss times its factor in an objective. */
export function weighted(b: Builder, loss: Value, factor = 1): Value {
  return factor === 1 ? loss : b.mul(loss, factor);
}

/** A batch's loss. If no row counts, it is 0, and so is its gradient: such a batch changes nothing. */
function quotient(b: Builder, { sum, count }: Loss): Value {
  if (count === "none") return sum;
  if (typeof count === "number") return b.mul(sum, 1 / count);
  return b.div(sum, b.where(b.equal(count, 0), 1, count));
}

function feeds(
  builder: ProgramBuilder,
  { node, outputs }: TypedNode,
  kind: FedPort["kind"],
  ports: readonly string[],
  batchSize: number,
): Record<string, Value> {
  return Object.fromEntries(
    ports.flatMap((port) => {
      const type = outputs[port];
      return type
        ? [[port, builder.feedPort({ kind, node: node.id, port }, withBatch(type, batchSize))]]
        : [];
    }),
  );
}

function outputOf(lowered: LoweredGraph, node: string, port: string): Value {
  const value = lowered.get(node)?.outputs[port];
  if (!value) throw new Error(`${pathOf(node, port)} was not lowered`);
  return value;
}

function weightOf({ node, weights }: TypedNode, name: string) {
  const weight = weights[name];
  if (!weight) throw new Error(`${node.id} declares no weight called ${name}`);
  return weight;
}
