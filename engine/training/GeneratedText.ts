import { averagesOf, withAverages } from "../compiler/averages";
import { predictionStep } from "../compiler/predictionStep";
import type { Program } from "../compiler/program";
import { spell } from "../data/catalog/spelling";
import { generate } from "../generation/generate";
import { classNamesOf } from "../generation/prompt";
import type { ModelPort, SequenceModel } from "../generation/SequenceModel";
import { sequencePorts, type SequencePorts } from "../generation/sequencePorts";
import { neededPart } from "../graph/neededPart";
import type { TypedGraph } from "../graph/typedGraph";
import type { SafeTensor } from "../interop/safetensors";
import { comparisonsBy, type Comparison } from "../panels/comparisons";
import { readDataPorts } from "../panels/pictureShape";
import { piecesOf, type Token } from "../panels/textRows";
import { EngineError } from "../run/EngineError";
import type { PanelContent, TextRow } from "../run/panels";
import type { Executable } from "../runtime/runtime";
import type { HostArray } from "../tensor/hostArrays";
import { sampleShape } from "../tensor/graphType";
import { pathOf } from "../tensor/path";
import { sizeOf } from "../tensor/tensor";
import { panelSamples, type PanelSamples } from "./panelSamples";
import type { TrainingPlan } from "./TrainingPlan";

/** Samples of a model that is given something to write about, and how much one writes that is given a beginning. */
const mostSamples = 4;
const mostWritten = 120;
/** How much of a text is given as its beginning. */
const mostGiven = 24;
/** Below 1, so that what is learned shows before what is likely by chance. */
const temperature = 0.8;
/** Milliseconds that it may take: training waits meanwhile. */
const patience = 1000;

/**
 * What a model of sequences writes as it trains. It continues the beginning of a held-out text, always the same and with
 * the same random numbers; or if it begins with a start token, as a decoder does, it writes the likeliest for what it is
 * given. It only reads the run's weights, and never its carried state.
 */
export class GeneratedText {
  private executable: Executable | undefined;
  private received: SafeTensor | undefined;
  private isOff = false;

  private constructor(
    private readonly plan: TrainingPlan,
    private readonly comparison: Comparison,
    private readonly ports: SequencePorts,
    private readonly inputs: readonly ModelPort[],
    private readonly samples: PanelSamples,
    readonly program: Program,
  ) {}

  /** The node that it is about. */
  get node(): string {
    return this.comparison.prediction.node;
  }

  /** Reads the samples and compiles it; undefined for a model that continues no sequence. */
  static async open(plan: TrainingPlan): Promise<GeneratedText | undefined> {
    const { typed, datasets } = plan;
    const candidates = comparisonsBy(typed, "classes").filter(({ prediction }) =>
      readPorts(typed, prediction.node).some(
        ({ type }) => type.dtype === "int32" && sampleShape(type).length === 1,
      ),
    );
    if (candidates.length === 0) return undefined;
    const samples = await panelSamples(datasets, mostSamples);
    for (const comparison of candidates) {
      const { prediction } = comparison;
      const inputs = readPorts(typed, prediction.node).map((port) => named(port, samples.classNamesOf(port)));
      const type = typed.nodes.get(prediction.node)?.outputs[prediction.port];
      if (!type) continue;
      const target = samples.classNamesOf(comparison.target);
      const path = pathOf(prediction.node, prediction.port);
      const output = { ...named({ ...prediction, path, type }, target), reads: "classes" } as const;
      const ports = sequencePorts({ inputs, outputs: [output] });
      if (!ports || !inputs.every((port) => samples.samplesOf(port))) continue;
      const step = predictionStep(typed, {
        batchSize: 1,
        outputs: [prediction],
        given: new Set(),
        carries: false,
      });
      const program = withAverages(step, averagesOf(typed));
      return new GeneratedText(plan, comparison, ports, inputs, samples, program);
    }
    return undefined;
  }

  /** What the current weights write; undefined if what follows a position changes what is predicted there. */
  async show(): Promise<PanelContent | undefined> {
    if (this.isOff) return undefined;
    const deadline = performance.now() + patience;
    const samples: TextRow[][] = [];
    try {
      const count = this.ports.start === undefined ? 1 : this.samples.count;
      for (let sample = 0; sample < count && (sample === 0 || performance.now() < deadline); sample++)
        samples.push(await this.write(sample, deadline));
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      this.isOff = true;
      return undefined;
    }
    return { show: "texts", samples };
  }

