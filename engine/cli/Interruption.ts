/** Every way in which a user or a terminal ends a command: Ctrl+C, a kill, a closed window, a broken pipe. */
const signals: readonly NodeJS.Signals[] =
  process.platform === "win32"
    ? ["SIGINT", "SIGTERM", "SIGBREAK", "SIGHUP"]
    : ["SIGINT", "SIGTERM", "SIGHUP"];

/** Turns the first signal into an aborted AbortSignal; a second Ctrl+C ends the process immediately. */
export class Interruption {
  private readonly controller = new AbortController();

  constructor() {
    for (const name of signals)
      process.on(name, () => {
        if (this.signal.aborted && name === "SIGINT") process.exit(130);
        this.controller.abort();
      });
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Calls back at the first signal, or now if it has already arrived. */
  onSignal(act: () => void): void {
    if (this.signal.aborted) act();
    else this.signal.addEventListener("abort", act, { once: true });
  }
}
