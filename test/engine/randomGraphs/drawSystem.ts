import { parse } from "../../../engine/document/parse";
import { infer } from "../../../engine/graph/infer";
import { objectiveGraph } from "../../../engine/graph/objectives";
import { trainable } from "../../../engine/graph/trainable";
import type { TypedGraph } from "../../../engine/graph/typedGraph";
import { weightSettings } from "../../../engine/layers/weightParams";
import { withOwners } from "../../../engine/tensor/path";
import { drawBlocks } from "../document/drawBlocks";
import type { Random } from "./Random";

type Members = Record<string, unknown>;

interface ScopeDocument {
  nodes: Record<string, Members>;
  edges: string[];
}

/** A document as plain data. */
export interface SystemDocument extends ScopeDocument {
  blocks: Record<string, ScopeDocument & { parameters: Members }>;
  training: Members;
}

/**
 * A random model that trains: that of `drawBlocks` with a second loss, weights that follow others or are tied to them one by
 * one, objectives, accumulated gradients and averages of the weights. All of it is small.
 */
export function drawSystem(random: Random): SystemDocument {
  let system = withSecondLoss(JSON.parse(drawBlocks(random)) as SystemDocument, random);
  for (let i = random.below(4); i > 0; i--) system = withSharing(system, random);
  const epochs = 1 + random.below(3);
  const training = {
    batchSize: 4,
    epochs,
    seed: 1 + random.below(100),
    optimizer: drawOptimizer(random),
    ...(random.chance(0.4) && { accumulate: 2 + random.below(2) }),
    ...(random.chance(0.4) && { ema: random.one([0, 0.5, 0.99]) }),
    ...(random.chance(0.3) && { metrics: ["accuracy"] }),
    ...(random.chance(0.3) && { clipping: { type: random.one(["value", "norm", "nodeNorm"]), limit: 0.5 } }),
  };
  const objectives = random.chance(0.7) ? drawObjectives(system, epochs, random) : undefined;
  return { ...system, training: { ...training, ...(objectives && { objectives }) } };
}

/** A document that can be trained, given as data or text; undefined if it has an error. */
export function typedSystem(system: object | string): TypedGraph | undefined {
  const { graph, problems } = parse(typeof system === "string" ? system : JSON.stringify(system));
  if (!graph) return undefined;
  const typed = infer(graph);
  const all = [...problems, ...typed.problems, ...trainable(typed)];
  return all.some(({ severity }) => severity === "error") ? undefined : typed;
}

function withSecondLoss(system: SystemDocument, random: Random): SystemDocument {
  const ids = Object.keys(system.nodes).filter((id) => /^n\d+$/.test(id));
  const from = random.one(["stem", ...ids]);
  return {
    ...system,
    nodes: {
      ...system.nodes,
      side: { type: "Linear", outFeatures: 2 },
      second: { type: "CrossEntropyLoss", ...(random.chance(0.3) && { ignoreIndex: 0 }) },
    },
    edges: [...system.edges, `${from} -> side`, "side -> second.input", "data.label -> second.target"],
  };
}

/** Gives a node what it says about its weights; a combination that is an error is not taken. */
function withSharing(system: SystemDocument, random: Random): SystemDocument {
  const name = random.one(["", ...Object.keys(system.blocks)]);
  const block = system.blocks[name];
  const scope = block ?? system;
  const free = Object.entries(scope.nodes).filter(
    ([, node]) => hasWeights(node) && node.weightsOf === undefined && node.follows === undefined,
  );
  if (free.length < 2) return system;
  const [id, node] = random.one(free);
  const others = free.filter(([other, { type }]) => other !== id && type === node.type);
  if (others.length === 0) return system;
  const [other] = random.one(others);
  const drawn = random.one<Members>([
    { weightsOf: other },
    { follows: { node: other, every: 1 + random.below(4) } },
    { follows: { node: other, rate: random.one([0.01, 0.5, 1]) } },
    ...(node.type === "Linear"
      ? [{ weightsOf: { [random.one(["weight", "bias"])]: `${other}.weight` } }]
      : []),
    ...(node.type === "Linear" ? [{ weightsOf: { bias: `${other}.bias` } }] : []),
  ]);
  const nodes = { ...scope.nodes, [id]: { ...node, ...drawn } };
  const next = block
    ? { ...system, blocks: { ...system.blocks, [name]: { ...block, nodes } } }
    : { ...system, nodes };
  return typedSystem(next) ? next : system;
}

function hasWeights({ type }: Members): boolean {
  return type !== "ReLU" && type !== "Add" && type !== "Dropout" && type !== "Tanh";
}

/** Only such whose steps do not amplify rounding. */
function drawOptimizer(random: Random): Members {
  return random.one<Members>([
    { type: "SGD", learningRate: 0.005 },
    { type: "SGD", learningRate: 0.002, momentum: 0.5, weightDecay: 0.01 },
    { type: "Adam", learningRate: 0.002, beta1: 0.5, eps: 0.01 },
    { type: "RMSprop", learningRate: 0.001, eps: 0.1 },
  ]);
}

/** Objectives that run in some epoch each, one of them in all; undefined if nothing can be trained. */
function drawObjectives(system: SystemDocument, epochs: number, random: Random): Members | undefined {
  const typed = typedSystem(system);
  if (!typed) throw new Error(`a drawn model has a problem: ${JSON.stringify(system)}`);
  const objectives: [string, Members][] = [];
  const names = ["first", "second", "third"].slice(0, 1 + random.below(3));
  for (const [i, name] of names.entries()) {
    const losses = random.one([["loss"], ["second"], ["loss", "second"]]);
    const reached = updatable(typed, losses);
    if (reached.length === 0) return undefined;
    const first = 1 + random.below(epochs);
    objectives.push([
      name,
      {
        losses,
        ...(random.chance(0.6) && {
          updates: Array.from({ length: 1 + random.below(3) }, () => random.one(reached)),
        }),
        ...(random.chance(0.4) && { steps: 1 + random.below(3) }),
        ...(random.chance(0.3) && { weights: { [random.one(losses)]: random.one([0, 0.5, -0.5, 2]) } }),
        ...(random.chance(0.4) && { optimizer: drawOptimizer(random) }),
        ...(random.chance(0.2) && { warmup: random.below(4) }),
        ...(random.chance(0.2) && { schedule: { type: "CosineAnnealingLR" } }),
        ...(i > 0 && random.chance(0.5) && { epochs: [first, first + random.below(epochs - first + 1)] }),
      },
    ]);
  }
  return Object.fromEntries(objectives);
}

/** Nodes, instances and paths whose weights some losses can train. */
function updatable(typed: TypedGraph, losses: readonly string[]): string[] {
  const { nodes } = objectiveGraph(typed, { losses });
  const paths = [...nodes.values()].flatMap(({ node, params, weights, followed }) =>
    !followed && !weightSettings(params).frozen && Object.values(weights).some(({ trainable: is }) => is)
      ? withOwners(node.id)
      : [],
  );
  return [...new Set(paths)];
}
