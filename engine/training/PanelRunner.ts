import { panelStep } from "../panels/panelStep";
import type { PlannedPanel, PanelFacts, PanelValue } from "../panels/panel";
import { gridOver, rangeOf } from "../panels/plane";
import type { Program } from "../compiler/program";
import type { PanelContent } from "../run/panels";
import type { Executable } from "../runtime/runtime";
import { floatArrayOf, zeros } from "../runtime/runtime";
import type { HostArray, HostArrays } from "../tensor/hostArrays";
import { sizeOf } from "../tensor/tensor";
import { panelSamples } from "./panelSamples";
import type { TrainingPlan } from "./TrainingPlan";

/**
 * A panel on the run's device: always the same samples, those held out for validation if there are any, and the same
 * random numbers, so that only the weights differ from one time to the next.
 */
export class PanelRunner {
  private executable: Executable | undefined;
  private content: PanelContent | undefined;

  private constructor(
    private readonly plan: TrainingPlan,
    private readonly planned: PlannedPanel,
    readonly program: Program,
    private readonly feeds: HostArrays,
    private readonly facts: PanelFacts,
  ) {}

  /** Reads the samples and compiles the panel; takes no memory on the device yet. */
  static async open(plan: TrainingPlan, planned: PlannedPanel): Promise<PanelRunner> {
    const { datasets, typed, seed } = plan;
    const samples = await panelSamples(datasets, planned.samples);
    const before = planned.grid ? planned.grid.cells ** 2 : 0;
    const program = panelStep(typed, planned, before + samples.count);
    const zero = new (floatArrayOf(plan.runtime.device))(1);
    const scalars: HostArrays = { seed: Int32Array.of(seed), step: Int32Array.of(1), carry: zero };
    const feeds = program.feeds.map(({ name, value, port }): [string, HostArray] => {
      const scalar = scalars[name];
      if (scalar) return [name, scalar];
      const data = port && samples.samplesOf(port);
      if (!data) throw new Error(`no Dataset has ${name}`);
      if (!planned.grid) return [name, data];
      const padded = zeros(value.type.dtype, sizeOf(value.type.shape));
      if (port.node === planned.grid.node && port.port === planned.grid.port)
        padded.set(gridOver(rangeOf(data), planned.grid.cells));
      padded.set(data, padded.length - data.length);
      return [name, padded];
    });
    return new PanelRunner(plan, planned, program, Object.fromEntries(feeds), samples);
  }

  /** What the current weights make of the samples; undefined if there is nothing to show. */
  async run(): Promise<PanelContent | undefined> {
    this.executable ??= await this.plan.session.load(this.program, (_, outputs) => this.read(outputs));
    await this.executable.run(this.feeds, 1);
    await this.executable.drain();
    return this.content;
  }

  private read(outputs: HostArrays): void {
    const values = this.program.outputs.flatMap(({ name, value }): [string, PanelValue][] => {
      const data = outputs[name];
      return data ? [[name, { shape: value.type.shape, data }]] : [];
    });
    this.content = this.planned.content(Object.fromEntries(values), this.facts);
  }
}
