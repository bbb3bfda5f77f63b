import { t } from "@vscode/l10n";
import { parse } from "../document/parse";
import { listDevices } from "../runtime/createRuntime";
import { describeError } from "../training/describeError";
import { EngineError } from "../run/EngineError";
import { runIsActive } from "../training/errors";
import { inspectData } from "../training/openModel";
import { refuseOutside } from "../training/refuseOutside";
import { Trainer } from "../training/Trainer";
import { Predictions } from "./Predictions";
import {
  protocolVersion,
  type FromEngine,
  type Method,
  type RequestMessage,
  type Requests,
  type ToEngine,
} from "./protocol";
import type { RunEvent } from "../run/events";
import type { TrainOptions } from "../run/options";

type Handlers = {
  readonly [M in Method]: (
    params: Requests[M]["params"],
    signal: AbortSignal,
    id: number,
  ) => Promise<Requests[M]["result"]>;
};

/** Answers requests. Each gets a result or an error, except that a cancelled one gets no answer. */
export class Server {
  private readonly runs = new Map<string, { trainer: Trainer; finished: Promise<unknown> }>();
  private readonly open = new Map<number, AbortController>();
  /** Settles when the last requested run has been prepared or refused. */
  private prepared: Promise<unknown> = Promise.resolve();
  private readonly predictions = new Predictions((signal, open) => this.inTurn(signal, open));
  private readonly handlers: Handlers = {
    hello: ({ version }) => {
      if (version !== protocolVersion) throw wrongVersion(version);
      return Promise.resolve({ version: protocolVersion, node: process.version });
    },
    devices: async () => ({ devices: await listDevices() }),
    inspectData: async ({ text, file, workspace }) => {
      const { graph } = parse(text);
      return graph ? inspectData(graph, { file, workspace }) : { facts: {}, problems: [] };
    },
    train: (options, signal, id) => this.inTurn(signal, () => this.train(options, signal, id)),
    pause: ({ run }) => this.control(run, (trainer) => trainer.pause()),
    resume: ({ run }) => this.control(run, (trainer) => trainer.resume()),
    stop: ({ run }) => this.control(run, (trainer) => trainer.stop()),
    probe: ({ run, every }) => this.control(run, (trainer) => trainer.watch(every)),
    panels: ({ run, watched }) => this.control(run, (trainer) => trainer.showPanels(watched)),
    predictable: (source, signal) => this.predictions.predictable(source, signal),
    predict: async (question, signal) => ({ answers: await this.predictions.predict(question, signal) }),
    generate: async (question, signal, id) => {
      await this.predictions.generate(question, signal, (text) => {
        if (!signal.aborted) this.send({ kind: "part", id, text });
      });
      return {};
    },
    closeModel: async () => {
      await this.predictions.close();
      return {};
    },
  };

  constructor(private readonly send: (message: FromEngine) => void) {}

  receive(message: ToEngine): void {
    if (message.kind === "cancel") this.open.get(message.id)?.abort();
    else void this.answer(message);
  }

  /** Ends all runs with a checkpoint. */
  async close(): Promise<void> {
    const open = [...this.runs.values()];
    for (const { trainer } of open) trainer.stop("interrupted");
    await Promise.allSettled([...open.map(({ finished }) => finished), this.predictions.close()]);
  }

  private async answer({ id, method, params }: RequestMessage): Promise<void> {
    const cancel = new AbortController();
    this.open.set(id, cancel);
    try {
      const handler = this.handlers[method] as (
        params: unknown,
        signal: AbortSignal,
        id: number,
      ) => Promise<unknown>;
      const result = await handler(params, cancel.signal, id);
      if (!cancel.signal.aborted) this.send({ kind: "result", id, result });
    } catch (error) {
      if (!cancel.signal.aborted) this.send({ kind: "error", id, error: describeError(error) });
    } finally {
      this.open.delete(id);
    }
  }

  private async train(options: TrainOptions, signal: AbortSignal, id: number): Promise<{ run: string }> {
    if (options.resume !== undefined && this.runs.has(options.resume)) throw runIsActive(options.resume);
    for (const path of [options.runs, options.resume])
      if (path !== undefined) await refuseOutside(path, options.workspace);
    // A run that is cancelled while it is being prepared sends no events.
    const emit = (event: RunEvent) => {
      if (!signal.aborted) this.send({ kind: "event", id, event });
    };
    const trainer = await Trainer.open(options, emit, signal);
    if (signal.aborted) trainer.stop();
    const finished = trainer.train().finally(() => this.runs.delete(trainer.run));
    this.runs.set(trainer.run, { trainer, finished });
    return { run: trainer.run };
  }

  /**
   * Prepares runs one after the other, in the order of their requests: between a run's check for free memory and its allocation, no other run may count on
   * the same memory.
   */
  private inTurn<T>(signal: AbortSignal, prepare: () => Promise<T>): Promise<T> {
    const turn = this.prepared.then(() => {
      signal.throwIfAborted();
      return prepare();
    });
    this.prepared = turn.catch(() => undefined);
    return turn;
  }

  private control(run: string, act: (trainer: Trainer) => void): Promise<Record<string, never>> {
    const open = this.runs.get(run);
    if (!open) throw new EngineError("no-such-run", t("The run {0} is no longer active.", run));
    act(open.trainer);
    return Promise.resolve({});
  }
}

function wrongVersion(version: number): EngineError {
  return new EngineError(
    "wrong-protocol",
    t("The extension uses protocol version {0}, but the engine uses {1}.", version, protocolVersion),
    { hint: t("Reload the window so that both are from the same version of Netloom.") },
  );
}
