import type { Method, Requests } from "../../engine/server/protocol";
import type { EngineError } from "./EngineError";
import { EngineProcess, type RequestOptions } from "./EngineProcess";

export interface EngineHost {
  /** Finds Node; called again after a failure. */
  readonly node: () => Promise<string>;
  /** Path of the engine's bundle. */
  readonly script: () => string;
  readonly env: () => NodeJS.ProcessEnv;
  /** Called when the engine has ended: it crashed, or it was ended on request (`engine-ended`). */
  readonly onExit: (error: EngineError) => void;
  readonly log: (text: string) => void;
}

/** The engine process, started by the first request, and started again by the first request after it has ended. */
export class Engine {
  private process: Promise<EngineProcess> | undefined;

  constructor(private readonly host: EngineHost) {}

  /** Process id of the running engine, for tests. */
  async pid(): Promise<number | undefined> {
    return (await this.process)?.pid;
  }

  /** Sends a request. `more.onEvent` gets the events of the run that it starts. */
  async request<M extends Method>(
    method: M,
    params: Requests[M]["params"],
    more?: RequestOptions,
  ): Promise<Requests[M]["result"]> {
    return (await this.running()).request(method, params, more);
  }

  /** Ends the engine if it is running; its runs save a checkpoint. A later request starts another. */
  async end(): Promise<void> {
    const process = this.process;
    this.process = undefined;
    await process?.then(
      (running) => running.end(),
      () => undefined,
    );
  }

  private running(): Promise<EngineProcess> {
    if (!this.process) {
      const started = this.start();
      this.process = started;
      const forget = () => {
        if (this.process === started) this.process = undefined;
      };
      started.then(async (running) => {
        const error = await running.exited;
        forget();
        this.host.onExit(error);
      }, forget);
    }
    return this.process;
  }

  private async start(): Promise<EngineProcess> {
    const { script, env, log } = this.host;
    return EngineProcess.start({ node: await this.host.node(), script: script(), env: env(), log });
  }
}
