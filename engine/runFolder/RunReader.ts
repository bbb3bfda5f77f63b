import type { RunEvent, StepsEvent } from "../run/events";
import { LineFile } from "./LineFile";
import { metricNames, readEvent } from "./readEvent";
import { runPaths } from "./runPaths";

/** Bytes of a line: the statistics of 20,000 weights without their histograms are as many. */
const lineBytes = 8_000_000;
/** Numbers of steps, and characters of other events, that are taken of one run. */
const mostNumbers = 60_000_000;
const mostCharacters = 64_000_000;
/** What steps that do not go on from those before take beside their numbers, as many numbers. */
const gap = 100;

/**
 * The events in a run's `metrics.ndjson`, each told once, while it grows. Lines that are no events are passed over, and what
 * all of them come to is bounded, so that no file can make the host run out of memory.
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

  /** Tells the events that were written since the last call. */
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
        // Their history is thinned.
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
    const goesOn = first === this.next.step && epoch === this.next.epoch;
    this.next = { step: first + loss.length, epoch };
    this.numbers += loss.length * (1 + this.metrics.size) + (goesOn ? 0 : gap);
    return this.numbers <= mostNumbers;
  }
}
