import type { Random } from "../randomGraphs/Random";

interface ScopeText {
  readonly nodes: Record<string, Record<string, unknown>>;
  readonly edges: string[];
  readonly layout: Record<string, [number, number]>;
}

/**
 * A random model that trains, with blocks, blocks in blocks, repetitions, expressions, optional inputs and shared
 * weights. Everything between the blocks' ports is as wide, so that any wire suits.
 */
export function drawBlocks(random: Random): string {
  const blocks: Record<string, unknown> = {};
  const names: string[] = [];
  for (const name of ["Inner", "Middle", "Outer"]) {
    const scope = drawScope(random, ["input"], names, true);
    const last = Object.keys(scope.nodes).at(-1) ?? "input";
    const hasExtra = random.chance(0.4);
    blocks[name] = {
      parameters: { width: 6, p: 0.25, count: 2 },
      inputs: ["input", { name: "side", optional: true }],
      outputs: ["output", ...(hasExtra ? ["extra"] : [])],
      ...scope,
      edges: [
        ...scope.edges,
        // An output may also be an input of the block as it is.
        `${last} -> output`,
        ...(hasExtra ? [`${random.one(["input", ...Object.keys(scope.nodes)])} -> extra`] : []),
      ],
    };
    names.push(name);
  }
  const scope = drawScope(random, ["stem"], names, false);
  const last = Object.keys(scope.nodes).at(-1) ?? "stem";
  return JSON.stringify(
    {
      netloom: 1,
      blocks,
      nodes: {
        data: { type: "Dataset", source: "moons", samples: 30 },
        stem: { type: "Linear", outFeatures: 6 },
        ...scope.nodes,
        head: { type: "Linear", outFeatures: 2 },
        loss: { type: "CrossEntropyLoss" },
      },
      edges: [
        "data.input -> stem",
        ...scope.edges,
        `${last} -> head`,
        "head -> loss",
        "data.label -> loss.target",
      ],
      training: { batchSize: 4, epochs: 1 },
      layout: scope.layout,
    },
    null,
    2,
  );
}

function drawScope(
  random: Random,
  start: readonly string[],
  blocks: readonly string[],
  isBlock: boolean,
): ScopeText {
  const scope: ScopeText = { nodes: {}, edges: [], layout: {} };
  const sources = [...start];
  const instances: string[] = [];
  const linears: string[] = [];
  const count = 2 + random.below(4);
  for (let i = 0; i < count; i++) {
    const id = `n${String(i)}`;
    const kind = random.below(blocks.length > 0 ? 7 : 5);
    const repeat = random.chance(0.3) ? { repeat: 1 + random.below(3) } : {};
    scope.layout[id] = [i * 100, random.below(300)];
    if (kind === 0) {
      scope.nodes[id] = {
        type: "Linear",
        outFeatures: isBlock ? random.one(["$width", "$width * 2 // 2", "min($width + $index, 6)"]) : 6,
        ...repeat,
      };
      if (linears.length > 0 && random.chance(0.3) && repeat.repeat === undefined)
        scope.nodes[id] = { ...scope.nodes[id], weightsOf: random.one(linears) };
      else if (repeat.repeat === undefined) linears.push(id);
    } else if (kind === 1)
      scope.nodes[id] = {
        type: "Dropout",
        p: isBlock ? random.one(["$p", "$p / $count", "$p / (1 + $index)"]) : 0.5,
        ...repeat,
      };
    else if (kind === 2) scope.nodes[id] = { type: random.one(["ReLU", "Tanh", "LayerNorm", "BatchNorm1d"]) };
    else if (kind < 5) scope.nodes[id] = { type: "Add" };
    else {
      const type = random.one(blocks);
      const given = random.chance(0.5)
        ? {}
        : isBlock
          ? {
              p: random.one(["$p", "$p / 2", 0.1]),
              width: "$width",
              count: random.one(["$count + 1", 3, "$index + 1"]),
            }
          : { p: 0.125, count: 4 };
      scope.nodes[id] = { type, ...given, ...repeat };
      const other = instances.find(
        (each) =>
          scope.nodes[each]?.type === type &&
          JSON.stringify(scope.nodes[each]?.repeat) === JSON.stringify(repeat.repeat),
      );
      if (other !== undefined && random.chance(0.3))
        scope.nodes[id] = { ...scope.nodes[id], weightsOf: other };
      instances.push(id);
      if (random.chance(0.4)) scope.edges.push(`${random.recent(sources)} -> ${id}.side`);
    }
    scope.edges.push(`${random.recent(sources)} -> ${id}`);
    if (scope.nodes[id]?.type === "Add") {
      scope.edges.push(`${random.one(sources)} -> ${id}`);
      if (isBlock && random.chance(0.5))
        scope.edges.splice(random.below(scope.edges.length), 0, `side -> ${id}`);
    }
    sources.push(id);
  }
  return scope;
}
