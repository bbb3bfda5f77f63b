import type { DeviceInfo } from "../run/device";
import type { Program } from "../compiler/program";
import type { HostArray, HostArrays } from "../tensor/hostArrays";
import type { DType } from "../tensor/tensor";

/** Told the outputs of each step, in order, soon after it ran. The arrays are valid during the call only. */
export type OnOutputs = (index: number, outputs: HostArrays) => void;

/** A Program made ready to run on the state of its session. */
export interface Executable {
  /**
   * Queues one step. Feeds are copied before it returns. Gives a promise only where the caller must wait before
   * queueing more (the device's queue is full, or the runtime works synchronously); in a GPU's steady state it
   * gives undefined.
   */
  run(feeds: HostArrays, index: number): Promise<void> | undefined;
  /** Resolves when every queued step has run and its outputs were told. */
  drain(): Promise<void>;
  dispose(): void;
}

/** State tensors on a device, shared by the Programs loaded on them (a training step, an evaluation, probes). */
export interface Session {
  /** State slots that the Program has and the session has not are created, as zeros. */
  load(program: Program, onOutputs: OnOutputs): Promise<Executable>;
  write(values: HostArrays): Promise<void>;
  /** Float32Array for float32 state (Float64Array on the reference runtime), Int32Array for int32. */
  read(names: readonly string[]): Promise<Record<string, HostArray>>;
  dispose(): void;
}

/**
 * A device that runs Programs. The three implementations (`webgpu/`, `onnx/`, `reference/`) are interchangeable.
 */
export interface Runtime {
  readonly device: DeviceInfo;
  open(): Session;
  dispose(): Promise<void>;
}

/** A zeroed array for a tensor of a dtype, as float32 runtimes exchange it. */
export function zeros(dtype: DType, size: number): HostArray {
  return dtype === "int32" ? new Int32Array(size) : new Float32Array(size);
}

export type FloatArrayConstructor = new (size: number) => Float32Array | Float64Array;

/** The array that carries float32 values into a device: float64 for the reference runtime. */
export function floatArrayOf({ kind }: DeviceInfo): FloatArrayConstructor {
  return kind === "reference" ? Float64Array : Float32Array;
}
