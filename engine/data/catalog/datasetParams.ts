import type { Parameter, Parameters } from "../../parameters/parameter";
import { integer, number } from "../../parameters/parameter";
import type { DataSource } from "./source";

/** What every Dataset takes beside the parameters of its source. */
export interface CommonDatasetParams {
  readonly validation: Parameter<number>;
  readonly seed: Parameter<number>;
}

/** The parameters that every Dataset has; the share kept for validation has a default of the source's own. */
export function commonDatasetParams(source: DataSource | undefined): CommonDatasetParams {
  return {
    validation: number({
      help: "Share of the samples kept for validation: never trained on.",
      default: source?.validation ?? 0.2,
      minimum: 0,
      below: 1,
    }),
    seed: integer({
      help: "Chooses the validation samples, and draws those of a generator. The model's own seed changes neither, so that runs with several seeds can be compared.",
      default: 0,
      minimum: 0,
      maximum: 4294967295,
    }),
  };
}

const known = new WeakMap<DataSource, Parameters>();

/** Every parameter of a Dataset with this source, beside `source` itself. One object for each source. */
export function datasetParams(source: DataSource): Parameters {
  const found = known.get(source) ?? { ...source.params, ...commonDatasetParams(source) };
  known.set(source, found);
  return found;
}
