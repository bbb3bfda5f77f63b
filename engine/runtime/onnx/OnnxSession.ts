import { t } from "@vscode/l10n";
import type * as Ort from "onnxruntime-node";
import { decompose } from "../../compiler/decompose";
import { programMemory } from "../../compiler/memory";
import type { Program } from "../../compiler/program";
import type { HostArray, HostArrays } from "../../tensor/hostArrays";
import { encodeModel } from "../../interop/onnx/encodeModel";
import { lowerProgram } from "../../interop/onnx/lowerProgram";
import { sameShape, sizeOf, type TensorType } from "../../tensor/tensor";
import { zeros, type Executable, type OnOutputs, type Session } from "../runtime";
import { copyInto, dataOf } from "./hostTensor";
import { OnnxExecutable } from "./OnnxExecutable";
import { OnnxRuntimeError, reason } from "./OnnxRuntimeError";
import { optimizationOf } from "./optimizationOf";

/** A state tensor. A step reads `current` and writes `spare`; then the two are swapped. */
export interface StateTensor {
  readonly type: TensorType;
  current: Ort.Tensor;
  spare: Ort.Tensor | undefined;
}

/**
 * A step that takes this many bytes or more runs without ONNX Runtime's memory patterns. A pattern is allocated after the
 * first step, in addition to that step's memory, which doubles it; it makes small steps with many operations 5 % faster.
 */
const maxPatternBytes = 2 ** 24;

/** State in host memory, shared by the ONNX models loaded on it. One step runs at a time. */
export class OnnxSession implements Session {
  readonly #ort: typeof Ort;
  readonly #options: Ort.InferenceSession.SessionOptions;
  readonly #state = new Map<string, StateTensor>();
  readonly #executables = new Set<OnnxExecutable>();
  /** The last queued step, until it has run. */
  #running: Promise<void> | undefined;

  constructor(ort: typeof Ort, options: Ort.InferenceSession.SessionOptions) {
    this.#ort = ort;
    this.#options = options;
  }

  async load(given: Program, onOutputs: OnOutputs): Promise<Executable> {
    const program = decompose(given, "onnx");
    const graph = lowerProgram(program);
    const model = encodeModel(graph);
    const state = new Map(
      program.state.map(({ name, value, next }) => [name, this.#slot(name, value.type, next !== undefined)]),
    );
    const optimization = optimizationOf(graph);
    let session: Ort.InferenceSession;
    try {
      session = await this.#ort.InferenceSession.create(model, {
        ...this.#options,
        ...optimization,
        extra: { ...this.#options.extra, ...optimization.extra },
        enableMemPattern: 4 * programMemory(program).total < maxPatternBytes,
      });
    } catch (error) {
      throw new OnnxRuntimeError(
        "onnx-load",
        t("ONNX Runtime could not load the model: {0}", reason(error)),
        error,
      );
    }
    const executable = new OnnxExecutable(this, session, program, state, onOutputs);
    this.#executables.add(executable);
    return executable;
  }

  async write(values: HostArrays): Promise<void> {
    await this.#running;
    for (const [name, array] of Object.entries(values)) {
      const { type, current } = this.#find(name);
      copyInto(current, name, array, type);
    }
  }

  async read(names: readonly string[]): Promise<Record<string, HostArray>> {
    await this.#running;
    return Object.fromEntries(names.map((name) => [name, dataOf(this.#find(name).current)]));
  }

  dispose(): void {
    void this.close();
  }

  /** Waits for the running step, then frees the models. */
  async close(): Promise<void> {
    await this.#running?.catch(() => undefined);
    for (const executable of this.#executables) executable.dispose();
    this.#executables.clear();
    this.#state.clear();
  }

  /** The promise of the running step, if there is one. */
  get running(): Promise<void> | undefined {
    return this.#running;
  }

  /** Marks a step as running until it settles. */
  track(step: Promise<void>): Promise<void> {
    const settle = () => {
      if (this.#running === tracked) this.#running = undefined;
    };
    const tracked: Promise<void> = step.finally(settle);
    this.#running = tracked;
    return tracked;
  }

  /** A zero-filled tensor in host memory. */
  tensor(type: TensorType): Ort.Tensor {
    const array = zeros(type.dtype, sizeOf(type.shape));
    return new this.#ort.Tensor(type.dtype, array, type.shape);
  }

  #slot(name: string, type: TensorType, replaced: boolean): StateTensor {
    let slot = this.#state.get(name);
    if (!slot) {
      slot = { type, current: this.tensor(type), spare: undefined };
      this.#state.set(name, slot);
    } else if (slot.type.dtype !== type.dtype || !sameShape(slot.type.shape, type.shape)) {
      throw new OnnxRuntimeError("onnx-value", t("{0} already has a different shape in this session.", name));
    }
    if (replaced) slot.spare ??= this.tensor(type);
    return slot;
  }

  #find(name: string): StateTensor {
    const slot = this.#state.get(name);
    if (!slot) throw new OnnxRuntimeError("onnx-value", t("There is no state called {0}.", name));
    return slot;
  }
}
