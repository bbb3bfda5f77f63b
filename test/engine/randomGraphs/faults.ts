import type { Random } from "./Random";
import type { SystemDocument } from "./drawSystem";

type Members = Record<string, unknown>;
type Place = readonly string[];

/** A document that was made wrong, and where its errors must lie. */
export interface Faulty {
  readonly system: object;
  /** Paths of JSON values: every error lies in one of these, at its key included. */
  readonly places: readonly Place[];
  /** Codes of problems, one of which is expected at least. */
  readonly codes: readonly string[];
}

/** Makes a good document wrong in one way; undefined if it has nothing that can be. It is changed. */
export type Fault = (system: SystemDocument, random: Random) => Faulty | undefined;

/** The document itself or a block that it uses, with its path. */
interface Site {
  readonly path: Place;
  readonly nodes: Record<string, Members>;
  readonly edges: string[];
  /** An output of six features. */
  readonly source: string;
  readonly inBlock: boolean;
}

function siteOf(system: SystemDocument, name: string | undefined): Site {
  if (name === undefined)
    return { path: [], nodes: system.nodes, edges: system.edges, source: "stem", inBlock: false };
  const { nodes, edges } = system.blocks[name]!;
  return { path: ["blocks", name], nodes, edges, source: "input", inBlock: true };
}

/** The blocks that the document contains instances of, directly or in other blocks. */
function usedBlocks({ nodes, blocks }: SystemDocument): string[] {
  const typesIn = (scope: Record<string, Members>) =>
    Object.values(scope).flatMap(({ type }) => (String(type) in blocks ? [String(type)] : []));
  const used = new Set(typesIn(nodes));
  for (const name of used) for (const inner of typesIn(blocks[name]!.nodes)) used.add(inner);
  return [...used];
}

function anySite(system: SystemDocument, random: Random): Site {
  return siteOf(system, random.one([...usedBlocks(system), ""]) || undefined);
}

function blockSite(system: SystemDocument, random: Random): Site | undefined {
  const used = usedBlocks(system);
  return used.length > 0 ? siteOf(system, random.one(used)) : undefined;
}

const nodePlace = ({ path }: Site, id: string): Place => [...path, "nodes", id];

/** Adds a node that gets six features, and says what is wrong with it. */
function withNode(
  system: SystemDocument,
  site: Site,
  node: Members,
  codes: readonly string[],
  id = "odd",
): Faulty {
  site.nodes[id] = node;
  site.edges.push(`${site.source} -> ${id}`);
  return { system, places: [nodePlace(site, id)], codes };
}

/** An expression in a block in place of the sizes of a Linear, or of the probability of a Dropout. */
function expression(texts: readonly string[], codes: readonly string[]): Fault {
  return (system, random) => {
    const site = blockSite(system, random);
    if (!site) return undefined;
    const [type, param] = random.one([
      ["Linear", "outFeatures"],
      ["Dropout", "p"],
    ] as const);
    return withNode(system, site, { type, [param]: random.one(texts) }, codes);
  };
}

/** A node that says something wrong about its weights, in the document or a block. */
function sharing(draw: (random: Random, linear: string) => Members, codes: readonly string[]): Fault {
  return (system, random) => {
    const site = anySite(system, random);
    site.nodes.whole = { type: "Linear", outFeatures: 6 };
    site.edges.push(`${site.source} -> whole`);
    return withNode(system, site, draw(random, "whole"), codes);
  };
}

const six = { type: "Linear", outFeatures: 6 };

/** A document's objectives with a faulty one. */
function objective(
  draw: (random: Random) => Members,
  codes: readonly string[],
  prepare: (system: SystemDocument) => void = () => undefined,
): Fault {
  return (system, random) => {
    prepare(system);
    system.training.epochs = 3;
    system.training.objectives = { main: { losses: ["loss", "second"] }, odd: draw(random) };
    return { system, places: [["training", "objectives", "odd"]], codes };
  };
}

