import { t } from "@vscode/l10n";
import type * as Ort from "onnxruntime-node";
import type { Program } from "../../compiler/program";
import type { HostArray, HostArrays } from "../../tensor/hostArrays";
import { stepNames } from "../../interop/onnx/lowerProgram";
import type { TensorType } from "../../tensor/tensor";
import type { Executable, OnOutputs } from "../runtime";
import { copyInto, dataOf } from "./hostTensor";
import { OnnxRuntimeError, reason } from "./OnnxRuntimeError";
import type { OnnxSession, StateTensor } from "./OnnxSession";

interface FeedTensor {
  readonly name: string;
  readonly type: TensorType;
  readonly tensor: Ort.Tensor;
}

interface BoundState {
  readonly input: string;
  /** The model's output with the next state; undefined for state that is only read. */
  readonly output: string | undefined;
  readonly slot: StateTensor;
}

/** A Program as an ONNX Runtime model, bound to preallocated tensors. */
export class OnnxExecutable implements Executable {
  readonly #owner: OnnxSession;
  readonly #session: Ort.InferenceSession;
  readonly #onOutputs: OnOutputs;
  readonly #feeds: readonly FeedTensor[];
  readonly #state: readonly BoundState[];
  /** ONNX Runtime's inputs, updated in place before each step. */
  readonly #inputs: Record<string, Ort.Tensor> = {};
  readonly #fetches: Record<string, Ort.Tensor> = {};
  readonly #outputs: Record<string, HostArray> = {};
  #disposed = false;

  constructor(
    owner: OnnxSession,
    session: Ort.InferenceSession,
    program: Program,
    state: ReadonlyMap<string, StateTensor>,
    onOutputs: OnOutputs,
  ) {
    this.#owner = owner;
    this.#session = session;
    this.#onOutputs = onOutputs;
    this.#feeds = program.feeds.map(({ name, value }) => {
      const tensor = owner.tensor(value.type);
      this.#inputs[stepNames.feed(name)] = tensor;
      return { name, type: value.type, tensor };
    });
    this.#state = program.state.flatMap(({ name, next }) => {
      const slot = state.get(name);
      return slot ? [{ input: stepNames.state(name), output: next && stepNames.next(name), slot }] : [];
    });
    for (const { name, value } of program.outputs) {
      const tensor = owner.tensor(value.type);
      this.#fetches[stepNames.output(name)] = tensor;
      this.#outputs[name] = dataOf(tensor);
    }
  }

  run(feeds: HostArrays, index: number): Promise<void> {
    const before = this.#owner.running;
    if (before) {
      // The feeds' tensors are still in use, so this step keeps a copy until they are free.
      const copies = Object.fromEntries(Object.entries(feeds).map(([name, array]) => [name, array.slice()]));
      return this.#owner.track(
        before.then(() => {
          this.#copyFeeds(copies);
          return this.#step(index);
        }),
      );
    }
    this.#copyFeeds(feeds);
    return this.#owner.track(this.#step(index));
  }

  async drain(): Promise<void> {
    while (this.#owner.running) await this.#owner.running;
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    void this.#session.release();
  }

  #copyFeeds(feeds: HostArrays): void {
    for (const { name, type, tensor } of this.#feeds) copyInto(tensor, name, feeds[name], type);
  }

  async #step(index: number): Promise<void> {
    for (const { input, output, slot } of this.#state) {
      this.#inputs[input] = slot.current;
      if (output !== undefined && slot.spare) this.#fetches[output] = slot.spare;
    }
    try {
      await this.#session.run(this.#inputs, this.#fetches);
    } catch (error) {
      throw new OnnxRuntimeError(
        "onnx-run",
        t("ONNX Runtime could not run the step: {0}", reason(error)),
        error,
      );
    }
    for (const { output, slot } of this.#state) {
      if (output !== undefined && slot.spare) [slot.current, slot.spare] = [slot.spare, slot.current];
    }
    this.#onOutputs(index, this.#outputs);
  }
}
