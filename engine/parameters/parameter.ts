import * as z from "zod";
import { listSchema } from "./listSchema";

/** The control with which the inspector shows a parameter. */
export type ParameterKind =
  | "integer"
  | "number"
  | "boolean"
  | "choice"
  | "text"
  | "file"
  /** One integer for all axes of a window, or a list with one per axis. */
  | "perAxis"
  | "integers"
  | "numbers"
  | "texts"
  /** The name of an initialiser, or an object with its name and parameters. */
  | "initializer"
  /** Any value, as a block's parameters take. */
  | "value";

/** A parameter of a layer, an optimizer or a data source: its schema, and what the inspector needs to show it. */
export interface Parameter<T = unknown> {
  readonly kind: ParameterKind;
  /** Parses the written value into the one that `infer` and `lower` use. */
  readonly schema: z.ZodType<T>;
  /** Translated when shown. */
  readonly help: string;
  /** As it would be written; if absent, the parameter is required, unless it is optional. */
  readonly default?: unknown;
  /** May be omitted and has no default: its value is then undefined. */
  readonly optional?: boolean;
  readonly options?: readonly string[];
  /** The description of each option, in order; translated when shown. */
  readonly optionHelp?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  /** For "integers": a single one may be written without a list. */
  readonly orOne?: boolean;
  /** For "perAxis": the number of axes. */
  readonly rank?: number;
  /** "px", "%", … */
  readonly unit?: string;
}

export type Parameters = Readonly<Record<string, Parameter>>;
export type Values<P extends Parameters> = {
  readonly [K in keyof P]: P[K] extends Parameter<infer T> ? T : never;
};

interface Common<T, Optional extends boolean = false> {
  readonly help: string;
  readonly default?: T;
  /** For a parameter without a default: may be omitted, and is then undefined. */
  readonly optional?: Optional;
  readonly unit?: string;
}

type Given<T, Optional extends boolean> = Optional extends true ? T | undefined : T;

/** A parameter of a kind; its schema accepts undefined if it is optional. */
export function parameter<T, Optional extends boolean>(
  kind: ParameterKind,
  schema: z.ZodType<T>,
  options: Omit<Parameter, "kind" | "schema"> & { readonly optional?: Optional },
): Parameter<Given<T, Optional>> {
  const given = options.optional ? schema.optional() : schema;
  return { kind, schema: given as z.ZodType<Given<T, Optional>>, ...options };
}

export function integer<const Optional extends boolean = false>(
  options: Common<number, Optional> & { minimum?: number; maximum?: number },
): Parameter<Given<number, Optional>> {
  return parameter("integer", ranged(z.int(), options), options);
}

/** `above` is an exclusive lower bound: a learning rate is above 0. */
export function number<const Optional extends boolean = false>(
  options: Common<number, Optional> & { minimum?: number; maximum?: number; above?: number; below?: number },
): Parameter<Given<number, Optional>> {
  let schema = ranged(z.number(), options);
  if (options.above !== undefined) schema = schema.gt(options.above);
  if (options.below !== undefined) schema = schema.lt(options.below);
  return parameter("number", schema, options);
}

export function boolean<const Optional extends boolean = false>(
  options: Common<boolean, Optional>,
): Parameter<Given<boolean, Optional>> {
  return parameter("boolean", z.boolean(), options);
}

export function choice<const T extends string, const Optional extends boolean = false>(
  values: readonly T[],
  options: Common<NoInfer<T>, Optional>,
): Parameter<Given<T, Optional>> {
  return parameter("choice", z.enum(values) as z.ZodType<T>, { options: values, ...options });
}

export function text<const Optional extends boolean = false>(
  options: Common<string, Optional>,
): Parameter<Given<string, Optional>> {
  return parameter("text", z.string().min(1), options);
}

/** A path relative to the model's file, inside the workspace. */
export function file<const Optional extends boolean = false>(
  options: Common<string, Optional>,
): Parameter<Given<string, Optional>> {
  return parameter("file", z.string().min(1), options);
}

/**
 * One integer for all of a window's axes, or a list with one per axis, outermost first: [vertical, horizontal] for two,
 * [depth, vertical, horizontal] for three. Parses to a list.
 */
export function perAxis<const Optional extends boolean = false>(
  rank: number,
  options: Common<number | readonly number[], Optional> & { minimum?: number },
): Parameter<Given<readonly number[], Optional>> {
  return parameter("perAxis", perAxisSchema(rank, options), { rank, ...options });
}

/** Padding of a window, as in PyTorch: a number for all axes, a list with one per axis, "same" or "valid". */
export function padding(
  rank: number,
  options: Common<number>,
): Parameter<readonly number[] | "same" | "valid"> {
  const words = ["same", "valid"] as const;
  const schema = z.union([z.enum(words), perAxisSchema(rank, { minimum: 0 })]);
  return parameter("perAxis", schema, { rank, options: words, minimum: 0, ...options });
}

function perAxisSchema(rank: number, options: { minimum?: number }): z.ZodType<readonly number[]> {
  const one = ranged(size(), options);
  return z
    .union([one, listSchema(one, { length: rank })])
    .transform((value) => (typeof value === "number" ? new Array<number>(rank).fill(value) : value));
}

export function integers<const Optional extends boolean = false>(
  options: Common<readonly number[], Optional> & { minimum?: number; minLength?: number },
): Parameter<Given<readonly number[], Optional>> {
  return parameter("integers", listSchema(ranged(size(), options), options), options);
}

/** A list of integers, or a single one that stands for a list of itself. Parses to a list. */
export function integersOrOne(
  options: Common<number | readonly number[]> & { minimum?: number; minLength?: number },
): Parameter<readonly number[]> {
  const one = ranged(size(), options);
  const schema = z
    .union([one, listSchema(one, { minLength: options.minLength })])
    .transform((value) => (typeof value === "number" ? [value] : value));
  return parameter("integers", schema, { orOne: true, ...options });
}

export function numbers<const Optional extends boolean = false>(
  options: Common<readonly number[], Optional> & { minimum?: number; minLength?: number },
): Parameter<Given<readonly number[], Optional>> {
  return parameter("numbers", listSchema(ranged(z.number(), options), options), options);
}

export function texts<const Optional extends boolean = false>(
  options: Common<readonly string[], Optional> & { minLength?: number },
): Parameter<Given<readonly string[], Optional>> {
  return parameter("texts", listSchema(z.string().min(1), options), options);
}

/** A size, an axis or a position: no tensor has more, and calculations with larger numbers would not be exact. */
function size(): z.ZodNumber {
  return z
    .int()
    .min(-(2 ** 31))
    .max(2 ** 31 - 1);
}

function ranged(
  schema: z.ZodNumber,
  { minimum, maximum }: { minimum?: number; maximum?: number },
): z.ZodNumber {
  let bounded = schema;
  if (minimum !== undefined) bounded = bounded.min(minimum);
  if (maximum !== undefined) bounded = bounded.max(maximum);
  return bounded;
}
