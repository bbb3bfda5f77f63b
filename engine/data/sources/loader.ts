import type { DatasetFacts } from "../catalog/facts";
import type { DataPlace } from "../dataPath";
import type { Samples } from "../samples";
import type { Split } from "../split";

/** How so many samples will be split. */
export type Splitter = (samples: number) => Split;

/** How a source that reads files gets its samples. Both throw a DataError. */
export interface FileLoader<P = Readonly<Record<string, unknown>>> {
  readonly kind: "files";
  readonly load: (params: P, place: DataPlace, split: Splitter) => Promise<Samples>;
  /**
   * The ports and the number of samples, with as little reading as the format allows and without keeping what is read.
   * Throws for more than the machine can hold.
   */
  readonly inspect: (params: P, place: DataPlace, split: Splitter) => Promise<DatasetFacts>;
}

/** How a generator draws its samples. */
export interface GeneratorLoader<P = Readonly<Record<string, unknown>>> {
  readonly kind: "generator";
  /** The data of each port, in the order of the source's ports. */
  readonly draw: (params: P, seed: number) => readonly (Float32Array | Int32Array)[];
}

export type Loader = FileLoader | GeneratorLoader;

/** Checks a loader against its source's parameters, then forgets their types: the table holds `Loader`s. */
export function fileLoader<P>(loader: Omit<FileLoader<P>, "kind">): Loader {
  return { kind: "files", ...loader } as unknown as Loader;
}
export function generator<P>(loader: Omit<GeneratorLoader<P>, "kind">): Loader {
  return { kind: "generator", ...loader } as unknown as Loader;
}
