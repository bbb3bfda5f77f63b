import { t } from "@vscode/l10n";
import type { HostArray, HostArrays } from "../../tensor/hostArrays";
import { at } from "../../tensor/tensor";
import type { Executable, OnOutputs } from "../runtime";
import { dispatchesOf, type CompiledStep, type Dispatch, type Location } from "./compileStep";
import { OutputRing } from "./OutputRing";
import { WebgpuError } from "./WebgpuError";
import type { WebgpuSession } from "./WebgpuSession";

interface Launch {
  readonly pipeline: GPUComputePipeline;
  readonly group: GPUBindGroup;
  readonly workgroups: readonly [number, number, number];
}

interface Transfer {
  readonly from: GPUBuffer;
  readonly fromOffset: number;
  readonly to: GPUBuffer;
  readonly bytes: number;
}

/** What a step is recorded with. */
interface Prepared {
  /** By their shader's code. */
  readonly pipelines: ReadonlyMap<string, GPUComputePipeline>;
  readonly buffers: readonly GPUBuffer[];
  /** Alignment of a binding's offset in its buffer, in bytes. */
  readonly alignment: number;
}

/** A recorded step: replaying it only creates the command buffer that WebGPU requires for each submit. */
export class WebgpuExecutable implements Executable {
  readonly #device: GPUDevice;
  readonly #feeds: CompiledStep["feeds"];
  readonly #feedBuffers: ReadonlyMap<string, GPUBuffer>;
  readonly #scalars: GPUBuffer;
  readonly #scalarBytes: ArrayBuffer;
  readonly #scalarFloats: Float32Array;
  readonly #scalarInts: Int32Array;
  readonly #numbers: GPUBuffer;
  readonly #launches: readonly Launch[];
  readonly #copies: readonly Transfer[];
  readonly #outputs: readonly (Omit<Transfer, "to"> & { readonly toOffset: number })[];
  readonly #ring: OutputRing;

