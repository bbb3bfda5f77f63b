import type { Column } from "../../../engine/data/memorySamples";
import { arrayFor, type Samples } from "../../../engine/data/samples";
import { sizeOf } from "../../../engine/tensor/tensor";

/** The ports of samples in memory, each with all its data. */
export function columnsOf({ count, ports, read }: Samples): Column[] {
  const columns = ports.map((port) => ({ ...port, data: arrayFor(port, count * sizeOf(port.shape)) }));
  const indices = Int32Array.from({ length: count }, (_, index) => index);
  const into = Object.fromEntries(columns.map(({ name, data }) => [name, data]));
  if (read(indices, into)) throw new TypeError("samples in memory are read asynchronously");
  return columns;
}
