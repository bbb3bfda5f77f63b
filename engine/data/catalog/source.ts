import type { DatasetFacts, PortFacts } from "./facts";
import type { Parameters, Values } from "../../parameters/parameter";
import type { Environment } from "../environments/Environment";

/** One named tensor per sample. Labels are 0 … classes − 1. */
export interface DataPort extends PortFacts {
  readonly name: string;
}

/** The platform-independent description of a data source. How it is loaded is in `sources/`, which needs Node. */
export interface DataSource<P extends Parameters = Parameters> {
  readonly name: string;
  /** Translated when displayed. */
  readonly summary: string;
  readonly params: P;
  /** Whether it reads files of the workspace; its ports may then need facts that only the engine can find. */
  readonly readsFiles: boolean;
  /** For a generator: how many samples it draws; undefined while its parameters are wrong. */
  readonly samples?: (params: Partial<Values<P>>) => number | undefined;
  /** Whether it is a generator whose samples do not depend on the seed. */
  readonly fixed?: boolean;
  /** Whether it is a time series, whose end is held out for validation instead of a random subset. */
  readonly ordered?: boolean;
  /**
   * Whether an epoch takes the samples in their own order, each row of a batch continuing that row of the batch before;
   * otherwise they are shuffled.
   */
  readonly sequential?: (params: Partial<Values<P>>) => boolean;
  /**
   * The environment in which the network plays, if its samples are what happens there; they are then gathered in training.
   * Undefined while its parameters are wrong.
   */
  readonly environment?: (params: Partial<Values<P>>) => Environment | undefined;
  /**
   * For detection: which ports say of each cell of a grid whether an object's centre is in it, where its box is
   * (`boxOfCell`), and what it is.
   */
  readonly detection?: { readonly object: string; readonly boxes: string; readonly label: string };
  /** The default fraction of samples held out for validation; 0.2 if absent. */
  readonly validation?: number;
  /**
   * The ports. A shape is undefined while the facts or parameters that it depends on are missing; parameters that are
   * wrong or not yet set are absent.
   */
  readonly ports: (
    params: Partial<Values<P>>,
    facts: DatasetFacts | undefined,
  ) => readonly (Omit<DataPort, "shape"> & { readonly shape: readonly number[] | undefined })[];
}

/** Type-checks a record against its own parameters, then erases their types but not that of the name. */
export function defineSource<const N extends string, const P extends Parameters>(
  source: DataSource<P> & { readonly name: N },
): DataSource & { readonly name: N } {
  return source as unknown as DataSource & { readonly name: N };
}
