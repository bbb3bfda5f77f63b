import type { DeviceInfo } from "../run/device";
import type { Program } from "../compiler/program";
import type { HostArray, HostArrays } from "../tensor/hostArrays";
import type { DType } from "../tensor/tensor";

/** Called with each step's outputs, in order, soon after the step ran. The arrays are only valid during the call. */
export type OnOutputs = (index: number, outputs: HostArrays) => void;

/** A Program that is ready to run on its session's state. */
export interface Executable {
  /**
   * Queues one step. Feeds are copied before it returns. Returns a promise only if the caller must wait before queueing
   * more steps (the device's queue is full, or the runtime runs one step at a time); otherwise undefined.
   */
  run(feeds: HostArrays, index: number): Promise<void> | undefined;
  /** Resolves when every queued step has run and its outputs have been delivered. */
  drain(): Promise<void>;
  dispose(): void;
}

/** State tensors on a device, shared by the Programs loaded on them (a training step, an evaluation, probes). */
export interface Session {
  /** State that the session does not have yet is created, filled with zeros. */
  load(program: Program, onOutputs: OnOutputs): Promise<Executable>;
  write(values: HostArrays): Promise<void>;
  /**
   * Float32Array for float32 state (Float64Array on the reference runtime), Int32Array for int32. The arrays may be the
   * state itself, to save memory: they are valid until the next step or write.
   */
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

/** A zero-filled host array for a tensor of a dtype, as the float32 runtimes use it. */
export function zeros(dtype: DType, size: number): HostArray {
  return dtype === "int32" ? new Int32Array(size) : new Float32Array(size);
}

export type FloatArrayConstructor = new (size: number) => Float32Array | Float64Array;

/** The array type for float32 values on their way to a device: float64 for the reference runtime. */
export function floatArrayOf({ kind }: DeviceInfo): FloatArrayConstructor {
  return kind === "reference" ? Float64Array : Float32Array;
}
