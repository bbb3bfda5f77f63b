import type { DatasetFacts } from "../graph/typedGraph";
import type { Parameters, Values } from "../layers/parameter";

/** One named tensor per sample. */
export interface DataPort {
  readonly name: string;
  /** Without the batch axis. */
  readonly shape: readonly number[];
  readonly dtype: "float32" | "int32";
  /** For labels: they are 0 … classes − 1. */
  readonly classes?: number;
}

/** What the pure side knows of a data source. How it is loaded is in `sources/`, on the Node side. */
export interface DataSource<P extends Parameters = Parameters> {
  readonly name: string;
  /** Translated when shown. */
  readonly summary: string;
  readonly params: P;
  /** Reads files of the workspace: its ports may need facts that only the engine can find out. */
  readonly readsFiles: boolean;
  /** A series in time: validation is its end, not a random part. */
  readonly ordered?: boolean;
  /** The ports; their shapes are undefined while `facts` are needed and not there. Throws a LayerProblem. */
  readonly ports: (
    params: Values<P>,
    facts: DatasetFacts | undefined,
  ) => readonly (Omit<DataPort, "shape"> & { readonly shape: readonly number[] | undefined })[];
}

export function defineSource<const P extends Parameters>(source: DataSource<P>): DataSource {
  return source as unknown as DataSource;
}
