import { t } from "@vscode/l10n";
import { decompose } from "../../compiler/decompose";
import type { Program } from "../../compiler/program";
import type { HostArray, HostArrays } from "../../tensor/hostArrays";
import { sizeOf, type TensorType } from "../../tensor/tensor";
import type { Executable, OnOutputs, Session } from "../runtime";
import { checkMemory } from "./checkMemory";
import { compileStep, dispatchesOf } from "./compileStep";
import { expectArray, WebgpuExecutable } from "./WebgpuExecutable";
import { WebgpuError } from "./WebgpuError";
import type { OpenDevice } from "./openDevice";

interface State {
  readonly type: TensorType;
  readonly buffer: GPUBuffer;
}

/** State in GPU memory, and the buffers for intermediate values, which all Programs share since one runs at a time. */
export class WebgpuSession implements Session {
  readonly device: GPUDevice;
  readonly #open: OpenDevice;
  readonly #state = new Map<string, State>();
  readonly #buffers: GPUBuffer[] = [];
  readonly #executables = new Set<WebgpuExecutable>();
  #failure: Error | undefined;

  constructor(open: OpenDevice) {
    this.#open = open;
    this.device = open.device;
  }

  async load(given: Program, onOutputs: OnOutputs): Promise<Executable> {
    this.check();
    const program = decompose(given, "webgpu");
    const { traits, maxBuffers, alignment } = this.#open;
    checkMemory(program, this.device.limits);
    const step = compileStep(program, { traits, maxBuffers, alignment });
    this.device.pushErrorScope("out-of-memory");
    for (const { name, value } of program.state) this.#create(name, value.type);
    const buffers = this.#buffersFor(step.buffers);
    const failed = await this.device.popErrorScope();
    if (failed) throw outOfMemory(failed.message);
    const codes = [...new Set(dispatchesOf(step.launches).map(({ code }) => code))];
    const pipelines = new Map(
      await Promise.all(codes.map(async (code) => [code, await this.#open.pipeline(code)] as const)),
    );
    this.device.pushErrorScope("out-of-memory");
    const executable = new WebgpuExecutable(this, step, { pipelines, buffers, alignment }, onOutputs);
    this.#executables.add(executable);
    const refused = await this.device.popErrorScope();
    if (refused) throw outOfMemory(refused.message);
    return executable;
  }

  write(values: HostArrays): Promise<void> {
    this.check();
    for (const [name, array] of Object.entries(values)) {
      const { type, buffer } = this.#find(name);
      const data = expectArray(array, name, type.dtype, sizeOf(type.shape));
      this.device.queue.writeBuffer(buffer, 0, data as Float32Array<ArrayBuffer>);
    }
    return Promise.resolve();
  }

  async read(names: readonly string[]): Promise<Record<string, HostArray>> {
    this.check();
    const slots = names.map((name) => ({ name, ...this.#find(name) }));
    const total = slots.reduce((sum, { buffer }) => sum + buffer.size, 0);
    const staging = this.device.createBuffer({
      size: Math.max(4, total),
      usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
    });
    const encoder = this.device.createCommandEncoder();
    let offset = 0;
    for (const { buffer } of slots) {
      encoder.copyBufferToBuffer(buffer, 0, staging, offset, buffer.size);
      offset += buffer.size;
    }
    this.device.queue.submit([encoder.finish()]);
    try {
      await staging.mapAsync(GPUMapMode.READ);
    } catch (error) {
      this.check();
      throw error;
    }
    const range = staging.getMappedRange();
    offset = 0;
    const values: Record<string, HostArray> = {};
    for (const { name, type, buffer } of slots) {
      const size = sizeOf(type.shape);
      values[name] =
        type.dtype === "int32"
          ? new Int32Array(range, offset, size).slice()
          : new Float32Array(range, offset, size).slice();
      offset += buffer.size;
    }
    staging.destroy();
    return values;
  }

  dispose(): void {
    for (const executable of [...this.#executables]) executable.dispose();
    for (const { buffer } of this.#state.values()) buffer.destroy();
    for (const buffer of this.#buffers) buffer.destroy();
    this.#state.clear();
    this.#buffers.length = 0;
  }

  /** Throws the device's error, if it has failed. */
  check(): void {
    if (this.#failure) throw this.#failure;
  }

  /** Ends the session with an error, which pending and later calls throw. */
  fail(error: unknown): void {
    this.#failure ??= error instanceof Error ? error : new Error(String(error));
    for (const executable of this.#executables) executable.release();
  }

  forget(executable: WebgpuExecutable): void {
    this.#executables.delete(executable);
  }

  state(name: string): GPUBuffer {
    return this.#find(name).buffer;
  }

  #find(name: string): State {
    const state = this.#state.get(name);
    if (!state) throw new WebgpuError("webgpu-value", t("There is no state called {0}.", name));
    return state;
  }

  #create(name: string, type: TensorType): void {
    const known = this.#state.get(name);
    if (known) {
      if (sizeOf(known.type.shape) === sizeOf(type.shape) && known.type.dtype === type.dtype) return;
      throw new WebgpuError("webgpu-value", t("{0} already has a different size in this session.", name));
    }
    this.#state.set(name, { type, buffer: this.#buffer(sizeOf(type.shape)) });
  }

  /** Buffers of at least these sizes in elements. Reuses the session's, largest to largest, then creates new ones. */
  #buffersFor(sizes: readonly number[]): GPUBuffer[] {
    const largestFirst = sizes.map((size, index) => ({ size, index })).sort((a, b) => b.size - a.size);
    const spare = [...this.#buffers].sort((a, b) => b.size - a.size);
    const buffers = new Array<GPUBuffer>(sizes.length);
    for (const { size, index } of largestFirst) {
      const first = spare[0];
      if (first && first.size >= size * 4) {
        buffers[index] = first;
        spare.shift();
      } else {
        const made = this.#buffer(size);
        this.#buffers.push(made);
        buffers[index] = made;
      }
    }
    return buffers;
  }

  #buffer(size: number): GPUBuffer {
    return this.device.createBuffer({
      size: Math.max(4, size * 4),
      usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
    });
  }
}

function outOfMemory(reason: string): WebgpuError {
  return new WebgpuError(
    "model-too-large",
    t("The model does not fit into the GPU's memory: {0}", reason.split("\n")[0] ?? ""),
    t("Use a smaller batch size or smaller layers."),
  );
}
