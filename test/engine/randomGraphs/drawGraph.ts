import { nodeValues } from "../../../engine/graph/schema";
import { paramsOf } from "../../../engine/graph/paramsOf";
import type { GraphType } from "../../../engine/tensor/graphType";
import { infer } from "../../../engine/graph/infer";
import { parse } from "../../../engine/document/parse";
import type { TypedGraph, TypedNode } from "../../../engine/graph/typedGraph";
import { layers } from "../../../engine/layers";
import type { Layer, Port } from "../../../engine/layers/layer";
import type { Parameter } from "../../../engine/parameters/parameter";
import { Random } from "./Random";
import { takenOutputs } from "./takenOutputs";

/** A document under construction: its nodes, its wires, and what may still be wired. */
interface Draft {
  readonly nodes: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly edges: readonly string[];
}

/**
 * What arrives: numbers, features, sequences, patches of images, images, volumes, what a pooling leaves with its places,
 * class numbers and rows of them.
 */
const inputs = {
  number: { type: "Input", shape: [] },
  patches: { type: "Input", shape: [18, 9] },
  features: { type: "Input", shape: [6] },
  more: { type: "Input", shape: [6] },
  sequence: { type: "Input", shape: [4, 6] },
  image: { type: "Input", shape: [4, 5, 5] },
  volume: { type: "Input", shape: [2, 3, 4, 3] },
  pooled: { type: "Input", shape: [2, 3, 3] },
  places: { type: "Input", shape: [2, 3, 3], dtype: "int32" },
  label: { type: "Input", shape: [], dtype: "int32" },
  tokens: { type: "Input", shape: [4], dtype: "int32" },
};

/** Layers after the first, unless nothing fits. */
const length = 4;
/** Draws of parameters and wires before a layer is given up. */
const tries = 3000;

/**
 * A graph without problems that begins with a layer of a type and goes on with random ones, each with random parameters
 * and wires; every float output that nobody takes goes to a loss. Undefined where the type never fitted.
 */
export function drawGraph(
  type: string,
  seed: number,
): { readonly typed: TypedGraph; readonly model: object } | undefined {
  const random = new Random(seed);
  const wanted = layers.get(type);
  if (!wanted) throw new Error(`no layer ${type}`);
  let draft: Draft | undefined = { nodes: inputs, edges: [] };
  draft = extend(draft, "layer0", wanted, random);
  if (!draft) return undefined;
  const middle = [...layers.values()].filter((layer) => layer.lower && layer.objective === undefined);
  for (let step = 1; step < length; step++) {
    for (let attempt = 0; attempt < 20; attempt++) {
      const next = extend(draft, `layer${String(step)}`, random.one(middle), random, 20);
      if (next && isModest(typedOf(next))) {
        draft = next;
        break;
      }
    }
  }
  const model = withoutUnused(withLosses(withTwins(draft, random)));
  const typed = typedOf(model);
  return typed && { typed, model: documentOf(model) };
}

/** Puts one more layer behind what is there; undefined where no draw of parameters and wires fitted. */
function extend(draft: Draft, id: string, layer: Layer, random: Random, most = tries): Draft | undefined {
  const before = typedOf(draft);
  if (!before) throw new Error("a draft has a problem");
  const pool = [...before.nodes.values()].flatMap(({ node, outputs, outputPorts }) =>
    Object.entries(outputs).map(([port, shape]) => ({
      name: outputPorts.length > 1 ? `${node.id}.${port}` : node.id,
      node: node.id,
      type: shape,
    })),
  );
  for (let attempt = 0; attempt < most; attempt++) {
    const params = drawParams(layer, random);
    if (!params) continue;
    const edges = drawWires(id, layer.inputs, pool, random);
    if (!edges) continue;
    const next = {
      nodes: { ...draft.nodes, [id]: { type: layer.type, ...params } },
      edges: [...draft.edges, ...edges],
    };
    if (isModest(typedOf(next))) return next;
  }
  return undefined;
}

/** Half of the graphs get a node that shares weights with another or follows it, or that ties a single weight to one of any node. */
function withTwins(draft: Draft, random: Random): Draft {
  const typed = typedOf(draft);
  const held = [...(typed?.nodes.values() ?? [])].filter(({ weights }) => Object.keys(weights).length > 0);
  if (!typed || held.length === 0 || random.chance(0.5)) return draft;
  const { node, layer, weights } = random.one(held);
  const drawn = random.chance(0.3)
    ? { follows: { node: node.id, ...random.one([{ every: 2 }, { rate: 0.1 }]) } }
    : random.chance(0.5)
      ? { weightsOf: node.id }
      : tieFor(weights, node.id, held, random);
  const wires = draft.edges.flatMap((edge) => {
    const [from = "", to = ""] = edge.split(" -> ");
    const [id, ...port] = to.split(".");
    return id === node.id ? [`${from} -> ${["twin", ...port].join(".")}`] : [];
  });
  const next = {
    nodes: { ...draft.nodes, twin: { type: layer.type, ...node.params, ...drawn } },
    edges: [...draft.edges, ...wires],
  };
  return isModest(typedOf(next)) ? next : draft;
}

/** Ties a weight of a node's twin to one of the same shape. */
function tieFor(
  weights: TypedNode["weights"],
  own: string,
  held: readonly TypedNode[],
  random: Random,
): { readonly weightsOf: Readonly<Record<string, string>> } {
  const name = random.one(Object.keys(weights));
  const alike = held.flatMap(({ node, weights: others }) =>
    Object.keys(others).flatMap((other) =>
      isAlike(weights[name], others[other]) ? `${node.id}.${other}` : [],
    ),
  );
  return { weightsOf: { [name]: random.one([...alike, `${own}.${name}`]) } };
}