  constructor(
    private readonly session: WebgpuSession,
    step: CompiledStep,
    { pipelines, buffers, alignment }: Prepared,
    onOutputs: OnOutputs,
  ) {
    const { device } = session;
    this.#device = device;
    this.#feeds = step.feeds;
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC;
    const create = (bytes: number) => device.createBuffer({ size: Math.max(4, bytes), usage });
    this.#feedBuffers = new Map(
      step.feeds.flatMap(({ name, size, location }) =>
        location.kind === "feed" ? [[name, create(size * 4)]] : [],
      ),
    );
    this.#scalars = create(step.scalarBytes);
    this.#scalarBytes = new ArrayBuffer(Math.max(4, step.scalarBytes));
    this.#scalarFloats = new Float32Array(this.#scalarBytes);
    this.#scalarInts = new Int32Array(this.#scalarBytes);
    const bufferAt = (location: Location): GPUBuffer => {
      const buffer =
        location.kind === "buffer"
          ? buffers[location.index]
          : location.kind === "feed"
            ? this.#feedBuffers.get(location.name)
            : location.kind === "state"
              ? session.state(location.name)
              : this.#scalars;
      if (!buffer) throw new Error("a value without a buffer");
      return buffer;
    };
    const numbers = numbersOf(step);
    this.#numbers = create(numbers.size * alignment);
    const written = new Int32Array((numbers.size * alignment) / 4);
    for (const [number, place] of numbers) written[(place * alignment) / 4] = number;
    device.queue.writeBuffer(this.#numbers, 0, written);
    const numberAt = (number: number): GPUBufferBinding => ({
      buffer: this.#numbers,
      offset: (numbers.get(number) ?? 0) * alignment,
      size: 4,
    });
    const resource = (location: Location, row: number): GPUBufferBinding => {
      if (location.kind === "index") return numberAt(row);
      if (location.kind === "number") return numberAt(location.value);
      if (location.kind === "scalar") return { buffer: this.#scalars, offset: location.offset, size: 4 };
      return { buffer: bufferAt(location) };
    };
    const record = ({ code, bindings, workgroups }: Dispatch, row = 0): Launch => {
      const pipeline = pipelines.get(code);
      if (!pipeline) throw new Error("a dispatch without a pipeline");
      const entries = bindings.map((location, binding) => ({ binding, resource: resource(location, row) }));
      const group = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
      return { pipeline, group, workgroups };
    };
    this.#launches = step.launches.flatMap((launch) => {
      if (!("iterations" in launch)) return record(launch);
      const { iterations, reverse, dispatches } = launch;
      const usesIndex = dispatches.map(({ bindings }) => bindings.some(({ kind }) => kind === "index"));
      const first = dispatches.map((dispatch) => record(dispatch));
      return Array.from({ length: iterations }, (_, iteration) =>
        dispatches.map((dispatch, i) =>
          usesIndex[i] ? record(dispatch, reverse ? iterations - 1 - iteration : iteration) : at(first, i),
        ),
      ).flat();
    });
    const offsetOf = (location: Location) => (location.kind === "scalar" ? location.offset : 0);
    this.#outputs = step.outputs.map(({ location, offset, size }) => ({
      from: bufferAt(location),
      fromOffset: offsetOf(location),
      toOffset: offset,
      bytes: size * 4,
    }));
    this.#copies = step.copies.map(({ from, to, size }) => ({
      from: bufferAt(from),
      fromOffset: offsetOf(from),
      to: bufferAt(to),
      bytes: size * 4,
    }));
    this.#ring = new OutputRing(device, step.outputBytes, step.outputs, onOutputs, (error) => {
      session.fail(error);
      this.#ring.release();
    });
  }

  run(feeds: HostArrays, index: number): Promise<void> | undefined {
    this.session.check();
    const staging = this.#ring.next();
    if (!staging) return this.#later(feeds, index);
    this.#writeFeeds(feeds);
    const encoder = this.#device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    for (const { pipeline, group, workgroups } of this.#launches) {
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, group);
      pass.dispatchWorkgroups(...workgroups);
    }
    pass.end();
    for (const { from, fromOffset, toOffset, bytes } of this.#outputs) {
      encoder.copyBufferToBuffer(from, fromOffset, staging, toOffset, bytes);
    }
    // Without a command that uses it, the buffer could be mapped before the step has run.
    if (this.#outputs.length === 0) encoder.clearBuffer(staging);
    for (const { from, fromOffset, to, bytes } of this.#copies) {
      encoder.copyBufferToBuffer(from, fromOffset, to, 0, bytes);
    }
    this.#device.queue.submit([encoder.finish()]);
    this.#ring.take(index);
    return this.#ring.full()?.then(() => {
      this.session.check();
    });
  }

  async drain(): Promise<void> {
    await this.#ring.drain();
    this.session.check();
  }

  dispose(): void {
    this.#ring.destroy();
    this.#scalars.destroy();
    this.#numbers.destroy();
    for (const buffer of this.#feedBuffers.values()) buffer.destroy();
    this.session.forget(this);
  }

  /** Called by the session when the device is lost. */
  release(): void {
    this.#ring.release();
  }

  /** For a caller that did not await the last step's promise: copies the feeds and queues the step once a buffer is free. */
  async #later(feeds: HostArrays, index: number): Promise<void> {
    const copies = Object.fromEntries(Object.entries(feeds).map(([name, array]) => [name, array.slice()]));
    await this.#ring.full();
    await this.run(copies, index);
  }

  #writeFeeds(feeds: HostArrays): void {
    for (const { name, dtype, size, location } of this.#feeds) {
      const array = expectArray(feeds[name], name, dtype, size);
      if (location.kind === "scalar") {
        const slots = dtype === "int32" ? this.#scalarInts : this.#scalarFloats;
        slots[location.offset / 4] = array[0] ?? NaN;
      } else {
        const buffer = this.#feedBuffers.get(name);
        if (buffer) this.#device.queue.writeBuffer(buffer, 0, array as Float32Array<ArrayBuffer>);
      }
    }
    this.#device.queue.writeBuffer(this.#scalars, 0, this.#scalarBytes);
  }
}

/** The position of each constant that launches read from memory, including the rows of loops. */
function numbersOf({ launches }: CompiledStep): ReadonlyMap<number, number> {
  const numbers = new Map<number, number>();
  const add = (number: number) => numbers.set(number, numbers.get(number) ?? numbers.size);
  for (const launch of launches)
    for (let row = 0; "iterations" in launch && row < launch.iterations; row++) add(row);
  for (const { bindings } of dispatchesOf(launches))
    for (const location of bindings) if (location.kind === "number") add(location.value);
  return numbers;
}

/** The values as the array type that the device takes. Throws a WebgpuError if they are missing or of the wrong length. */
export function expectArray(
  array: HostArray | undefined,
  name: string,
  dtype: "float32" | "int32",
  size: number,
): Float32Array | Int32Array {
  if (array?.length !== size) {
    throw new WebgpuError(
      "webgpu-value",
      t("{0} needs {1} elements but has {2}.", name, size, array?.length ?? 0),
    );
  }
  if (dtype === "int32") return array instanceof Int32Array ? array : Int32Array.from(array);
  return array instanceof Float32Array ? array : Float32Array.from(array);
}
