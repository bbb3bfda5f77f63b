import { panelsOf } from "../../panels";
import { hasRoom } from "../checkMemory";
import type { Program } from "../../compiler/program";
import type { PanelContent } from "../../run/panels";
import { describeError } from "../describeError";
import { noPanels, noRoomForPanels } from "../errors";
import { GeneratedText } from "../GeneratedText";
import { PanelRunner } from "../PanelRunner";
import type { TrainingRun } from "../TrainingRun";
import type { Callback } from "./Callback";

/** Panels may take at most this fraction of the time, and are at least this many milliseconds apart. */
const fraction = 0.05;
const pause = 1500;

interface OpenPanel {
  readonly name: string;
  readonly node: string;
  /** What the weights make of it now; undefined if there is nothing to show. */
  readonly show: () => Promise<PanelContent | undefined>;
}

/**
 * Reports what the model does with a few samples, while someone watches. Its Programs only read the run's weights, so
 * that training gives the same numbers with and without it; errors of its own become a warning.
 */
export class LivePanels implements Callback {
  private panels: readonly OpenPanel[] | undefined;
  /** When the next ones are due, on the clock of `performance.now()`. */
  private due = 0;

  constructor(
    private readonly run: TrainingRun,
    private readonly isRoomFor = hasRoom,
    private readonly gap = pause,
  ) {}

  afterStep(_step: number, now: number): Promise<void> | undefined {
    return this.run.panels.watched && now >= this.due ? this.report(false) : undefined;
  }

  rest(): Promise<void> | undefined {
    return this.run.panels.watched ? this.report(false) : undefined;
  }

  /** Logs the last ones, so that the run still shows them when it is opened again. */
  end(): Promise<void> | undefined {
    return this.panels && this.panels.length > 0 ? this.report(true) : undefined;
  }

  private async report(isLogged: boolean): Promise<void> {
    const { run } = this;
    const start = performance.now();
    try {
      await run.opened.steps.drain();
      this.panels ??= await this.open();
      for (const { name, node, show } of this.panels) {
        const content = await show();
        if (!content) continue;
        const event = { event: "panel", run: run.path, panel: name, node, step: run.step, content } as const;
        run.send(event, isLogged ? event : null);
      }
    } catch (error) {
      this.panels = [];
      run.warn("no-panels", noPanels(describeError(error).message));
    }
    const end = performance.now();
    this.due = this.panels.length === 0 ? Infinity : end + Math.max(this.gap, (end - start) / fraction);
  }

  /** Compiles them; none if there is not enough memory. */
  private async open(): Promise<readonly OpenPanel[]> {
    const { plan } = this.run.opened;
    const { typed, evaluations, parts, runtime, experience } = plan;
    // Needs no further memory: its Program is the one that plays.
    const played: OpenPanel[] = experience
      ? [
          {
            name: "play",
            node: experience.node,
            show: async () => ({ show: "play", ...(await experience.show()) }),
          },
        ]
      : [];
    const programs: Program[] = [];
    const opened: OpenPanel[] = [];
    const text = await GeneratedText.open(plan);
    if (text) {
      programs.push(text.program);
      opened.push({ name: "generated", node: text.node, show: () => text.show() });
    }
    for (const planned of panelsOf(typed)) {
      const runner = await PanelRunner.open(plan, planned);
      programs.push(runner.program);
      opened.push({ name: planned.name, node: planned.node, show: () => runner.run() });
    }
    const loaded = [...parts, ...evaluations].map(({ compiled }) => compiled.program);
    if (programs.length === 0 || this.isRoomFor(typed, runtime.device.kind, loaded, programs))
      return [...played, ...opened];
    this.run.warn("no-room-for-panels", noRoomForPanels());
    return played;
  }
}
