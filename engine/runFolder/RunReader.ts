import type { RunEvent, StepsEvent } from "../run/events";
import { LineFile } from "./LineFile";
import { metricNames, readEvent } from "./readEvent";
import { runPaths } from "./runPaths";

/** The most bytes in a line: enough for the statistics of 20,000 weights without histograms. */
const lineBytes = 8_000_000;
/** The most numbers in steps, and characters in other events, that are read from one run. */
const mostNumbers = 60_000_000;
const mostCharacters = 64_000_000;
/** Cost, in numbers, of an event whose steps do not continue those before. */
const gap = 100;

/**
 * Reads the events in a run's `metrics.ndjson` while it grows, each once. Lines that are not events are skipped, and the
 * total size is bounded, so that no file can make the host run out of memory.
 */
export class RunReader {
  private readonly lines: LineFile;
  private readonly metrics = new Set<string>();
  /** The step and the epoch that the next steps are expected to have. */
  private next = { step: 0, epoch: 0 };
  private numbers = 0;
  private characters = 0;

  constructor(readonly run: string) {
    this.lines = new LineFile(runPaths(run).metrics, lineBytes);
  }

  /** Calls `onEvent` with the events written since the last call. */
  async readNew(onEvent: (event: RunEvent) => void): Promise<void> {
    await this.lines.readNew((line) => {
      const event = readEvent(line, this.run);
      if (event && this.hasRoom(event, line.length)) onEvent(event);
    });
  }

  private hasRoom(event: RunEvent, characters: number): boolean {
    switch (event.event) {
      case "steps":
        return this.hasRoomFor(event);
      case "gradients":
        // Whoever stores them thins them.
        return true;
      default:
        this.characters += characters;
        return this.characters <= mostCharacters;
    }
  }

  private hasRoomFor({ first, loss, metrics, epoch }: StepsEvent): boolean {
    const names = [...new Set([...this.metrics, ...Object.keys(metrics)])];
    if (names.length > metricNames) return false;
    for (const name of names) this.metrics.add(name);
    const continues = first === this.next.step && epoch === this.next.epoch;
    this.next = { step: first + loss.length, epoch };
    this.numbers += loss.length * (1 + this.metrics.size) + (continues ? 0 : gap);
    return this.numbers <= mostNumbers;
  }
}
