import { infer } from "../../../engine/graph/infer";
import { parse } from "../../../engine/document/parse";
import { nodeValues } from "../../../engine/graph/schema";
import type { Dim, GraphType } from "../../../engine/tensor/graphType";
import type { TypedGraph } from "../../../engine/graph/typedGraph";
import { layers } from "../../../engine/layers";
import type { Layer, Port } from "../../../engine/layers/layer";
import type { Parameter } from "../../../engine/parameters/parameter";
import type { Kind } from "../fixtures/numbers";
import { kindOfInput, type Wanted } from "./kindOfInput";
import { Random } from "./Random";
import { takenOutputs } from "./takenOutputs";

/** A document that scripts/fixtures/random_cases.py can compute, and what it is computed with. */
export interface DrawnCase {
  readonly name: string;
  readonly model: { readonly nodes: Nodes; readonly edges: readonly string[] };
  readonly inputs: Readonly<Record<string, Kind>>;
  readonly batchSize: number;
  readonly training: boolean;
}

type Params = Readonly<Record<string, unknown>>;
type Nodes = Readonly<Record<string, Params>>;

interface Draft {
  readonly nodes: Nodes;
  readonly edges: readonly string[];
  readonly kinds: Readonly<Record<string, Kind>>;
  /** Where a chain goes on. */
  readonly float: readonly Available[];
}

interface Available {
  readonly name: string;
  readonly type: GraphType;
}

/** Attempts at parameters and wires before a layer is given up. */
const tries = 1500;
/** The same for an optional layer. */
const few = 120;
/** Number of consecutive draws with the same parameters written and ports wired, so that rare combinations get a chance. */
const alike = 40;

/** What draws numbers of its own while it trains. */
const drawsNumbers: ReadonlySet<string> = new Set([
  "Dropout",
  "Dropout1d",
  "Dropout2d",
  "AlphaDropout",
  "GaussianNoise",
  "GaussianDropout",
  "DropPath",
  "Noise",
  "RBM",
]);
/** Layers that are only drawn on purpose: their inputs or parameters are of a kind of their own. */
const special: ReadonlySet<string> = new Set(["MaxUnpool2d", "Noise", "RBM"]);

/** A small graph with a layer of a type, with random parameters and inputs; undefined where none was found. */
export function drawCase(type: string, seed: number): DrawnCase | undefined {
  const random = new Random(seed);
  // random_cases.py knows no other size of Noise.
  const batchSize = type === "Noise" ? 2 : random.one([1, 1, 2, 3, 5]);
  let draft: Draft | undefined = { nodes: {}, edges: [], kinds: {}, float: [] };
  const before = random.one([0, 0, 0, 1, 1, 2]);
  for (let i = 0; i < before; i++)
    draft = extend(draft, `a${String(i)}`, middle(random), random, batchSize, few) ?? draft;
  if (type === "MaxUnpool2d") draft = extend(draft, "pool", "MaxPool2d", random, batchSize);
  draft = draft && extend(draft, "layer", type, random, batchSize);
  if (!draft) return undefined;
  const behind = random.one([0, 0, 0, 1, 1, 2]);
  for (let i = 0; i < behind; i++)
    draft = extend(draft, `b${String(i)}`, middle(random), random, batchSize, few) ?? draft;
  const whole = withLosses(draft, random);
  const training = random.chance(0.6) && !Object.values(whole.nodes).some(isRandom);
  return {
    name: `${type} ${String(seed)}`,
    model: documentOf(whole),
    inputs: whole.kinds,
    batchSize,
    training,
  };
}

/**
 * A layer of a type with parameters, some of them absurd, and inputs that need not fit each other, behind others where
 * those make no problem.
 */
