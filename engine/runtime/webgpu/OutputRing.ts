import type { HostArray } from "../../tensor/hostArrays";
import type { OnOutputs } from "../runtime";
import type { OutputPlace } from "./compileStep";

/** How many steps may be in flight: enough that the device never waits for the host to read an output. */
const slots = 16;

interface Slot {
  readonly buffer: GPUBuffer;
  index: number;
  mapped: boolean;
}

/**
 * Host-visible buffers for the steps' outputs, reused so that a step neither allocates nor waits. Once a step's buffer is
 * mapped, its outputs are passed to the listener, in the order of the steps.
 */
export class OutputRing {
  readonly #free: Slot[];
  readonly #busy: Slot[] = [];
  readonly #views: Record<string, HostArray> = {};
  #waiting: { readonly promise: Promise<void>; readonly resolve: () => void } | undefined;

  constructor(
    device: GPUDevice,
    bytes: number,
    private readonly places: readonly OutputPlace[],
    private readonly onOutputs: OnOutputs,
    private readonly onFailure: (error: unknown) => void,
  ) {
    const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
    this.#free = Array.from({ length: slots }, () => ({
      buffer: device.createBuffer({ size: Math.max(4, bytes), usage }),
      index: 0,
      mapped: false,
    }));
  }

  /** The buffer for the next step's outputs; undefined while none is free. */
  next(): GPUBuffer | undefined {
    return this.#free.at(-1)?.buffer;
  }

  /** Call after submitting the step that writes to the buffer from `next`. */
  take(index: number): void {
    const slot = this.#free.pop();
    if (!slot) throw new Error("the ring of outputs is full");
    slot.index = index;
    slot.mapped = false;
    this.#busy.push(slot);
    slot.buffer.mapAsync(GPUMapMode.READ).then(() => {
      slot.mapped = true;
      this.#deliver();
    }, this.onFailure);
  }

  /** A promise that resolves when a buffer is free; undefined if one is already. */
  full(): Promise<void> | undefined {
    return this.#free.length > 0 ? undefined : this.#change();
  }

  /** Resolves when all outputs have been delivered. */
  async drain(): Promise<void> {
    while (this.#busy.length > 0) await this.#change();
  }

  /** Resolves all pending waits, for instance because the device was lost. */
  release(): void {
    this.#busy.length = 0;
    this.#changed();
  }

  destroy(): void {
    for (const { buffer } of [...this.#free, ...this.#busy]) buffer.destroy();
    this.release();
  }

  #deliver(): void {
    for (let slot = this.#busy[0]; slot?.mapped; slot = this.#busy[0]) {
      this.#busy.shift();
      const range = slot.buffer.getMappedRange();
      for (const { name, dtype, offset, size } of this.places) {
        this.#views[name] =
          dtype === "int32" ? new Int32Array(range, offset, size) : new Float32Array(range, offset, size);
      }
      try {
        this.onOutputs(slot.index, this.#views);
      } catch (error) {
        this.onFailure(error);
      }
      slot.buffer.unmap();
      this.#free.push(slot);
    }
    this.#changed();
  }

  #change(): Promise<void> {
    if (!this.#waiting) {
      let resolve = (): void => undefined;
      const promise = new Promise<void>((done) => {
        resolve = done;
      });
      this.#waiting = { promise, resolve };
    }
    return this.#waiting.promise;
  }

  #changed(): void {
    this.#waiting?.resolve();
    this.#waiting = undefined;
  }
}