function isAlike(a: TypedNode["weights"][string] | undefined, b: typeof a): boolean {
  return a?.trainable === b?.trainable && JSON.stringify(a?.shape) === JSON.stringify(b?.shape);
}

interface Available {
  readonly name: string;
  readonly node: string;
  readonly type: GraphType;
}

function drawWires(
  id: string,
  ports: readonly Port[],
  pool: readonly Available[],
  random: Random,
): string[] | undefined {
  const edges: string[] = [];
  let first: GraphType | undefined;
  for (const port of ports) {
    if (port.optional && random.chance(0.6)) continue;
    const fitting = pool.filter(
      ({ type }) => port.dtype === "any" || type.dtype === (port.dtype ?? "float32"),
    );
    // Later inputs often want the shape of the first; the newest outputs make the graph deep.
    const alike = fitting.filter(
      ({ type }) => first !== undefined && JSON.stringify(type.shape) === JSON.stringify(first.shape),
    );
    for (let wire = 0; wire < (port.many ? 2 : 1); wire++) {
      const choice =
        alike.length > 0 && random.chance(0.6)
          ? random.one(alike)
          : fitting.length > 0
            ? random.recent(fitting)
            : undefined;
      if (!choice) return undefined;
      first ??= choice.type;
      edges.push(`${choice.name} -> ${id}${ports.length > 1 ? `.${port.name}` : ""}`);
    }
  }
  return edges;
}

/** Parameters within their ranges: the default or `fresh` one half of the time. Undefined where they make no valid node. */
function drawParams(layer: Layer, random: Random): Record<string, unknown> | undefined {
  const params: Record<string, unknown> = {};
  for (const [name, parameter] of Object.entries(layer.params)) {
    const preset = layer.fresh?.[name];
    if (preset !== undefined && random.chance(0.4)) params[name] = preset;
    else if (parameter.optional === true || parameter.default !== undefined) {
      if (random.chance(0.35)) params[name] = drawValue(parameter, random);
    } else params[name] = drawValue(parameter, random);
  }
  const written = Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined));
  void paramsOf(layer, written);
  return nodeValues(layer.type, written) ? written : undefined;
}

function drawValue(
  { kind, minimum = -2, maximum = Infinity, options, rank = 2, default: preset }: Parameter,
  random: Random,
): unknown {
  const integer = () => Math.min(maximum, minimum + random.below(5));
  switch (kind) {
    case "integer":
      return integer();
    case "number":
      return typeof preset === "number" && preset !== 0
        ? preset * (0.5 + random.uniform())
        : random.uniform();
    case "boolean":
      return random.chance(0.5);
    case "choice":
      return random.one(options ?? []);
    case "perAxis":
      return random.chance(0.5) ? integer() : Array.from({ length: rank }, integer);
    case "integers":
      return Array.from({ length: 1 + random.below(3) }, integer);
    case "numbers":
      return Array.from({ length: random.one([0, 4, 6]) }, () => 0.5 + random.uniform());
    default:
      return undefined;
  }
}

/** Adds a squared distance to a target at every float output that nobody takes. */
function withLosses(draft: Draft): Draft {
  const typed = typedOf(draft);
  if (!typed) throw new Error("a draft has a problem");
  const taken = takenOutputs(typed);
  const nodes: Record<string, Readonly<Record<string, unknown>>> = { ...draft.nodes };
  const edges = [...draft.edges];
  for (const { node, outputs, outputPorts, layer } of typed.nodes.values()) {
    if (node.type === "Input") continue;
    for (const [port, { shape, dtype }] of Object.entries(outputs)) {
      if (
        dtype !== "float32" ||
        shape[0] !== "N" ||
        taken.has(`${node.id}.${port}`) ||
        layer.objective === port
      )
        continue;
      const name = `${node.id}_${port}`;
      nodes[`${name}_target`] = { type: "Input", shape: shape.slice(1) };
      nodes[`${name}_loss`] = { type: "MSELoss" };
      edges.push(
        `${node.id}${outputPorts.length > 1 ? `.${port}` : ""} -> ${name}_loss.input`,
        `${name}_target -> ${name}_loss.target`,
      );
    }
  }
  // Something is always learned from, also behind a layer of whole numbers only.
  if (!Object.values(nodes).some(({ type }) => layers.get(String(type))!.objective !== undefined)) {
    nodes.always = { type: "MSELoss" };
    edges.push("features -> always.input", "more -> always.target");
  }
  return { nodes, edges };
}

/** Without the inputs that nothing takes. */
function withoutUnused({ nodes, edges }: Draft): Draft {
  const used = new Set(edges.map((edge) => edge.split(/[ .]/)[0]));
  return {
    nodes: Object.fromEntries(
      Object.entries(nodes).filter(([id, { type }]) => type !== "Input" || used.has(id)),
    ),
    edges,
  };
}

function documentOf({ nodes, edges }: Draft): object {
  return {
    netloom: 1,
    nodes,
    edges,
    training: { epochs: 1, batchSize: 3, optimizer: { type: "SGD" } },
    layout: {},
  };
}

function typedOf(draft: Draft): TypedGraph | undefined {
  const { graph, problems } = parse(JSON.stringify(documentOf(draft)));
  const typed = graph && infer(graph);
  return typed && problems.length === 0 && typed.problems.length === 0 ? typed : undefined;
}

/** Small enough to be compared on every runtime. */
function isModest(typed: TypedGraph | undefined): boolean {
  if (!typed || typed.parameterCount > 20_000) return false;
  return [...typed.nodes.values()].every(({ outputs }) =>
    Object.values(outputs).every(
      ({ shape }) => shape.reduce<number>((size, dim) => (dim === "N" ? size : size * dim), 1) <= 2000,
    ),
  );
}