function setting(key: string, values: readonly unknown[], codes: readonly string[]): Fault {
  return (system, random) => {
    system.training[key] = random.one(values);
    return { system, places: [["training", key]], codes };
  };
}

function repeat(values: readonly unknown[], inBlocks: readonly string[] = []): Fault {
  return (system, random) => {
    const site = anySite(system, random);
    const candidates = Object.keys(site.nodes).filter((id) => id.startsWith("n"));
    if (candidates.length === 0) return undefined;
    const id = random.one(candidates);
    site.nodes[id] = {
      ...site.nodes[id],
      repeat: random.one(site.inBlock ? [...values, ...inBlocks] : values),
    };
    return {
      system,
      places: [nodePlace(site, id)],
      codes: ["invalid-repeat", "invalid-expression", "unknown-block-parameter"],
    };
  };
}

/** Ways in which a document with blocks, shared weights and objectives can be wrong. */
export const faults: Readonly<Record<string, Fault>> = {
  "a block that contains itself": (system, random) => {
    const used = usedBlocks(system);
    if (used.length === 0) return undefined;
    const name = random.one(used);
    // Every block that contains this one, so that there is a circle through it.
    const type = random.one(used.filter((other) => contains(system, other, name)));
    const circle = used.filter((other) => contains(system, type, other) && contains(system, other, name));
    system.blocks[name]!.nodes.again = { type };
    system.blocks[name]!.edges.push("input -> again");
    return { system, places: circle.map((each) => ["blocks", each, "nodes"]), codes: ["recursive-block"] };
  },
  "a parameter that the block does not have": (system, random) => {
    const site = anySite(system, random);
    const instances = Object.keys(site.nodes).filter((id) => String(site.nodes[id]!.type) in system.blocks);
    if (instances.length === 0) return undefined;
    const id = random.one(instances);
    site.nodes[id] = { ...site.nodes[id], widht: 3 };
    return { system, places: [nodePlace(site, id)], codes: ["unknown-parameter"] };
  },
  "a parameter that must be given and is not": (system, random) => {
    const site = blockSite(system, random);
    if (!site) return undefined;
    const [, name = ""] = site.path;
    system.blocks[name]!.parameters.must = null;
    site.nodes.needy = { type: "Dropout", p: "$must" };
    site.edges.push("input -> needy");
    const scopes = [
      siteOf(system, undefined),
      ...Object.keys(system.blocks).map((each) => siteOf(system, each)),
    ];
    const places = scopes.flatMap((scope) =>
      Object.keys(scope.nodes).flatMap((id) =>
        scope.nodes[id]!.type === name ? [nodePlace(scope, id)] : [],
      ),
    );
    return { system, places, codes: ["missing-parameter"] };
  },
  "a parameter that nothing uses": (system, random) => {
    const name = random.one(Object.keys(system.blocks));
    system.blocks[name]!.parameters.idle = 3;
    return { system, places: [["blocks", name, "parameters", "idle"]], codes: ["unused-parameter"] };
  },
  "a block called like a layer": (system) => {
    system.blocks.Linear = { parameters: {}, nodes: {}, edges: [] };
    return { system, places: [["blocks", "Linear"]], codes: ["invalid-block"] };
  },
  "an unknown parameter in an expression": expression(
    ["$nothing", "$widht * 2", "$width + $n0", "max($index, $none)"],
    ["unknown-block-parameter"],
  ),
  "an expression that cannot be parsed": expression(
    [
      "$width +",
      "($width",
      "$width $width",
      "$width)",
      "foo($width)",
      "min()+$width",
      "$width ** ",
      "$width;1",
      "min $width",
      `${"(".repeat(70)}$width`,
      `$width${" + 1".repeat(400)}`,
      "2 * $width // // 3",
      "$width = 6",
      "$width ? 1 : 2",
      "$width.length",
      "$width['x']",
    ],
    ["invalid-expression"],
  ),
  "an expression that is not whole": (system, random) => {
    const site = blockSite(system, random);
    if (!site) return undefined;
    const outFeatures = random.one([
      "$width / 4",
      "$width * 0.25",
      "$width + 1 / 3",
      "$p * 10 ** -3",
      "2 ** -1 * ($index + 1) / 3",
    ]);
    return withNode(system, site, { type: "Linear", outFeatures }, ["invalid-parameter"]);
  },
  "an expression that is out of range": (system, random) => {
    const site = blockSite(system, random);
    if (!site) return undefined;
    return withNode(
      system,
      site,
      random.one<Members>([
        { type: "Linear", outFeatures: random.one(["$width - 6", "-$width", "$width * -2", "$width ** 40"]) },
        { type: "Dropout", p: random.one(["$width * 2", "-$p - 1"]) },
      ]),
      ["invalid-parameter", "tensor-too-large"],
    );
  },
  "a division by zero": expression(
    [
      "$width / 0",
      "$width // ($index - $index)",
      "$width % 0",
      "0 * $width ** -1 + 1 / 0",
      "(0 * $width) ** -1",
      "1 / ($width - $width)",
    ],
    ["invalid-expression"],
  ),
  "an overflow": expression(
    [
      "$width ** 1000",
      "10 ** 400 * $width",
      "$width * 1e308 * 10",
      "-(9 + $width) ** 999",
      "max($width, 1e999)",
    ],
    ["invalid-expression"],
  ),
  "an expression of a value that is not a number": expression(
    ["'a' + $width", '"a" + $width', "$width + [1]"],
    ["invalid-expression"],
  ),
  "no repetition": repeat([0, -0.5], ["$width - 6", "0 * $index"]),
  "fewer than no repetitions": repeat([-1, -(10 ** 9)], ["-$count - 1"]),
  "far too many repetitions": repeat(
    [10 ** 9, 2 ** 53, 1e300],
    ["$count * 10 ** 9", "10 ** 9 + 0 * $index", "9 ** 99 + $width"],
  ),
  "repetitions that are not whole": repeat(
    [1.5, "two", null, [2], {}, true, "$"],
    ["$width / 4", "$count +", "$nothing", "1 / $index"],
  ),
  "more nodes than can be read": (system, random) => {
    const site = anySite(system, random);
    const id = "many";
    site.nodes[id] = { type: "Tanh", repeat: 9999 };
    site.edges.push(`${site.source} -> ${id}`);
    const outer = Object.keys(system.nodes).filter(
      (each) => String(system.nodes[each]!.type) in system.blocks,
    );
    return {
      system,
      places: [nodePlace(site, id), ...outer.map((each) => ["nodes", each])],
      codes: ["too-many-nodes"],
    };
  },
  "blocks in blocks that are more nodes than can be read": (system, random) => {
    const depth = 6 + random.below(20);
    for (let i = 0; i < depth; i++)
      system.blocks[`Deep${String(i)}`] = {
        parameters: {},
        inputs: ["input"],
        outputs: ["output"],
        nodes: { inner: { type: i === 0 ? "Tanh" : `Deep${String(i - 1)}`, repeat: 10 } },
        edges: ["input -> inner", "inner -> output"],
      } as SystemDocument["blocks"][string];
    return withNode(system, siteOf(system, undefined), { type: `Deep${String(depth - 1)}` }, [
      "too-many-nodes",
    ]);
  },
  "repetitions that do not fit each other": (system, random) => {
    const site = anySite(system, random);
    const faulty = withNode(
      system,
      site,
      random.one<Members>([
        { type: "Unflatten", unflattenedSize: [2, 3], repeat: 2 },
        { type: "Embedding", numEmbeddings: 3, embeddingDim: 6, repeat: 3 },
        { type: "Bilinear", outFeatures: 6, repeat: 2 },
      ]),
      ["shape-mismatch", "size-does-not-fit", "dtype-mismatch", "missing-input"],
    );
    const wire = [...site.path, "edges", String(site.edges.length - 1)];
    return { ...faulty, places: [...faulty.places, wire] };
  },
  "a repeated block whose output does not fit its input": (system, random) => {
    system.blocks.Chain = {
      parameters: {},
      inputs: ["input"],
      outputs: ["output"],
      nodes: { fold: { type: "Unflatten", unflattenedSize: [2, 3] } },
      edges: ["input -> fold", "fold -> output"],
    } as unknown as SystemDocument["blocks"][string];
    const site = anySite(system, random);
    const faulty = withNode(system, site, { type: "Chain", repeat: 2 + random.below(5) }, [
      "shape-mismatch",
      "size-does-not-fit",
    ]);
    return { ...faulty, places: [...faulty.places, ["blocks", "Chain"]] };
  },
  "a repetition of what has no input or output": (system, random) => {
    const site = anySite(system, random);
    site.nodes.odd = { type: "Constant", value: 1, repeat: 2 };
    return { system, places: [nodePlace(site, "odd")], codes: ["invalid-repeat"] };
  },
  "a bypass that changes a type": (system, random) =>
    withNode(system, anySite(system, random), { type: "Linear", outFeatures: 7, bypass: true }, [
      "bypass-changes-type",
    ]),
  "a bypass that is neither true nor false": (system, random) =>
    withNode(system, anySite(system, random), { ...six, bypass: random.one(["yes", 1, null, [true]]) }, [
      "invalid-bypass",
    ]),
  "weights of another type": sharing(
    (random, linear) => ({
      type: random.one(["LayerNorm", "BatchNorm1d", "PReLU"]),
      [random.one(["weightsOf"])]: linear,
    }),
    ["shared-type-mismatch"],
  ),
  "weights of another shape": sharing(
    (random, linear) =>
      random.one<Members>([
        { type: "Linear", outFeatures: 5, weightsOf: linear },
        { ...six, bias: false, weightsOf: linear },
        { ...six, weightsOf: { bias: `${linear}.weight` } },
        { type: "Linear", outFeatures: 5, follows: { node: linear, every: 2 } },
        { ...six, bias: false, follows: { node: linear, rate: 0.5 } },
      ]),
    ["shared-shape-mismatch"],
  ),
  "weights of an unknown node": sharing(
    (random) =>
      random.one<Members>([
        { ...six, weightsOf: "nobody" },
        { ...six, weightsOf: "whole/0" },
        { ...six, weightsOf: "nobody/0/whole" },
        { ...six, weightsOf: { weight: "nobody.weight" } },
        { ...six, follows: { node: "nobody", every: 1 } },
      ]),
    ["unknown-node"],
  ),
  "weights by a wrong name": sharing(
    (random, linear) =>
      random.one<Members>([
        { ...six, weightsOf: { weight: `${linear}.wieght` } },
        { ...six, weightsOf: { wieght: `${linear}.weight` } },
      ]),
    ["unknown-weight"],
  ),
  "weights where there are none": sharing(
    (random, linear) => ({
      type: random.one(["ReLU", "Tanh", "Dropout"]),
      ...random.one([{ weightsOf: linear }, { follows: { node: linear, every: 1 } }]),
    }),
    ["no-weights-to-share"],
  ),
  "what cannot be read about weights": sharing(
    (random, linear) =>
      random.one<Members>([
        { ...six, weightsOf: 3 },
        { ...six, weightsOf: {} },
        { ...six, weightsOf: "a b" },
        { ...six, weightsOf: { weight: linear } },
        { ...six, follows: linear },
        { ...six, follows: { node: linear } },
        { ...six, follows: { node: linear, every: 1, rate: 0.5 } },
        { ...six, follows: { node: linear, every: random.one([0, -1, 1.5, 2 ** 40, "1", null]) } },
        { ...six, follows: { node: linear, rate: random.one([0, -1, 1.5, 1e300, "1", null]) } },
        { ...six, follows: { every: 3 } },
        { ...six, follows: { node: linear, evry: 3 } },
      ]),
    ["invalid-parameter"],
  ),
  "weights of itself": sharing(
    (random) =>
      random.one<Members>([
        { ...six, weightsOf: "odd" },
        { ...six, weightsOf: { weight: "odd.weight" } },
        { ...six, follows: { node: "odd", every: 1 } },
      ]),
    ["shared-in-circle"],
  ),
  "weights in a circle": (system, random) => {
    const site = anySite(system, random);
    const count = 2 + random.below(3);
    const ids = Array.from({ length: count }, (_, i) => `odd${String(i)}`);
    const words = random.one([
      (id: string) => ({ weightsOf: id }),
      (id: string) => ({ weightsOf: { weight: `${id}.weight` } }),
      (id: string) => ({ follows: { node: id, rate: 0.5 } }),
    ]);
    for (const [i, id] of ids.entries())
      withNode(system, site, { ...six, ...words(ids[(i + 1) % count]!) }, [], id);
    return {
      system,
      places: ids.map((id) => nodePlace(site, id)),
      codes: ["shared-in-circle", "follows-follower"],
    };
  },
  "weights that are shared and follow": sharing(
    (_, linear) => ({ ...six, weightsOf: linear, follows: { node: linear, every: 1 } }),
    ["shares-and-follows"],
  ),
  "settings of weights that are another node's": sharing(
    (random, linear) => ({
      ...six,
      ...random.one([{ frozen: true }, { l2: 0.1 }, { weightInit: "zeros" }, { learningRateFactor: 2 }]),
      ...random.one<Members>([{ weightsOf: linear }, { follows: { node: linear, every: 1 } }]),
    }),
    ["setting-without-weights"],
  ),
  "an instance with the weights of another block": (system, random) => {
    const names = Object.keys(system.blocks);
    const type = random.one(names);
    const other = random.one(names.filter((name) => name !== type));
    const site = siteOf(system, undefined);
    withNode(system, site, { type: other }, [], "first");
    return withNode(
      system,
      site,
      {
        type,
        ...random.one<Members>([
          { weightsOf: "first" },
          { weightsOf: "stem" },
          { follows: { node: "first", every: 1 } },
          { weightsOf: { weight: "stem.weight" } },
        ]),
      },
      ["shared-type-mismatch"],
    );
  },
  "an objective of unknown losses": objective(
    (random) => ({ losses: random.one([["nobody"], ["loss", "lsos"], ["loss/0"], ["a b"]]) }),
    ["unknown-node"],
  ),
  "an objective of what is no loss": objective(
    (random) =>
      random.one([
        { losses: ["stem"] },
        { losses: ["loss"], weights: { second: 2 } },
        { losses: ["loss"], weights: { stem: 1 } },
      ]),
    ["not-a-loss"],
  ),
  "an objective without losses": objective(
    (random) =>
      random.one<Members>([
        {},
        { losses: [] },
        { losses: "loss" },
        { losses: [3] },
        { losses: {} },
        { losses: null },
      ]),
    ["missing-setting", "invalid-setting"],
  ),
  "an objective with wrong settings": objective(
    (random) => ({
      losses: ["loss"],
      ...random.one<Members>([
        { steps: random.one([0, -1, 1.5, 10 ** 9, "2"]) },
        { weights: random.one<unknown>([{ loss: "2" }, [], 3, { loss: null }]) },
        { epochs: random.one([[], [1], [3, 1], [0, 2], [1, 2, 3], "1", [1.5, 2]]) },
        { updates: random.one<unknown>([[], "stem", [3], {}]) },
        { optimizer: random.one<unknown>([{ type: "Adm" }, { type: "SGD", learningRate: -1 }, {}, "SGD"]) },
        { warmup: -1 },
        { step: 2 },
        { watch: "loss" },
      ]),
    }),
    ["invalid-setting", "unknown-optimizer", "unknown-setting", "missing-setting", "missing-type"],
  ),
  "an objective that updates nothing that it reaches": objective(
    (random) => ({ losses: ["loss"], updates: random.one([["alone"], ["stem", "alone"]]) }),
    ["updates-not-reached"],
    (system) => {
      withNode(system, siteOf(system, undefined), six, [], "alone");
    },
  ),
  "an objective that updates nothing": objective(
    (random) => ({ losses: ["loss"], updates: random.one([["data"], ["loss"], ["data", "loss"]]) }),
    ["updates-nothing"],
  ),
  "an objective that updates an unknown node": objective(
    (random) => ({
      losses: ["loss"],
      updates: random.one([["nobody"], ["stem", "stme"], ["stem/0"], ["stem/conv"]]),
    }),
    ["unknown-node"],
  ),
  "an objective that updates a follower": objective(
    () => ({ losses: ["second"], updates: ["stem", "copy"] }),
    ["updates-follower"],
    (system) => {
      system.nodes.side = { type: "Linear", outFeatures: 2 };
      system.nodes.copy = { type: "Linear", outFeatures: 2, follows: { node: "side", rate: 0.5 } };
      system.nodes.mean = { type: "Add" };
      system.edges = system.edges.filter((edge) => edge !== "side -> second.input");
      const wire = system.edges.find((edge) => edge.endsWith(" -> side")) ?? "";
      system.edges.push(
        wire.replace(" -> side", " -> copy"),
        "side -> mean",
        "copy -> mean",
        "mean -> second.input",
      );
    },
  ),
  "epochs in which nothing is trained": (system, random) => {
    system.training.epochs = 5;
    const windows = random.one([
      [[1, 4]],
      [[2, 5]],
      [
        [1, 2],
        [4, 5],
      ],
      [
        [4, 5],
        [1, 1],
      ],
    ]);
    system.training.objectives = Object.fromEntries(
      windows.map((epochs, i) => [`o${String(i)}`, { losses: ["loss", "second"], epochs }]),
    );
    return { system, places: [["training", "objectives"]], codes: ["epochs-uncovered"] };
  },
  "a step of too many batches": (system, random) => {
    system.training.accumulate = 2000 + random.below(8000);
    system.training.objectives = {
      main: { losses: ["loss", "second"], steps: 10_000 },
      odd: { losses: ["loss"] },
    };
    return { system, places: [["training", "objectives", "main"]], codes: ["too-many-runs"] };
  },
  "a window beyond the last epoch": objective(
    () => ({ losses: ["loss"], epochs: [2, 10 ** 9] }),
    ["epochs-out-of-range"],
  ),
  "objectives that cannot be read": setting(
    "objectives",
    [[], {}, 3, "loss", null, { "a b": { losses: ["loss"] } }, { a: 3 }],
    ["invalid-setting", "invalid-id"],
  ),
  "a wrong number of batches to add": setting(
    "accumulate",
    [0, -1, 1.5, 10 ** 9, "2", null],
    ["invalid-setting"],
  ),
  "a wrong decay of averages": setting("ema", [1, -0.1, 2, "0.9", null], ["invalid-setting"]),
  "a wire to a port that an instance does not have": (system, random) => {
    const site = anySite(system, random);
    const instances = Object.keys(site.nodes).filter((id) => String(site.nodes[id]!.type) in system.blocks);
    if (instances.length === 0) return undefined;
    const id = random.one(instances);
    site.edges.push(random.one([`${site.source} -> ${id}.sied`, `${id}.nothing -> ${id}.side`]));
    return {
      system,
      places: [[...site.path, "edges", String(site.edges.length - 1)]],
      codes: ["unknown-port"],
    };
  },
  "an output of a block that nothing leads to": (system, random) => {
    const name = random.one(Object.keys(system.blocks));
    const block = system.blocks[name]!;
    block.edges = block.edges.filter((edge) => !edge.endsWith(" -> output"));
    return { system, places: [["blocks", name, "outputs"]], codes: ["missing-output"] };
  },
};

/** Whether a block is another one, or contains it. */
function contains({ blocks }: SystemDocument, outer: string, inner: string): boolean {
  const found = new Set([outer]);
  for (const name of found)
    for (const { type } of Object.values(blocks[name]?.nodes ?? {}))
      if (String(type) in blocks) found.add(String(type));
  return found.has(inner);
}