  private async write(sample: number, deadline: number): Promise<TextRow[]> {
    const { ports, plan } = this;
    const begins = ports.start === undefined ? undefined : [ports.start];
    const prompt = begins ?? Array.from(this.valuesOf(ports.input, sample).subarray(0, beginningOf(ports)));
    const written: number[] = [];
    const model: SequenceModel = {
      inputs: this.inputs,
      outputs: [ports.output],
      carries: false,
      predict: async (given) => [{ output: ports.output, read: await this.read(given) }],
    };
    const given = new Map(
      this.inputs
        .filter(({ path }) => path !== ports.input.path)
        .map((port): [string, SafeTensor] => [
          port.path,
          { shape: sampleShape(port.type), data: this.valuesOf(port, sample) },
        ]),
    );
    for await (const index of generate(model, {
      prompt,
      given,
      length: mostWritten,
      seed: plan.seed,
      temperature: begins ? 0 : temperature,
    })) {
      written.push(index);
      if (performance.now() > deadline) break;
    }
    return begins ? this.answered(sample, written) : this.continued(prompt, written);
  }

  private continued(prompt: readonly number[], written: readonly number[]): TextRow[] {
    const { input, fedBack } = this.ports;
    const tokens: Token[] = [
      ...prompt.map((index) => ({ index, mark: "given" as const })),
      ...written.map((index) => ({ index: fedBack(index) })),
    ];
    return [{ role: "generated", pieces: piecesOf(classNamesOf(input), tokens) }];
  }

  /** What it was given, what it wrote, and what would have been right. */
  private answered(sample: number, written: readonly number[]): TextRow[] {
    const { ports, comparison, samples } = this;
    const names = ports.output.classNames ?? [];
    const target = samples.samplesOf(comparison.target);
    const right = target?.subarray(sample * ports.window, (sample + 1) * ports.window);
    const given = this.inputs.filter(
      ({ path, type }) =>
        path !== ports.input.path && type.dtype === "int32" && sampleShape(type).length === 1,
    );
    return [
      ...given.map((port): TextRow => {
        const text = spell(classNamesOf(port), this.valuesOf(port, sample));
        return { role: "input", pieces: [{ text }] };
      }),
      {
        role: "generated",
        pieces: piecesOf(
          names,
          written.map((index, place) => ({
            index,
            ...(right && { mark: right[place] === index ? "right" : "wrong" }),
          })),
        ),
      },
      ...(right
        ? [
            {
              role: "target" as const,
              pieces: piecesOf(
                names,
                Array.from(right, (index) => ({ index })),
              ),
            },
          ]
        : []),
    ];
  }

  private valuesOf(port: ModelPort, sample: number): HostArray {
    const size = sizeOf(sampleShape(port.type));
    const all = this.samples.samplesOf(port);
    if (!all) throw new Error(`no Dataset has ${port.path}`);
    return all.subarray(sample * size, (sample + 1) * size);
  }

  /** The logarithms of the classes' probabilities, for what is given. */
  private async read(given: ReadonlyMap<string, SafeTensor>): Promise<SafeTensor> {
    const { plan, program } = this;
    this.executable ??= await plan.session.load(program, (_, outputs) => {
      const output = program.outputs.find(({ tag }) => tag?.kind === "logProbabilities");
      const data = output && outputs[output.name];
      this.received = output && data && { shape: output.value.type.shape, data: data.slice() };
    });
    const scalars: Readonly<Record<string, HostArray>> = {
      seed: Int32Array.of(plan.seed),
      step: Int32Array.of(1),
    };
    const feeds = program.feeds.map(({ name }): [string, HostArray] => {
      const data = given.get(name)?.data ?? scalars[name];
      if (!data) throw new Error(`nothing is given for ${name}`);
      return [name, data];
    });
    await this.executable.run(Object.fromEntries(feeds), 1);
    await this.executable.drain();
    if (!this.received) throw new Error("nothing was predicted");
    return this.received;
  }
}

/** How much of a text it continues: a model with one score for a whole window needs all of it. */
function beginningOf({ window, output }: SequencePorts): number {
  return output.type.shape.length === 2 ? window : Math.min(mostGiven, Math.ceil(window / 4));
}

/** The ports of data that a node's values are computed from. */
function readPorts(typed: TypedGraph, node: string): ModelPort[] {
  return readDataPorts(neededPart(typed, [node]), ["float32", "int32"]).map((port) => ({
    ...port,
    path: pathOf(port.node, port.port),
  }));
}

function named(port: ModelPort, classNames: readonly string[] | undefined): ModelPort {
  return classNames ? { ...port, classNames } : port;
}
