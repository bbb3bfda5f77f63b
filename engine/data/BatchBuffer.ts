import type { HostArrays } from "../tensor/hostArrays";
import { at, sizeOf } from "../tensor/tensor";
import type { Batch } from "./batch";
import type { BatchOrder } from "./BatchOrder";
import type { LoadedDataset } from "./dataset";
import { readSamples } from "./readSamples";
import { arrayFor, type SampleArray } from "./samples";

/** Reads one Dataset's samples into the arrays of a batch. */
interface Source {
  /** The indices of the samples, to be set before `read`. */
  readonly indices: Int32Array;
  readonly read: () => Promise<void> | undefined;
}

/** The arrays of one batch, allocated once for each batch size, and the reading of samples into them. */
export class BatchBuffer {
  /** Indexed by a batch's `part`. */
  private readonly batches: readonly Batch[];
  private readonly sources: readonly (readonly Source[])[];
  private current: Batch | Promise<Batch> | undefined;
  private currentStep = -1;

  /** @param scalars Further feeds of every batch. */
  constructor(
    datasets: readonly LoadedDataset[],
    private readonly order: BatchOrder,
    scalars: HostArrays,
  ) {
    const opened = order.sizes.map((size) => datasets.map((dataset) => openSource(dataset, size)));
    this.sources = opened.map((sources) => sources.map(({ source }) => source));
    this.batches = opened.map((sources, part) => ({
      part: part === 0 ? 0 : 1,
      size: at(order.sizes, part),
      feeds: Object.assign({}, ...sources.map(({ feeds }) => feeds), scalars) as HostArrays,
    }));
  }

  /** The step whose batch it contains or is reading; −1 for none. */
  get step(): number {
    return this.currentStep;
  }

  /**
   * The batch of a step, after any earlier read has finished; a promise if samples are not in memory. Never throws.
   */
  read(step: number): Batch | Promise<Batch> {
    const { current } = this;
    if (current && step === this.currentStep) return current;
    this.currentStep = step;
    this.current = current instanceof Promise ? this.startAfter(current, step) : this.start(step);
    // Whoever awaits the batch gets the error; a batch that was read ahead may never be awaited.
    if (this.current instanceof Promise) this.current.catch(() => undefined);
    return this.current;
  }

  private startAfter(earlier: Promise<unknown>, step: number): Promise<Batch> {
    const start = () => this.start(step);
    return earlier.then(start, start);
  }

  private start(step: number): Batch | Promise<Batch> {
    const part = this.order.partOf(step);
    const batch = at(this.batches, part);
    const sources = at(this.sources, part);
    const first = this.order.startOf(step);
    let waits: Promise<void>[] | undefined;
    for (let index = 0; index < sources.length; index++) {
      const { indices, read } = at(sources, index);
      const order = this.order.of(index, step);
      for (let row = 0; row < indices.length; row++) indices[row] = order[first + row] ?? 0;
      const wait = read();
      if (wait) (waits ??= []).push(wait);
    }
    return waits ? allRead(waits, batch) : batch;
  }
}

/** Waits for every source even if one fails, since the arrays are in use until then. */
async function allRead(waits: readonly Promise<void>[], batch: Batch): Promise<Batch> {
  const results = await Promise.allSettled(waits);
  const failed = results.find((result) => result.status === "rejected");
  if (failed) throw failed.reason;
  return batch;
}

function openSource(from: LoadedDataset, size: number): { source: Source; feeds: HostArrays } {
  const into: Record<string, SampleArray> = {};
  const feeds: Record<string, SampleArray> = {};
  for (const [name, feed] of Object.entries(from.feeds)) {
    const port = from.dataset.ports.find((port) => port.name === name);
    if (!port) throw new Error(`the dataset has no port ${name}`);
    into[name] = feeds[feed] = arrayFor(port, size * sizeOf(port.shape));
  }
  const indices = new Int32Array(size);
  return { source: { indices, read: () => readSamples(from, indices, into) }, feeds };
}
