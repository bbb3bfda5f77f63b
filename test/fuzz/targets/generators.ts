import { sources } from "../../../engine/data/catalog";
import { DataError } from "../../../engine/data/dataError";
import { datasetParams } from "../../../engine/data/catalog/datasetParams";
import { inspectDataset, loadDataset } from "../../../engine/data/load";
import { valuesSchema } from "../../../engine/parameters/valuesSchema";
import { sizeOf } from "../../../engine/tensor/tensor";
import { columnsOf } from "../../engine/data/columnsOf";
import type { Random } from "../../engine/randomGraphs/Random";
import type { FuzzTarget } from "../FuzzTarget";
import { hostileValue } from "../mutate";
import { expectSoundMessage } from "../sound";

const generated = [...sources.values()].filter(({ readsFiles }) => !readsFiles);

/** Sources that generate samples, with arbitrary parameters. */
export const generators: FuzzTarget = {
  name: "generators",
  attempt: async (random, folder) => {
    const source = random.one(generated);
    const params = drawParams(Object.keys(datasetParams(source)), random);
    const place = { file: `${folder}/model.nn.json`, workspace: folder };
    const isValid = valuesSchema(datasetParams(source)).safeParse(params).success;
    try {
      const facts = await inspectDataset(source.name, params, place);
      // Limits the numbers drawn, since a million images would take too long.
      const numbers = Object.values(facts.ports).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
      if (facts.samples * numbers > 20_000_000) return;
      const dataset = await loadDataset(source.name, params, place);
      const { count, train, validation } = dataset;
      if (count !== facts.samples || train.length + validation.length !== count || train.length === 0)
        throw new TypeError(
          `${source.name}: ${String(count)} samples, split into ${String(train.length)} and ${String(validation.length)}`,
        );
      for (const { name, shape, data } of columnsOf(dataset)) {
        if (data.length !== count * sizeOf(shape))
          throw new TypeError(`${source.name}.${name} has ${String(data.length)} numbers`);
        if (!data.every(Number.isFinite) && JSON.stringify(params).length < 60)
          throw new TypeError(`${source.name}.${name} is not finite`);
      }
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      if (error.code === "data-parameter" && isValid) throw error;
      expectSoundMessage(`${error.message} ${error.hint ?? ""}`, JSON.stringify(params));
    }
  },
};

function drawParams(names: readonly string[], random: Random): Record<string, unknown> {
  const written = names.filter(() => random.chance(0.5));
  const value = () => random.one([random.below(50), random.uniform(), true, hostileValue(random)]);
  return Object.fromEntries(
    [...written, ...(random.chance(0.05) ? ["odd"] : [])].map((name) => [name, value()]),
  );
}
