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
  /** Told what the engine prints, in whole lines, without the chatter of drivers and libraries. */
  readonly log: (text: string) => void;
}

export interface RequestOptions {
  /** Gives the request up. */
  readonly signal?: AbortSignal | undefined;
  /** Hears the events of the run that the request begins, also after its result, and until the run's end. */
  readonly onEvent?: ((event: RunEvent) => void) | undefined;
}

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** How much of stderr is kept for the engine's last words. */
const wordsKept = 8192;
/** Milliseconds that the last words of a dead engine may take to arrive. */
const wordsPatience = 1000;
/** Milliseconds that an engine has to answer `hello`. */
const helloPatience = 30_000;
/** Milliseconds that an engine has to save its runs once it was told to end. */
const endPatience = 4500;

/** One running engine process, from its start to its end. */
export class EngineProcess {
  /** Settles when the process has gone, whoever ended it. */
  readonly gone: Promise<EngineError>;
  private readonly child: ChildProcess;
  private readonly waiting = new Map<number, Waiting>();
  /** Listeners to the events of runs, by the requests that began them. */
  private readonly listeners = new Map<number, (event: RunEvent) => void>();
  private lastId = 0;
  private words = "";
  private failure: EngineError | undefined;
  /** It said something that is not of the protocol, which is logged once. */
  private wasStrange = false;

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
        if (stream === this.child.stderr) this.words = (this.words + text).slice(-wordsKept);
      });
      stream?.once("end", () => {
        log.end();
      });
    }
    this.child.on("message", (message) => this.hear(message));
    this.gone = new Promise((resolve) => {
      const end = (error: EngineError) => {
        this.failure ??= error;
        for (const request of this.waiting.values()) request.reject(this.failure);
        this.waiting.clear();
        this.listeners.clear();
        resolve(this.failure);
      };
      this.child.once("error", (error) => end(cannotStart(error)));
      // Node tells no "close" after a disconnect, so the rest of stderr is waited for here.
      this.child.once("exit", (code, signal) => {
        const finish = () => {
          end(engineEnded(code, signal, lastWords(this.words)));
        };
        const { stderr } = this.child;
        if (!stderr || stderr.closed) finish();
        else {
          stderr.once("close", finish);
          setTimeout(finish, wordsPatience).unref();
        }
      });
    });
  }

  /** Starts an engine and checks that both speak the same version of the protocol. */
  static async start(options: EngineOptions): Promise<EngineProcess> {
    const engine = new EngineProcess(options);
    const limit = AbortSignal.timeout(helloPatience);
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

  /** Rejects with an EngineError when the engine says so or dies, and with the signal's reason when it is aborted. */
  request<M extends Method>(
    method: M,
    params: Requests[M]["params"],
    { signal, onEvent }: RequestOptions = {},
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
      // It stays where the request is given up: the engine may have begun the run by then.
      if (onEvent) this.listeners.set(id, onEvent);
      signal?.addEventListener("abort", cancel, { once: true });
      const done = () => signal?.removeEventListener("abort", cancel);
      this.waiting.set(id, {
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

  /** Closes the channel, which tells the engine to save its runs and exit, and kills it if it does not. */
  async end(): Promise<void> {
    this.failure ??= new EngineError({ code: "engine-ended", message: t("The engine was ended.") });
    if (this.child.connected) this.child.disconnect();
    const timer = setTimeout(() => this.child.kill("SIGKILL"), endPatience);
    await this.gone;
    clearTimeout(timer);
  }

  private send(message: ToEngine): void {
    // An error here means that the process is gone, which `gone` tells.
    if (this.child.connected) this.child.send(message, () => undefined);
  }

  /** Nothing that the engine says may throw here: an error in a listener of the channel is nobody's to catch. */
  private hear(message: unknown): void {
    if (!isFromEngine(message)) {
      if (!this.wasStrange)
        this.options.log("The engine said something that is not of its protocol. It was ignored.\n");
      this.wasStrange = true;
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
  return new EngineError({ code: "engine-start", message: t("The engine was started, but did not answer.") });
}

function wrongVersion(version: number): EngineError {
  return new EngineError({
    code: "engine-version",
    message: t("The engine speaks protocol version {0}, Netloom version {1}.", version, protocolVersion),
    hint: t("Install Netloom again."),
  });
}
