import { sources } from "../../data/catalog";
import { datasetParams } from "../../data/catalog/datasetParams";
import type { DataPort } from "../../data/catalog/source";
import { defaultSource, sourceName } from "../../data/catalog/sourceName";
import type { GraphType } from "../../tensor/graphType";
import { batchOf } from "../../tensor/graphType";
import type { DatasetFacts } from "../../data/catalog/facts";
import { defineLayer } from "../layer";
import type { Parameters } from "../../parameters/parameter";
import { choice } from "../../parameters/parameter";

/** Samples from a data source, which determines its ports and further parameters. */
export const Dataset = defineLayer({
  type: "Dataset",
  category: "data",
  summary: "Samples for training and validation, from files in the workspace or from a generator.",
  reference: {
    formula:
      "One output for each port of the source; a step takes a batch of samples, in an order drawn from the seed.",
    gradient: "None: data are not learned.",
    shapes: "each output [N, …one sample of the port]",
    sources: ["The sources are in engine/data/catalog; the README lists them."],
  },
  params: {
    source: choice([...sources.keys()], { help: "Where the samples come from.", default: defaultSource }),
  },
  furtherParams: (written) => {
    const source = sources.get(sourceName(written));
    return source ? datasetParams(source) : none;
  },
  inputs: [],
  outputs: (params, facts) => portsOf(params, facts).map(({ name, dtype }) => ({ name, dtype })),
  infer: ({ params, facts }) => {
    const types: Record<string, GraphType> = {};
    for (const { name, shape, dtype, classes } of portsOf(params, facts))
      if (shape) {
        const lowest = facts?.ports[name]?.range?.low;
        types[name] = {
          ...batchOf(shape, dtype),
          ...(classes !== undefined && { classes, ...(lowest !== undefined && { lowest }) }),
        };
      }
    return types;
  },
  ranges: ({ node, facts, outputs }) =>
    Object.fromEntries(
      Object.entries(outputs).map(([port, { dtype, classes }]) => {
        const { range, whole = dtype === "int32" } = facts?.ports[port] ?? {};
        const low = range?.low ?? (classes === undefined ? -Infinity : 0);
        const high = range?.high ?? (classes === undefined ? Infinity : classes - 1);
        const { lowAt, highAt, lowLine, highLine } = range ?? {};
        const places = { lowAt, highAt, ...(lowLine !== undefined && { lowLine, highLine }) };
        return [port, { low, high, whole, data: { node, port, measured: lowAt !== undefined, ...places } }];
      }),
    ),
});

const none: Parameters = {};

/** A Dataset's ports, even while some parameters are invalid: those are replaced by their defaults. */
function portsOf(
  written: Readonly<Record<string, unknown>>,
  facts: DatasetFacts | undefined,
): readonly (Omit<DataPort, "shape"> & { readonly shape: readonly number[] | undefined })[] {
  const source = sources.get(sourceName(written));
  if (!source) return [];
  const valid: Record<string, unknown> = {};
  for (const [name, parameter] of Object.entries(source.params)) {
    const parsed = parameter.schema.safeParse(written[name] ?? parameter.default);
    if (parsed.success) valid[name] = parsed.data;
  }
  return source.ports(valid, facts);
}
