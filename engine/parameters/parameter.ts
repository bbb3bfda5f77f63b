import * as z from "zod";
import { listSchema } from "./listSchema";

/** How the inspector shows a parameter. */
export type ParameterKind =
  | "integer"
  | "number"
  | "boolean"
  | "choice"
  | "text"
  | "file"
  /** One integer for all axes of a window, or a list of one for each. */
  | "perAxis"
  | "integers"
  | "numbers"
  | "texts"
  /** The name of an initialiser, or an object of its name and parameters. */
  | "initializer";

/** A parameter of a layer, an optimizer or a data source: its schema, and what the inspector needs to show it. */
export interface Parameter<T = unknown> {
  readonly kind: ParameterKind;
  /** Parses what is written into what `infer` and `lower` get. */
  readonly schema: z.ZodType<T>;
  /** Translated when shown. */
  readonly help: string;
  /** As it would be written; absent: the parameter must be given, unless it is optional. */
  readonly default?: unknown;
  /** Need not be given and has no default: its value is undefined then. */
  readonly optional?: boolean;
  readonly options?: readonly string[];
  /** What each option means, in their order; translated when shown. */
  readonly optionHelp?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  /** Of "integers": one may be written without its list. */
  readonly orOne?: boolean;
  /** Of "perAxis": the number of axes. */
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
  /** Without a default: may be left out, and is undefined then. */
  readonly optional?: Optional;
  readonly unit?: string;
}

type Given<T, Optional extends boolean> = Optional extends true ? T | undefined : T;

/** A parameter of a kind; its schema takes undefined where it is optional. */
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

/** `above` excludes its bound: a learning rate is above 0. */
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
 * One integer for all of a window's axes, or a list of one for each, outermost first: [vertical, horizontal] of two,
 * [depth, vertical, horizontal] of three. Always such a list afterwards.
 */
export function perAxis<const Optional extends boolean = false>(
  rank: number,
  options: Common<number | readonly number[], Optional> & { minimum?: number },
): Parameter<Given<readonly number[], Optional>> {
  return parameter("perAxis", perAxisSchema(rank, options), { rank, ...options });
}

/** Padding of a window, as PyTorch: a number for all axes or a list of one for each, "same" or "valid". */
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

/** A list of integers, or one alone, which stands for a list of it; always a list afterwards. */
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

/** A size, an axis or a place: no tensor has more, and what is computed of larger ones would not be exact. */
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