export function drawAnything(type: string, seed: number): Draft {
  const random = new Random(seed);
  let draft: Draft = { nodes: {}, edges: [], kinds: {}, float: [] };
  for (let i = random.below(4) - 1; i > 0; i--) {
    const any = random.one([...layers.values()].filter(({ lower }) => lower)).type;
    const next = drawFreely(draft, `a${String(i)}`, any, random);
    if (!next) continue;
    draft = next;
  }
  return draw(draft, "layer", layerOf(type), random, { written: random, wired: random }, true);
}

function drawFreely(draft: Draft, id: string, type: string, random: Random): Draft | undefined {
  for (let attempt = 0; attempt < 20; attempt++) {
    const next = draw(draft, id, layerOf(type), random, { written: random, wired: random }, true);
    const typed = typedOf(next);
    const made = typed?.nodes.get(id);
    if (!typed || !made || !isModest(typed)) continue;
    const several = Object.keys(made.outputs).length > 1;
    const given = Object.entries(made.outputs).map(([port, output]) => ({
      name: several ? `${id}.${port}` : id,
      type: output,
    }));
    return { ...next, float: [...next.float, ...given] };
  }
  return undefined;
}

function layerOf(type: string): Layer {
  const layer = layers.get(type);
  if (!layer) throw new Error(`no layer ${type}`);
  return layer;
}

function middle(random: Random): string {
  const candidates = [...layers.values()].filter(
    (layer) => layer.lower && layer.objective === undefined && !special.has(layer.type),
  );
  return random.one(candidates).type;
}

function isRandom(params: Params): boolean {
  return drawsNumbers.has(String(params.type)) || Number(params.dropout ?? 0) > 0;
}

function extend(
  draft: Draft,
  id: string,
  type: string,
  random: Random,
  batchSize: number,
  most = tries,
): Draft | undefined {
  const layer = layerOf(type);
  let shared = 0;
  for (let attempt = 0; attempt < most; attempt++) {
    if (attempt % alike === 0) shared = random.below(2 ** 31);
    const next = draw(draft, id, layer, random, {
      written: new Random(shared),
      wired: new Random(shared + 1),
    });
    if (!nodeValues(type, withoutType(next.nodes[id] ?? {}))) continue;
    const typed = typedOf(next);
    if (!typed || !isModest(typed)) continue;
    const outputs = typed.nodes.get(id)?.outputs ?? {};
    const several = Object.keys(outputs).length > 1;
    // PyTorch does not know whether the first axis is the batch.
    const given = Object.entries(outputs).flatMap(([port, output]) =>
      output.shape[0] === "N" ? [{ name: several ? `${id}.${port}` : id, type: output }] : [],
    );
    const kinds = kindsOf(next, typed, id, batchSize, random);
    if (kinds) return { ...next, kinds, float: [...draft.float, ...given] };
  }
  return undefined;
}

function withoutType({ type: _, ...params }: Params): Params {
  return params;
}

