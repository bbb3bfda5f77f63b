import { stat } from "node:fs/promises";
import { contentOf } from "../prediction/contentOf";
import { runWithoutModel } from "../prediction/errors";
import { generate } from "../generation/generate";
import { givenTensors } from "../prediction/givenTensors";
import { predictable } from "../prediction/predictable";
import { Predictor } from "../prediction/Predictor";
import { decodeClass, encodePrompt } from "../generation/prompt";
import { expectSequencePorts } from "../generation/sequencePorts";
import type {
  GenerationQuestion,
  Predictable,
  PredictionAnswer,
  PredictionQuestion,
  PredictionSource,
} from "../run/prediction";
import { readModel } from "../runFolder/readModel";
import { noCheckpoint } from "../training/errors";
import { refuseOutside } from "../training/refuseOutside";
import { isFolder, weightsFile } from "../training/startingWeights";

/** Prepares something that takes memory, in turn with whatever else does. */
type Prepare = <T>(signal: AbortSignal, prepare: () => Promise<T>) => Promise<T>;

/** Milliseconds between two parts of a text: 20 per second. */
const interval = 50;

/**
 * Answers questions to trained models, one after the other. The model of the last question stays open with its weights on
 * the device, but only that one; it is opened again once the run has another checkpoint. A question that was cancelled
 * before its turn is not computed.
 */
export class Predictions {
  private opened: { readonly key: string; readonly predictor: Predictor } | undefined;
  private turn: Promise<unknown> = Promise.resolve();
  /** Aborted when the model is closed, and with it every open question. */
  private closing = new AbortController();

  constructor(private readonly prepare: Prepare) {}

  predictable(source: PredictionSource, signal: AbortSignal): Promise<Predictable> {
    return this.use(source, signal, (predictor) => Promise.resolve(predictable(predictor)));
  }

  predict(
    { inputs, seed, count, ...source }: PredictionSource & PredictionQuestion,
    signal: AbortSignal,
  ): Promise<readonly PredictionAnswer[]> {
    return this.use(source, signal, async (predictor) => {
      const predicted = await predictor.predict(givenTensors(predictor, inputs), { seed, count });
      return predicted.map((each) => ({ output: each.output.path, content: contentOf(each) }));
    });
  }

  /** Continues a prompt; `onPart` gets the text in parts as it is generated. */
  generate(
    { inputs, prompt, ...options }: PredictionSource & GenerationQuestion,
    signal: AbortSignal,
    onPart: (text: string) => void,
  ): Promise<void> {
    return this.use(options, signal, async (predictor, throwIfCancelled) => {
      const ports = expectSequencePorts(predictor);
      const given = givenTensors(predictor, inputs);
      let part = "";
      let sent = performance.now();
      for await (const index of generate(predictor, {
        ...options,
        prompt: encodePrompt(ports, prompt),
        given,
      })) {
        throwIfCancelled();
        part += decodeClass(ports, index);
        if (performance.now() - sent < interval) continue;
        onPart(part);
        part = "";
        sent = performance.now();
      }
      if (part !== "") onPart(part);
    });
  }

  /** Cancels the open questions and frees what the open model takes. */
  close(): Promise<void> {
    this.closing.abort();
    this.closing = new AbortController();
    return this.inTurn(() => this.release());
  }

  private use<T>(
    source: PredictionSource,
    signal: AbortSignal,
    act: (predictor: Predictor, throwIfCancelled: () => void) => Promise<T>,
  ): Promise<T> {
    const closing = this.closing.signal;
    const throwIfCancelled = () => {
      signal.throwIfAborted();
      closing.throwIfAborted();
    };
    return this.inTurn(async () => {
      throwIfCancelled();
      return act(await this.open(source, signal), throwIfCancelled);
    });
  }

  private async open(
    { run, file, workspace, device }: PredictionSource,
    signal: AbortSignal,
  ): Promise<Predictor> {
    await refuseOutside(run, workspace);
    if (!(await isFolder(run))) throw noCheckpoint(run);
    const weights = await weightsFile(run);
    await refuseOutside(weights, workspace);
    const { mtimeMs, size } = await stat(weights);
    const key = JSON.stringify([run, file, workspace, device, mtimeMs, size]);
    if (this.opened?.key === key) return this.opened.predictor;
    await this.release();
    const text = await readModel(run);
    if (text === undefined) throw runWithoutModel(run);
    const predictor = await this.prepare(signal, () =>
      Predictor.open({ text, file, workspace, weights: run, device }),
    );
    this.opened = { key, predictor };
    return predictor;
  }

  private async release(): Promise<void> {
    const { opened } = this;
    this.opened = undefined;
    await opened?.predictor.dispose();
  }

  private inTurn<T>(act: () => Promise<T>): Promise<T> {
    const turn = this.turn.then(act);
    this.turn = turn.catch(() => undefined);
    return turn;
  }
}
