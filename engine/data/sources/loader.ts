import type { DatasetFacts } from "../catalog/facts";
import type { DataPlace } from "../dataPath";
import type { Samples } from "../samples";
import type { Split } from "../split";

/** How a number of samples is split. */
export type Splitter = (samples: number) => Split;

/** How a source loads its samples from files. Both functions throw a DataError. */
export interface FileLoader<P = Readonly<Record<string, unknown>>> {
  readonly kind: "files";
  readonly load: (params: P, place: DataPlace, split: Splitter) => Promise<Samples>;
  /**
   * The ports and the number of samples; reads as little as the format allows and does not store it. Throws if the data
   * would not fit into memory.
   */
  readonly inspect: (params: P, place: DataPlace, split: Splitter) => Promise<DatasetFacts>;
}

/** How a generator draws its samples. */
export interface GeneratorLoader<P = Readonly<Record<string, unknown>>> {
  readonly kind: "generator";
  /** The data of each port, in the order of the source's ports. */
  readonly draw: (params: P, seed: number) => readonly (Float32Array | Int32Array)[];
}

/** What is not loaded at all, but gathered by playing in the source's environment. */
export interface PlayLoader {
  readonly kind: "play";
}

export type Loader = FileLoader | GeneratorLoader | PlayLoader;

/**
 * Type-checks a loader against its source's parameters, then erases their types, since the table contains `Loader`s.
 */
export function fileLoader<P>(loader: Omit<FileLoader<P>, "kind">): Loader {
  return { kind: "files", ...loader } as unknown as Loader;
}
export function generator<P>(loader: Omit<GeneratorLoader<P>, "kind">): Loader {
  return { kind: "generator", ...loader } as unknown as Loader;
}