/** One draw of parameters, wires and inputs. */
function draw(
  draft: Draft,
  id: string,
  layer: Layer,
  random: Random,
  { written, wired }: { written: Random; wired: Random },
  absurd = false,
): Draft {
  const params =
    id === "pool" || special.has(layer.type)
      ? specialParams(layer, random, draft)
      : drawParams(layer, random, written);
  if (absurd) exaggerate(params, layer, random);
  const nodes: Record<string, Params> = { ...draft.nodes };
  const edges = [...draft.edges];
  let first: readonly number[] | undefined;
  for (const port of layer.inputs) {
    const skipped = wired.chance(0.5);
    const own = wired.chance(0.5);
    if (port.optional && skipped) continue;
    for (let wire = 0; wire < (port.many ? 1 + wired.below(3) : 1); wire++) {
      const fitting = draft.float.filter(({ name, type }) =>
        port.name === "indices"
          ? name === "pool.indices"
          : port.dtype === "any" || (port.dtype !== "int32" && type.dtype === "float32"),
      );
      const special = needsItsOwn(layer.type, port.name);
      let source: string;
      if (fitting.length > 0 && !special && (first === undefined || !own || port.name === "indices")) {
        const chosen = random.recent(fitting);
        source = chosen.name;
        first ??= chosen.type.shape.slice(chosen.type.shape[0] === "N" ? 1 : 0).map(Number);
      } else {
        const shape: readonly number[] = shapeFor(first, port, random);
        first ??= shape;
        const whole = port.dtype === "int32" || (port.dtype === "any" && random.chance(0.4));
        const free = !special && !whole && (absurd || first !== shape) && random.chance(0.15);
        if (free) {
          source = `w${String(Object.keys(nodes).length)}`;
          nodes[source] = random.chance(0.6)
            ? { type: "Parameter", shape }
            : { type: "Constant", shape, value: random.one([0.5, -1.25, 2]) };
        } else {
          const letter = port.name === "target" && random.chance(0.5) ? "y" : whole ? "i" : "x";
          source = `${letter}${String(Object.keys(nodes).length + 10 * random.below(100))}`;
          nodes[source] = { type: "Input", shape, ...(whole && { dtype: "int32" }) };
        }
      }
      edges.push(`${source} -> ${id}${layer.inputs.length > 1 ? `.${port.name}` : ""}`);
    }
  }
  nodes[id] = { type: layer.type, ...params };
  return { ...draft, nodes, edges };
}

/** Whether a port takes only numbers of a kind that no layer gives. */
function needsItsOwn(type: string, port: string): boolean {
  return kindOfInput.has(`${type}.${port}`);
}

function shapeFor(first: readonly number[] | undefined, port: Port, random: Random): readonly number[] {
  const dim = () => random.one([1, 1, 2, 2, 3, 3, 4, 5, 6, 7]);
  const anything = () => Array.from({ length: random.one([0, 1, 1, 2, 2, 2, 3, 3, 3, 3, 4, 4]) }, dim);
  if (first === undefined) return port.dtype === "int32" ? anything().slice(0, 2) : anything();
  const axis = random.below(first.length);
  switch (random.one(["same", "same", "same", "ones", "less", "less", "tail", "lead", "pair", "other"])) {
    case "same":
      return first;
    case "ones":
      return first.map((size) => (random.chance(0.5) ? 1 : size));
    case "less":
      return first.filter((_, i) => i !== axis);
    case "tail":
      return [...first.slice(0, -1), dim()];
    case "lead":
      return first.slice(random.below(first.length + 1));
    case "pair":
      return [...first.slice(0, 1), ...first.slice(0, 1)];
    default:
      return anything();
  }
}

function drawParams(layer: Layer, random: Random, written: Random): Record<string, unknown> {
  const params: Record<string, unknown> = {};
  for (const [name, parameter] of Object.entries(layer.params)) {
    const chosen = written.chance(0.5);
    const needed = parameter.optional !== true && parameter.default === undefined;
    if (!needed && !chosen) continue;
    const value = drawValue(name, parameter, random);
    if (value !== undefined) params[name] = value;
  }
  if (layer.weights && layer.category !== "data") {
    if (written.chance(0.1)) params.l1 = 0.01;
    if (written.chance(0.1)) params.l2 = 0.02;
  }
  return params;
}

/** Noise without chance, and the window of the pooling that MaxUnpool2d undoes. */
function specialParams(layer: Layer, random: Random, { nodes }: Draft): Record<string, unknown> {
  if (layer.type === "Noise") {
    const shape = Array.from({ length: random.below(4) }, () => 1 + random.below(4));
    return random.one([
      { shape, std: 0, mean: random.one([0, 0.5, -2]) },
      { shape, distribution: "uniform", low: 0.75, high: 0.75 },
      { shape, distribution: "bernoulli", p: random.one([0, 1]) },
    ]);
  }
  // Windows that do not overlap: of an element that is put back twice PyTorch leaves open which remains.
  if (layer.type === "MaxPool2d") {
    return {
      kernelSize: random.chance(0.5) ? 1 + random.below(3) : [1 + random.below(3), 1 + random.below(3)],
    };
  }
  if (layer.type !== "MaxUnpool2d") return drawParams(layer, random, random);
  const { kernelSize = 2, stride } = nodes.pool ?? {};
  const size = random.chance(0.5) ? { outputSize: [4, 5, 6].map(() => 3 + random.below(5)).slice(0, 2) } : {};
  return { kernelSize, ...(stride !== undefined && { stride }), ...size };
}

