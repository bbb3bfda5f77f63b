import type { DatasetFacts, PortFacts } from "./facts";
import type { Parameters, Values } from "../../parameters/parameter";

/** One named tensor per sample. Labels are 0 … classes − 1. */
export interface DataPort extends PortFacts {
  readonly name: string;
}

/** What the pure side knows of a data source. How it is loaded is in `sources/`, on the Node side. */
export interface DataSource<P extends Parameters = Parameters> {
  readonly name: string;
  /** Translated when shown. */
  readonly summary: string;
  readonly params: P;
  /** Reads files of the workspace: its ports may need facts that only the engine can find out. */
  readonly readsFiles: boolean;
  /** Of a generator: how many samples it draws. Undefined while its parameters are wrong. */
  readonly samples?: (params: Partial<Values<P>>) => number | undefined;
  /** A generator whose samples are the same for every seed. */
  readonly fixed?: boolean;
  /** A series in time: validation is its end, not a random part. */
  readonly ordered?: boolean;
  /** Default share of the samples kept for validation; 0.2 where not said. */
  readonly validation?: number;
  /**
   * The ports. A shape is undefined while the facts or the parameters that it needs are not there; parameters that
   * are wrong or not yet given are absent.
   */
  readonly ports: (
    params: Partial<Values<P>>,
    facts: DatasetFacts | undefined,
  ) => readonly (Omit<DataPort, "shape"> & { readonly shape: readonly number[] | undefined })[];
}

/** Checks a record against its own parameters, then forgets their types; the name stays known to the compiler. */
export function defineSource<const N extends string, const P extends Parameters>(
  source: DataSource<P> & { readonly name: N },
): DataSource & { readonly name: N } {
  return source as unknown as DataSource & { readonly name: N };
}
