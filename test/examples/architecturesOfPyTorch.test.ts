import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { weightsOf } from "../../engine/compiler/weights";
import type { Runtime } from "../../engine/runtime/runtime";
import { createRuntime } from "../../engine/runtime/createRuntime";
import { sizeOf } from "../../engine/tensor/tensor";
import { gradientPass } from "../../engine/training/gradientPass";
import { batch, uniform, weight, type Kind } from "../engine/fixtures/numbers";
import { readArchitecture, typedArchitecture } from "./architectures";

interface Summary {
  readonly norm: number;
  readonly projection: number;
}

/** As scripts/fixtures/architectures.py says. */
interface Fixture {
  readonly nodes: Readonly<Record<string, object>>;
  readonly blocks?: Readonly<Record<string, Readonly<Record<string, object>>>>;
  readonly training?: object;
  readonly batchSize: number;
  readonly evaluated: boolean;
  readonly batch: Readonly<Record<string, { readonly shape: readonly number[]; readonly kind: Kind }>>;
  readonly loss: number;
  readonly values: Readonly<Record<string, Summary>>;
  readonly gradients: Readonly<Record<string, Summary>>;
}

type Nodes = Record<string, { type: string; p?: number }>;

const folder = new URL("../fixtures/architectures/", import.meta.url);
const names = readdirSync(folder).map((file) => file.replace(".json", ""));

/** Relative to a tensor's norm: float32 through up to 60 layers, against float64. */
const tolerance = 1e-4;

describe("the network and its gradients are those of the PyTorch module", () => {
  let runtime: Runtime;
  beforeAll(async () => {
    runtime = await createRuntime("cpu");
  });
  afterAll(() => runtime.dispose());

  it.each(names)("%s", { timeout: 120_000 }, async (name) => {
    const fixture = JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8")) as Fixture;
    const document = JSON.parse(await readArchitecture(name)) as {
      nodes: Nodes;
      blocks?: Record<string, { nodes: Nodes }>;
      training: object;
    };
    Object.assign(document.nodes, fixture.nodes);
    Object.assign(document.training, fixture.training);
    for (const [block, nodes] of Object.entries(fixture.blocks ?? {}))
      Object.assign(document.blocks![block]!.nodes, nodes);
    for (const { nodes } of [document, ...Object.values(document.blocks ?? {})])
      for (const node of Object.values(nodes)) if (node.type === "Dropout") node.p = 0;
    const typed = typedArchitecture(JSON.stringify(document));
    const weights = weightsOf(typed).map(({ name, shape }) => {
      const values = Float32Array.from(weight(name, shape));
      const isFactor = name.endsWith("bn.weight");
      return [name, { shape, data: isFactor ? values.map((value) => value + 1) : values }] as const;
    });
    const given = Object.entries(fixture.batch).map(([port, { shape, kind }]) => {
      const values = batch(port, 0, fixture.batchSize * sizeOf(shape), kind);
      const data = values instanceof Float64Array ? Float32Array.from(values) : values;
      return [port, { shape: [fixture.batchSize, ...shape], data }] as const;
    });
    const objectives = typed.graph.training.objectives ?? new Map();
    const results = await gradientPass(typed, runtime, {
      place: { file: "/none/model.nn.json", workspace: "/none" },
      seed: 1,
      training: !fixture.evaluated,
      weights: new Map(weights),
      batch: new Map(given),
      objective: [...objectives.values()].find(({ updates }) => updates === undefined),
      warn: (problem) => expect.unreachable(problem.message),
    });
    expect(Math.abs(results.get("loss")!.data[0]! / fixture.loss - 1)).toBeLessThan(tolerance);
    // A shift that the next normalisation removes has no gradient but rounding errors.
    const least = 1e-4 * Math.hypot(...Object.values(fixture.gradients).map(({ norm }) => norm));
    const compare = (prefix: string, expected: Fixture["values"]) => {
      for (const [path, { norm, projection }] of Object.entries(expected)) {
        const { data } = results.get(`${prefix}/${path}`)!;
        const factors = uniform(`${path}/projection`, data.length);
        let [squares, dot] = [0, 0];
        for (const [i, value] of data.entries()) {
          squares += value * value;
          dot += value * factors[i]!;
        }
        const scale = Math.max(norm, least);
        expect(Math.abs(Math.sqrt(squares) - norm) / scale, `norm of ${path}`).toBeLessThan(tolerance);
        // A random direction: the projection of an error is √⅓ of its norm in the mean.
        expect(Math.abs(dot - projection) / scale, `projection of ${path}`).toBeLessThan(tolerance);
      }
    };
    compare("value", fixture.values);
    compare("grad", fixture.gradients);
    const trained = weightsOf(typed).flatMap(({ name, trainable }) => (trainable ? [name] : []));
    expect(Object.keys(fixture.gradients).sort()).toEqual(trained.sort());
  });
});
