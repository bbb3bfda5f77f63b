import type { HostArrays } from "../tensor/hostArrays";
import type { Executable } from "./runtime";

/**
 * A Program that is loaded when it first runs. Loading a large one takes seconds, for which a run that has just been
 * started need not wait if the Program's turn comes at the end of the epoch.
 */
export class LazyExecutable implements Executable {
  private executable: Executable | undefined;

  constructor(private readonly load: () => Promise<Executable>) {}

  /** The first run waits for the Program; its feeds must stay as they are until then. */
  run(feeds: HostArrays, index: number): Promise<void> | undefined {
    return this.executable ? this.executable.run(feeds, index) : this.runFirst(feeds, index);
  }

  async drain(): Promise<void> {
    await this.executable?.drain();
  }

  dispose(): void {
    this.executable?.dispose();
  }

  private async runFirst(feeds: HostArrays, index: number): Promise<void> {
    this.executable = await this.load();
    await this.executable.run(feeds, index);
  }
}
