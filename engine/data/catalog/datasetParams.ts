import type { Parameter, Parameters } from "../../parameters/parameter";
import { integer, number } from "../../parameters/parameter";
import type { DataSource } from "./source";

/** The parameters of every Dataset besides those of its source. */
export interface CommonDatasetParams {
  readonly validation: Parameter<number>;
  readonly seed: Parameter<number>;
}

/** The parameters of every Dataset; the default of the validation fraction depends on the source. */
export function commonDatasetParams(source: DataSource | undefined): CommonDatasetParams {
  return {
    validation: number({
      help: "Fraction of the samples held out for validation.",
      default: source?.validation ?? 0.2,
      minimum: 0,
      below: 1,
    }),
    seed: integer({
      help: "Seed of the validation split and of generated samples. Independent of the model's seed, so that runs with different seeds can be compared.",
      default: 0,
      minimum: 0,
      maximum: 4294967295,
    }),
  };
}

const cache = new WeakMap<DataSource, Parameters>();

/** All parameters of a Dataset with this source, except `source` itself. Always the same object for a source. */
export function datasetParams(source: DataSource): Parameters {
  const { validation, seed } = commonDatasetParams(source);
  // An environment has no rows to hold out.
  const common: Parameters = source.environment ? { seed } : { validation, seed };
  const params = cache.get(source) ?? { ...source.params, ...common };
  cache.set(source, params);
  return params;
}
