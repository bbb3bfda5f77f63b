import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { t } from "@vscode/l10n";
import type { FromEngine, Method, RequestMessage, Requests, ToEngine } from "../../engine/server/protocol";
import type { RunEvent } from "../../engine/run/events";
import { lastWords } from "../../engine/server/lastWords";
import { LineFilter } from "../../engine/server/LineFilter";
import { protocolVersion } from "../../engine/server/protocol";
import { EngineError } from "./EngineError";
import { engineEnded } from "./engineEnded";
import { isFromEngine } from "./isFromEngine";

export interface EngineOptions {
  /** Path of a real Node binary. */
  readonly node: string;
  /** Path of the engine's bundle. */
  readonly script: string;
  readonly env: NodeJS.ProcessEnv;
  /** Gets the engine's output in whole lines, without the chatter of drivers and libraries. */
  readonly log: (text: string) => void;
}

export interface RequestOptions {
  /** Cancels the request. */
  readonly signal?: AbortSignal | undefined;
  /** Gets the events of the run that the request starts until the run ends, also after the request's result. */
  readonly onEvent?: ((event: RunEvent) => void) | undefined;
  /** Gets the parts of the text that the request generates, before its result. */
  readonly onPart?: ((text: string) => void) | undefined;
}

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
  readonly onPart: ((text: string) => void) | undefined;
}

/** Characters of stderr to store, for the error message of an engine that dies. */
const stderrLimit = 8192;
/** Milliseconds to wait for the rest of stderr after the engine has exited. */
const stderrTimeout = 1000;
/** Milliseconds that the engine has to answer `hello`. */
const helloTimeout = 30_000;
/** Milliseconds that the engine has to save its runs after it was asked to end. */
const endTimeout = 4500;

/** One engine process, from start to end. */
export class EngineProcess {
  /** Resolves when the process has ended, for whatever reason. */
  readonly exited: Promise<EngineError>;
  private readonly child: ChildProcess;
  private readonly waiting = new Map<number, Waiting>();
  /** Listeners to the events of runs, by the ids of the requests that started them. */
  private readonly listeners = new Map<number, (event: RunEvent) => void>();
  private lastId = 0;
  /** The end of its output on stderr. */
  private stderr = "";
  private failure: EngineError | undefined;
  /** An invalid message has been logged; later ones are not. */
  private hasLoggedInvalid = false;

  private constructor(private readonly options: EngineOptions) {
    this.child = spawn(options.node, [options.script], {
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      env: options.env,
      windowsHide: true,
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      const log = new LineFilter(options.log);
      stream?.setEncoding("utf8");
      stream?.on("data", (text: string) => {
        log.take(text);
        if (stream === this.child.stderr) this.stderr = (this.stderr + text).slice(-stderrLimit);
      });
      stream?.once("end", () => {
        log.end();
      });
    }
    this.child.on("message", (message) => this.onMessage(message));
    this.exited = new Promise((resolve) => {
      const end = (error: EngineError) => {
        this.failure ??= error;
        for (const request of this.waiting.values()) request.reject(this.failure);
        this.waiting.clear();
        this.listeners.clear();
        resolve(this.failure);
      };
      this.child.once("error", (error) => end(cannotStart(error)));
      // Node emits no "close" after a disconnect, so this waits for the rest of stderr itself.
      this.child.once("exit", (code, signal) => {
        const finish = () => {
          end(engineEnded(code, signal, lastWords(this.stderr)));
        };
        const { stderr } = this.child;
        if (!stderr || stderr.closed) finish();
        else {
          stderr.once("close", finish);
          setTimeout(finish, stderrTimeout).unref();
        }
      });
    });
  }

  /** Starts an engine and checks its protocol version. */
  static async start(options: EngineOptions): Promise<EngineProcess> {
    const engine = new EngineProcess(options);
    const limit = AbortSignal.timeout(helloTimeout);
    try {
      const { version } = await engine.request("hello", { version: protocolVersion }, { signal: limit });
      if (version !== protocolVersion) throw wrongVersion(version);
      return engine;
    } catch (error) {
      void engine.end();
      throw limit.aborted ? silent() : error;
    }
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Rejects with an EngineError if the engine returns one or dies, and with a `cancelled` one if the signal is aborted. */
  request<M extends Method>(
    method: M,
    params: Requests[M]["params"],
    { signal, onEvent, onPart }: RequestOptions = {},
  ): Promise<Requests[M]["result"]> {
    return new Promise<Requests[M]["result"]>((resolve, reject) => {
      if (this.failure) {
        reject(this.failure);
        return;
      }
      const id = ++this.lastId;
      const cancel = () => {
        this.send({ kind: "cancel", id });
        this.waiting.delete(id);
        reject(cancelled());
      };
      if (signal?.aborted) {
        reject(cancelled());
        return;
      }
      // Stays even if the request is cancelled: the engine may have started the run by then.
      if (onEvent) this.listeners.set(id, onEvent);
      signal?.addEventListener("abort", cancel, { once: true });
      const done = () => signal?.removeEventListener("abort", cancel);
      this.waiting.set(id, {
        onPart,
        resolve: (result) => {
          done();
          resolve(result as Requests[M]["result"]);
        },
        reject: (error) => {
          done();
          this.listeners.delete(id);
          reject(error);
        },
      });
      this.send({ kind: "request", id, method, params } as RequestMessage);
    });
  }

  /** Closes the channel, so that the engine saves its runs and exits; kills it if it does not. */
  async end(): Promise<void> {
    this.failure ??= new EngineError({ code: "engine-ended", message: t("The engine was ended.") });
    if (this.child.connected) this.child.disconnect();
    const timer = setTimeout(() => this.child.kill("SIGKILL"), endTimeout);
    await this.exited;
    clearTimeout(timer);
  }

  private send(message: ToEngine): void {
    // An error here means that the process has ended, which `exited` reports.
    if (this.child.connected) this.child.send(message, () => undefined);
  }

  /** Must not throw: nothing catches an error in a listener of the channel. */
  private onMessage(message: unknown): void {
    if (!isFromEngine(message)) {
      if (!this.hasLoggedInvalid)
        this.options.log("The engine sent a message that is not in the protocol. It was ignored.\n");
      this.hasLoggedInvalid = true;
      return;
    }
    try {
      this.receive(message);
    } catch (error) {
      this.options.log(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    }
  }

  private receive(message: FromEngine): void {
    if (message.kind === "event") {
      this.listeners.get(message.id)?.(message.event);
      if (message.event.event === "end") this.listeners.delete(message.id);
      return;
    }
    const request = this.waiting.get(message.id);
    if (!request) return;
    if (message.kind === "part") {
      request.onPart?.(message.text);
      return;
    }
    this.waiting.delete(message.id);
    if (message.kind === "result") request.resolve(message.result);
    else request.reject(new EngineError(message.error));
  }
}

export function cancelled(): EngineError {
  return new EngineError({ code: "cancelled", message: t("Cancelled.") });
}

function cannotStart(error: Error): EngineError {
  return new EngineError({
    code: "engine-start",
    message: t("The engine could not be started: {0}", error.message),
  });
}

function silent(): EngineError {
  return new EngineError({ code: "engine-start", message: t("The engine started but did not respond.") });
}

function wrongVersion(version: number): EngineError {
  return new EngineError({
    code: "engine-version",
    message: t(
      "The engine uses protocol version {0}, but Netloom needs version {1}.",
      version,
      protocolVersion,
    ),
    hint: t("Reinstall Netloom."),
  });
}
