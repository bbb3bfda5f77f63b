import { t } from "@vscode/l10n";
import type { DatasetFacts, PortFacts, UntrainedClass } from "./catalog/facts";
import { at, sizeOf } from "../tensor/tensor";
import { availableMemory } from "../runtime/availableMemory";
import { isSequential, sources, type CatalogSource } from "./catalog";
import type { PlaySettings } from "./catalog/environments";
import { ClassRows } from "./ClassRows";
import { DataError } from "./dataError";
import type { DataPlace } from "./dataPath";
import type { Dataset } from "./dataset";
import { checkDatasetMemory } from "./datasetMemory";
import { memorySamples, type Column } from "./memorySamples";
import { datasetParams } from "./catalog/datasetParams";
import { Replay } from "./Replay";
import type { SamplePort } from "./samples";
import type { DataSource } from "./catalog/source";
import type { GeneratorLoader, Splitter } from "./sources/loader";
import { loaders } from "./sources/loaders";
import { split } from "./split";

/**
 * Generators with at most this many samples are drawn during inspection, to check that each class has training samples;
 * with more samples, it always has.
 */
const drawnForInspection = 1000;

type Params = Readonly<Record<string, unknown>>;

/**
 * Opens the samples of a Dataset, usually by loading or drawing all of them into memory, and splits them.
 *
 * @param params The Dataset node's parameters; absent ones have their defaults.
 * @throws DataError if files or parameters are wrong, or there is not enough memory.
 */
export async function loadDataset(source: string, params: Params, place: DataPlace): Promise<Dataset> {
  const { record, valid } = readParams(source, params);
  const split = splitter(record, valid);
  const loader = loaders[record.name];
  const facts = await inspectDataset(source, params, place);
  const numbers = numbersIn(Object.values(facts.ports));
  checkDatasetMemory(facts.samples, numbers, sizeParam(record), availableMemory());
  if (loader.kind === "play") return playedDataset(record, valid);
  const loaded =
    loader.kind === "files"
      ? await loader.load(valid, place, split)
      : memorySamples({ count: facts.samples, columns: draw(record, loader, valid) });
  return { ...loaded, ...split(loaded.count), sequential: isSequential({ ...valid, source }) };
}

/**
 * The ports and the number of samples of a Dataset. Reads only the headers of files if their format has headers,
 * otherwise whole files; the result is cached until a file changes.
 *
 * @throws DataError if files or parameters are wrong, or the data would not fit into memory.
 */
export async function inspectDataset(
  source: string,
  params: Params,
  place: DataPlace,
): Promise<DatasetFacts> {
  const { record, valid } = readParams(source, params);
  const loader = loaders[record.name];
  const split = splitter(record, valid);
  if (loader.kind === "files") return loader.inspect(valid, place, split);
  const ports = portsOf(record, valid);
  const samples = record.samples?.(valid) ?? 0;
  checkDatasetMemory(samples, numbersIn(ports), sizeParam(record));
  const data =
    loader.kind === "generator" && samples <= drawnForInspection && ports.some(hasLabels)
      ? draw(record, loader, valid)
      : undefined;
  return {
    samples,
    ports: Object.fromEntries(
      ports.map(({ name, ...port }, index): [string, PortFacts] => {
        const untrained = data && hasLabels(port) ? untrainedIn(at(data, index), split) : [];
        return [name, { ...port, ...(untrained.length > 0 && { untrained }) }];
      }),
    ),
  };
}

/** Whether a port has one class for each sample, and not one for each of many positions. */
function hasLabels({ classes, shape }: PortFacts): boolean {
  return classes !== undefined && shape.length === 0;
}

/** All of its rows are for training; the network plays anew to be evaluated. */
function playedDataset(record: DataSource, params: Params): Dataset {
  const environment = record.environment?.(params);
  if (!environment) throw new Error(`${record.name} has no environment`);
  const settings = params as unknown as PlaySettings;
  const replay = new Replay(settings.replay, environment.bounds.length, portsOf(record, params));
  const rows = split(settings.replay, { validation: 0, seed: 0, ordered: true });
  return { ...replay.samples, ...rows, play: { environment, settings, replay } };
}

function untrainedIn({ data, classes = 0 }: Column, split: Splitter): UntrainedClass[] {
  const rows = new ClassRows();
  for (const label of data) rows.add(label);
  return rows.untrained(classes, split);
}

function draw(record: DataSource, loader: GeneratorLoader, params: Params): Column[] {
  const data = loader.draw(params, Number(params.seed));
  return portsOf(record, params).map((port, index) => ({ ...port, data: at(data, index) }));
}

function splitter({ ordered = false }: DataSource, { validation, seed }: Params): Splitter {
  return (samples) => split(samples, { validation: Number(validation), seed: Number(seed), ordered });
}

/** The number of values in one sample. */
function numbersIn(ports: readonly Pick<PortFacts, "shape">[]): number {
  return ports.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

/** The parameter that sets how many samples a generator draws or an environment keeps, if there is one. */
function sizeParam({ params }: DataSource): string | undefined {
  return ["samples", "replay"].find((name) => Object.hasOwn(params, name));
}

/** A generator's ports, which need no facts. */
function portsOf(record: DataSource, params: Params): SamplePort[] {
  return record.ports(params, undefined).map((port) => ({ ...port, shape: port.shape ?? [] }));
}

/** The parameters with their defaults. Validated again, since not every caller has parsed a document. */
function readParams(source: string, params: Params): { record: CatalogSource; valid: Params } {
  const record = sources.get(source);
  if (!record) {
    throw new DataError("data-source-unknown", t("There is no data source “{0}”.", source), {
      param: "source",
      hint: t("The sources are: {0}.", [...sources.keys()].join(", ")),
    });
  }
  const valid: Record<string, unknown> = {};
  for (const [name, parameter] of Object.entries(datasetParams(record))) {
    const parsed = parameter.schema.safeParse(params[name] ?? parameter.default);
    if (!parsed.success) {
      throw new DataError(
        "data-parameter",
        params[name] === undefined
          ? t("The source “{0}” needs “{1}”.", source, name)
          : t("“{0}” is not valid: {1}", name, parsed.error.issues[0]?.message ?? ""),
        { param: name },
      );
    }
    valid[name] = parsed.data;
  }
  return { record, valid };
}