/** Now and then a parameter that nobody would write. */
function exaggerate(params: Record<string, unknown>, layer: Layer, random: Random): void {
  for (const [name, { kind }] of Object.entries(layer.params)) {
    if (!random.chance(0.08)) continue;
    const integer = () => random.one([0, 1, 2, -1, -2, -7, 9, 64, 1000, -1000, 2 ** 31, -(2 ** 53) + 1]);
    if (kind === "integer") params[name] = integer();
    if (kind === "number") params[name] = random.one([0, -1, 1e300, -1e300, 1e-300, 1, 5e-324]);
    if (kind === "perAxis")
      params[name] = random.one([integer(), [integer(), integer()], [], [1], [2, 3, 4]]);
    if (kind === "integers") params[name] = Array.from({ length: random.below(7) }, integer);
    if (kind === "numbers") params[name] = [[], [0], [-1, 1e300], [0, 0, 0, 0]][random.below(4)];
  }
}

function drawValue(
  name: string,
  { kind, minimum, maximum, options, rank = 2, default: preset }: Parameter,
  random: Random,
): unknown {
  const integer = () => {
    if (minimum !== undefined)
      return Math.min(maximum ?? Infinity, minimum + random.one([0, 1, 1, 2, 2, 3, 4]));
    return name === "ignoreIndex" ? random.one([-100, 0, 1, 2, -1]) : random.below(10) - 4;
  };
  // PyTorch computes with some parameters in float32, which holds these.
  // Other factors PyTorch's CPU takes differently for one channel and in the gradient: see functional/resample.ts.
  if (name === "scaleFactor") return random.one([0.5, 0.75, 1, 1.5, 2, 2.5, 3]);
  const short = (value: number) => Math.round(value * 64) / 64;
  switch (kind) {
    case "integer":
      return integer();
    case "number":
      return random.one([
        typeof preset === "number" ? short(preset * (0.5 + random.uniform())) : 0.5,
        short(random.uniform()),
        short(3 * random.uniform() - 1),
        random.one([minimum ?? 0, maximum ?? 1, 0, 1, 2, 0.5]),
      ]);
    case "boolean":
      return random.chance(0.5);
    case "choice":
      return random.one(options ?? []);
    case "perAxis":
      if (options && random.chance(0.3)) return random.one(options);
      return random.chance(0.4) ? integer() : Array.from({ length: rank }, integer);
    case "integers":
      return Array.from({ length: random.below(5) }, () =>
        minimum === undefined ? random.below(8) - 3 : minimum + random.below(6),
      );
    case "numbers":
      return Array.from({ length: random.below(7) }, () =>
        random.one([0, 0.5, 1, 2, short(random.uniform())]),
      );
    default:
      return undefined;
  }
}

/** What the inputs of a new node hold; undefined where there is nothing that fits. */
function kindsOf(
  draft: Draft,
  typed: TypedGraph,
  id: string,
  batchSize: number,
  random: Random,
): Record<string, Kind> | undefined {
  const kinds: Record<string, Kind> = { ...draft.kinds };
  const node = typed.nodes.get(id);
  if (!node) return undefined;
  const shapes = Object.fromEntries(
    Object.entries(node.incoming).flatMap(([port, sources]) =>
      sources
        .slice(0, 1)
        .map((source) => [port, sized(typed.nodes.get(source.node)?.outputs[source.port], batchSize)]),
    ),
  );
  for (const [port, sources] of Object.entries(node.incoming)) {
    for (const source of sources) {
      const from = draft.nodes[source.node];
      if (from?.type !== "Input" || Object.hasOwn(kinds, source.node)) continue;
      const type = typed.nodes.get(source.node)?.outputs[source.port];
      if (!type) return undefined;
      const shape = sized(type, batchSize);
      const wanted: Wanted = {
        shape,
        shapes,
        size: shape.reduce((product, size) => product * size, 1),
        params: draft.nodes[id] ?? {},
        whole: type.dtype === "int32",
        random,
      };
      const kind = (kindOfInput.get(`${node.node.type}.${port}`) ?? anyNumbers)(wanted);
      if (kind === undefined) return undefined;
      kinds[source.node] = kind;
    }
  }
  return kinds;
}

