import { panelStep } from "../panels/panelStep";
import type { PlannedPanel, PanelFacts, PanelValue, Port } from "../panels/panel";
import { gridOver, rangeOf } from "../panels/plane";
import type { Program } from "../compiler/program";
import type { LoadedDataset } from "../data/dataset";
import { readSamples } from "../data/readSamples";
import { arrayFor, type SampleArray } from "../data/samples";
import type { PanelContent } from "../run/panels";
import type { Executable } from "../runtime/runtime";
import { floatArrayOf, zeros } from "../runtime/runtime";
import type { HostArray, HostArrays } from "../tensor/hostArrays";
import { pathOf } from "../tensor/path";
import { at, sizeOf } from "../tensor/tensor";
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
    const samples = samplesFor(datasets, planned.samples);
    const arrays = new Map<string, SampleArray>();
    for (const dataset of datasets) await readInto(arrays, dataset, at(samples, datasets.indexOf(dataset)));
    const samplesOf = ({ node, port }: Port) => arrays.get(pathOf(node, port));
    const facts: PanelFacts = {
      samplesOf,
      classNamesOf: (port) =>
        port &&
        datasets.find(({ node }) => node === port.node)?.dataset.ports.find(({ name }) => name === port.port)
          ?.classNames,
    };
    const before = planned.grid ? planned.grid.cells ** 2 : 0;
    const program = panelStep(typed, planned, before + at(samples, 0).length);
    const zero = new (floatArrayOf(plan.runtime.device))(1);
    const scalars: HostArrays = { seed: Int32Array.of(seed), step: Int32Array.of(1), carry: zero };
    const feeds = program.feeds.map(({ name, value, port }): [string, HostArray] => {
      const scalar = scalars[name];
      if (scalar) return [name, scalar];
      const data = port && samplesOf(port);
      if (!data) throw new Error(`no Dataset has ${name}`);
      if (!planned.grid) return [name, data];
      const padded = zeros(value.type.dtype, sizeOf(value.type.shape));
      if (port.node === planned.grid.node && port.port === planned.grid.port)
        padded.set(gridOver(rangeOf(data), planned.grid.cells));
      padded.set(data, padded.length - data.length);
      return [name, padded];
    });
    return new PanelRunner(plan, planned, program, Object.fromEntries(feeds), facts);
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

/** The indices of the first validation samples of each Dataset, or training samples if there are none; equally many of each. */
function samplesFor(datasets: readonly LoadedDataset[], most: number): Int32Array[] {
  const isHeldOut = datasets.every(({ dataset }) => dataset.validation.length > 0);
  const lists = datasets.map(({ dataset }) => (isHeldOut ? dataset.validation : dataset.train));
  const count = Math.min(most, ...lists.map((list) => list.length));
  return lists.map((list) => list.slice(0, count));
}

/** Reads the values of all connected ports, by path. */
async function readInto(
  arrays: Map<string, SampleArray>,
  from: LoadedDataset,
  indices: Int32Array,
): Promise<void> {
  const into: Record<string, SampleArray> = {};
  for (const port of from.dataset.ports) {
    const feed = from.feeds[port.name];
    if (feed === undefined) continue;
    const array = arrayFor(port, indices.length * sizeOf(port.shape));
    into[port.name] = array;
    arrays.set(feed, array);
  }
  await readSamples(from, indices, into);
}
