import { join } from "node:path";
import { loadDataset } from "../../engine/data/load";
import type { Dataset } from "../../engine/data/dataset";
import { arrayFor } from "../../engine/data/samples";
import type { SafeTensor } from "../../engine/interop/safetensors";
import { sizeOf } from "../../engine/tensor/tensor";
import { openTrained, type Trained } from "./train";

/** The data of an example with one Dataset, with other parameters if given. */
export async function exampleData(
  trained: Trained,
  changed: Readonly<Record<string, unknown>> = {},
): Promise<Dataset> {
  const { workspace, name } = trained;
  const { graph } = await openTrained(trained);
  const { params } = [...graph.nodes.values()].find(({ type }) => type === "Dataset")!;
  const place = { file: join(workspace, `${name}.nn.json`), workspace };
  return loadDataset(String(params.source), { ...params, ...changed }, place);
}

/** New samples for an example's generator, from a seed that it was not trained with; a tensor for each port. */
export async function newBatch(trained: Trained, samples: number): Promise<Map<string, SafeTensor>> {
  const data = await exampleData(trained, { samples, seed: 1234, validation: 0 });
  return rowsOf(data, data.train);
}

/** Some samples; a tensor for each port. */
export async function rowsOf(data: Dataset, rows: Int32Array): Promise<Map<string, SafeTensor>> {
  const arrays = Object.fromEntries(
    data.ports.map((port) => [port.name, arrayFor(port, rows.length * sizeOf(port.shape))]),
  );
  await data.read(rows, arrays);
  return new Map(
    data.ports.map(({ name, shape }) => [name, { shape: [rows.length, ...shape], data: arrays[name]! }]),
  );
}