/** Numbers without a meaning: some of them equal, or where functions bend. */
function anyNumbers({ size, whole, random }: Wanted): Kind {
  if (whole) return 3;
  if (size > 60 || random.chance(0.5)) return "float";
  return Array.from({ length: size }, () => (random.below(13) - 6) / 2);
}

function sized(type: GraphType | undefined, batchSize: number): number[] {
  return (type?.shape ?? []).map((dim: Dim) => (dim === "N" ? batchSize : dim));
}

/** Adds a squared distance to a target at every float output that nobody takes. */
export function withLosses(draft: Draft, random: Random): Draft {
  const typed = typedOf(draft);
  if (!typed) throw new Error("a draft has a problem");
  const taken = takenOutputs(typed);
  const nodes: Record<string, Params> = { ...draft.nodes };
  const edges = [...draft.edges];
  const kinds = { ...draft.kinds };
  const target = (shape: readonly Dim[]) => {
    const name = `y${String(Object.keys(nodes).length + 10 * random.below(100))}`;
    nodes[name] = { type: "Input", shape };
    kinds[name] = "float";
    return name;
  };
  let learns = false;
  for (const { node, outputs, outputPorts, layer } of typed.nodes.values()) {
    if (node.type === "Input") continue;
    for (const [port, { shape, dtype }] of Object.entries(outputs)) {
      learns ||= layer.objective === port;
      if (dtype !== "float32" || shape[0] !== "N") continue;
      if (taken.has(`${node.id}.${port}`) || layer.objective === port) continue;
      const loss = `${node.id}_${port}_loss`;
      const from = `${node.id}${outputPorts.length > 1 ? `.${port}` : ""}`;
      const wanted = target(shape.slice(1));
      nodes[loss] = { type: "MSELoss" };
      edges.push(`${from} -> ${loss}.input`, `${wanted} -> ${loss}.target`);
      learns = true;
    }
  }
  // Something is always learned from, also behind a layer of whole numbers only.
  if (!learns) {
    const [a, b] = [target([2]), target([2])];
    nodes.always = { type: "MSELoss" };
    edges.push(`${a} -> always.input`, `${b} -> always.target`);
  }
  return { ...draft, nodes, edges, kinds };
}

export function documentOf({ nodes, edges }: Pick<Draft, "nodes" | "edges">) {
  return {
    netloom: 1,
    nodes,
    edges,
    training: { epochs: 1, batchSize: 3, optimizer: { type: "SGD" } },
    layout: {},
  };
}

/** Undefined for a document with a problem. */
export function typedOf(draft: Pick<Draft, "nodes" | "edges">): TypedGraph | undefined {
  const { graph, problems } = parse(JSON.stringify(documentOf(draft)));
  const typed = graph && infer(graph);
  return typed && problems.length === 0 && typed.problems.length === 0 ? typed : undefined;
}

function isModest(typed: TypedGraph): boolean {
  if (typed.parameterCount > 600) return false;
  return [...typed.nodes.values()].every(({ outputs }) =>
    Object.values(outputs).every(
      ({ shape }) => sized({ shape, dtype: "float32" }, 1).reduce((a, b) => a * b, 1) <= 200,
    ),
  );
}
