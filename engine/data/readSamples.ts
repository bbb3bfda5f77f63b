import { samplesUnreadable } from "./dataError";
import type { LoadedDataset } from "./dataset";
import type { SampleArrays } from "./samples";

/**
 * Reads samples of a node's Dataset like its `read`, but never throws: rejects with a DataError that names the node.
 */
export function readSamples(
  { node, dataset }: LoadedDataset,
  indices: Int32Array,
  into: SampleArrays,
): Promise<void> | undefined {
  try {
    return dataset.read(indices, into)?.catch((error: unknown) => {
      throw samplesUnreadable(node, error);
    });
  } catch (error) {
    return Promise.reject(samplesUnreadable(node, error));
  }
}
