import { t } from "@vscode/l10n";
import type { DatasetFacts, PortFacts } from "../graph/typedGraph";
import { at, sizeOf } from "../ops/tensor";
import { sources } from "./catalog";
import { DataError } from "./dataError";
import type { DataPlace } from "./dataPath";
import type { DataColumn, Dataset } from "./dataset";
import { datasetParams } from "./datasetParams";
import { checkMemory, type Samples } from "./samples";
import type { DataSource } from "./source";
import type { GeneratorLoader } from "./sources/loader";
import { loaders } from "./sources/loaders";
import { split } from "./split";

type Params = Readonly<Record<string, unknown>>;

/**
 * Loads or draws every sample of a Dataset and splits them.
 *
 * @param params The Dataset node's parameters; those that are absent have their defaults.
 * @throws DataError where files or parameters are at fault.
 */
export async function loadDataset(source: string, params: Params, place: DataPlace): Promise<Dataset> {
  const { record, valid } = readParams(source, params);
  const loader = loaders[source];
  const loaded =
    loader?.kind === "files"
      ? await loader.load(valid, place)
      : draw(record, loader, valid, Number(valid.seed));
  const { train, validation } = split(loaded.samples, {
    validation: Number(valid.validation),
    seed: Number(valid.seed),
    ordered: record.ordered ?? false,
  });
  return { ...loaded, train, validation };
}

/**
 * The ports and the number of samples of a Dataset. Reads the headers of files where their format has any, the whole
 * file where it has not; what was found is kept until a file changes.
 *
 * @throws DataError where files or parameters are at fault.
 */
export async function inspectDataset(
  source: string,
  params: Params,
  place: DataPlace,
): Promise<DatasetFacts> {
  const { record, valid } = readParams(source, params);
  const loader = loaders[source];
  if (loader?.kind === "files") return loader.inspect(valid, place);
  const ports: Record<string, PortFacts> = {};
  for (const { name, ...port } of portsOf(record, valid)) ports[name] = port;
  return { samples: loader?.samples(valid) ?? 0, ports };
}

function draw(
  record: DataSource,
  loader: GeneratorLoader | undefined,
  params: Params,
  seed: number,
): Samples {
  if (!loader) throw new Error(`the source ${record.name} has no loader`);
  const samples = loader.samples(params);
  const ports = portsOf(record, params);
  checkMemory(samples * ports.reduce((sum, { shape }) => sum + sizeOf(shape), 0), "samples");
  const data = loader.draw(params, seed);
  return { samples, columns: ports.map((port, index): DataColumn => ({ ...port, data: at(data, index) })) };
}

/** A generator's ports, which need no facts. */
function portsOf(record: DataSource, params: Params): Omit<DataColumn, "data">[] {
  return record.ports(params, undefined).map((port) => ({ ...port, shape: port.shape ?? [] }));
}

/** The parameters with their defaults, checked once more: a caller may come without the document's checks. */
function readParams(source: string, params: Params): { record: DataSource; valid: Params } {
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
