import type { LoadedDataset } from "../data/dataset";
import { readSamples } from "../data/readSamples";
import { arrayFor, type SampleArray } from "../data/samples";
import type { PanelFacts, Port } from "../panels/panel";
import { pathOf } from "../tensor/path";
import { at, sizeOf } from "../tensor/tensor";

/** The samples that a panel shows, and what is known of them. */
export interface PanelSamples extends PanelFacts {
  readonly count: number;
}

/**
 * Reads the first validation samples of each Dataset, or training samples if there are none; equally many of each, at most
 * so many. Only connected ports are read.
 */
export async function panelSamples(datasets: readonly LoadedDataset[], most: number): Promise<PanelSamples> {
  const chosen = choose(datasets, most);
  const arrays = new Map<string, SampleArray>();
  for (const [index, dataset] of datasets.entries()) await readInto(arrays, dataset, at(chosen, index));
  const portOf = ({ node, port }: Port) =>
    datasets.find((each) => each.node === node)?.dataset.ports.find(({ name }) => name === port);
  return {
    count: chosen[0]?.length ?? 0,
    samplesOf: ({ node, port }) => arrays.get(pathOf(node, port)),
    classNamesOf: (port) => port && portOf(port)?.classNames,
  };
}

function choose(datasets: readonly LoadedDataset[], most: number): Int32Array[] {
  const isHeldOut = datasets.every(({ dataset }) => dataset.validation.length > 0);
  const lists = datasets.map(({ dataset }) => (isHeldOut ? dataset.validation : dataset.train));
  const count = Math.min(most, ...lists.map((list) => list.length));
  return lists.map((list) => list.slice(0, count));
}

/** Reads the values of all connected ports, by path. */
async function readInto(
  arrays: Map<string, SampleArray>,
  from: LoadedDataset,
  indices: Int32Array,
): Promise<void> {
  const into: Record<string, SampleArray> = {};
  for (const port of from.dataset.ports) {
    const feed = from.feeds[port.name];
    if (feed === undefined) continue;
    const array = arrayFor(port, indices.length * sizeOf(port.shape));
    into[port.name] = array;
    arrays.set(feed, array);
  }
  await readSamples(from, indices, into);
}
