import type { DataFacts, DatasetFacts, PortFacts } from "../data/catalog/facts";
import { readSmallFile } from "./readSmallFile";
import { runPaths } from "./runPaths";
import { count, fields, flag, list, literal, number, oneOf, optional, recordOf, text } from "./shape";

/** Limits on the Datasets of a model, the ports of one, the axes of a port and its classes. */
const nodes = 50_000;
const ports = 1_000_000;
const axes = 64;
const classes = 2_000_000;
const largestFile = 2 ** 26;

const portFacts = fields({
  shape: list(count, axes),
  dtype: oneOf("float32", "int32"),
  classes: optional(count),
  classNames: optional(list(text(10_000), classes)),
  range: optional(fields({ low: number, high: number })),
  whole: optional(flag),
});

/** Reads `data.json`: what each Dataset of a run gave, by node. Throws `malformed` for anything else. */
export const runData = fields({
  netloom: literal(1),
  datasets: recordOf(fields({ samples: count, ports: recordOf(portFacts, ports) }), nodes),
});

/**
 * What a run's data were: shapes, and the names of classes, so that its weights can be used without the data. Undefined
 * for a run of an earlier Netloom, or if the file is damaged.
 */
export async function readRunData(run: string): Promise<DataFacts | undefined> {
  const written = await readSmallFile(runPaths(run).data, largestFile);
  if (written === undefined) return undefined;
  try {
    return runData(JSON.parse(written)).datasets;
  } catch {
    return undefined;
  }
}

/** The text of `data.json`. Without what only concerns training: where the bounds of the values occur. */
export function runDataText(facts: DataFacts): string {
  const datasets = Object.fromEntries(
    Object.entries(facts).map(([node, { samples, ports }]): [string, DatasetFacts] => [
      node,
      {
        samples,
        ports: Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, lasting(port)])),
      },
    ]),
  );
  return `${JSON.stringify({ netloom: 1, datasets })}\n`;
}

function lasting({ shape, dtype, classes, classNames, range, whole }: PortFacts): PortFacts {
  const isBounded = range !== undefined && Number.isFinite(range.low) && Number.isFinite(range.high);
  return {
    shape,
    dtype,
    ...(classes !== undefined && { classes }),
    ...(classNames && { classNames }),
    ...(isBounded && { range: { low: range.low, high: range.high } }),
    ...(whole !== undefined && { whole }),
  };
}
