import * as z from "zod";

/** How the inspector shows a parameter. */
export type ParameterKind =
  | "integer"
  | "number"
  | "boolean"
  | "choice"
  | "text"
  | "file"
  /** One integer for both axes, or [vertical, horizontal]. */
  | "pair"
  | "integers"
  | "numbers"
  | "texts";

/** A parameter of a layer, an optimizer or a data source: its schema, and what the inspector needs to show it. */
export interface Parameter<T = unknown> {
  readonly kind: ParameterKind;
  /** Parses what is written into what `infer` and `lower` get. */
  readonly schema: z.ZodType<T>;
  /** Translated when shown. */
  readonly help: string;
  /** As it would be written; absent: the parameter must be given. */
  readonly default?: unknown;
  readonly options?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  /** "px", "%", … */
  readonly unit?: string;
}

export type Parameters = Readonly<Record<string, Parameter>>;
export type Values<P extends Parameters> = {
  readonly [K in keyof P]: P[K] extends Parameter<infer T> ? T : never;
};

interface Common<T> {
  readonly help: string;
  readonly default?: T;
  readonly unit?: string;
}

export function integer(options: Common<number> & { minimum?: number; maximum?: number }): Parameter<number> {
  return { kind: "integer", schema: ranged(z.int(), options), ...options };
}

/** `above` excludes its bound: a learning rate is above 0. */
export function number(
  options: Common<number> & { minimum?: number; maximum?: number; above?: number; below?: number },
): Parameter<number> {
  let schema = ranged(z.number(), options);
  if (options.above !== undefined) schema = schema.gt(options.above);
  if (options.below !== undefined) schema = schema.lt(options.below);
  return { kind: "number", schema, ...options };
}

export function boolean(options: Common<boolean>): Parameter<boolean> {
  return { kind: "boolean", schema: z.boolean(), ...options };
}

export function choice<const T extends string>(
  values: readonly T[],
  options: Common<NoInfer<T>>,
): Parameter<T> {
  return { kind: "choice", schema: z.enum(values), options: values, ...options };
}

export function text(options: Common<string>): Parameter<string> {
  return { kind: "text", schema: z.string().min(1), ...options };
}

/** A path relative to the model's file, inside the workspace. */
export function file(options: Common<string>): Parameter<string> {
  return { kind: "file", schema: z.string().min(1), ...options };
}

/** One integer for both axes, or [vertical, horizontal]; always a pair afterwards. */
export function pair(
  options: Common<number | readonly [number, number]> & { minimum?: number },
): Parameter<readonly [number, number]> {
  const one = ranged(z.int(), options);
  return {
    kind: "pair",
    schema: z
      .union([one, z.tuple([one, one])])
      .transform((value) => (typeof value === "number" ? ([value, value] as const) : value)),
    ...options,
  };
}

/** Padding of a window, as PyTorch: a number of zeros for both axes or [vertical, horizontal], "same" or "valid". */
export function padding(options: Common<number>): Parameter<readonly [number, number] | "same" | "valid"> {
  const size = pair({ ...options, minimum: 0 });
  const words = ["same", "valid"] as const;
  return {
    ...options,
    kind: "pair",
    schema: z.union([z.enum(words), size.schema]),
    options: words,
    minimum: 0,
  };
}

export function integers(
  options: Common<readonly number[]> & { minimum?: number; minLength?: number },
): Parameter<readonly number[]> {
  return {
    kind: "integers",
    schema: z.array(ranged(z.int(), options)).min(options.minLength ?? 0),
    ...options,
  };
}

export function numbers(
  options: Common<readonly number[]> & { minimum?: number; minLength?: number },
): Parameter<readonly number[]> {
  return {
    kind: "numbers",
    schema: z.array(ranged(z.number(), options)).min(options.minLength ?? 0),
    ...options,
  };
}

export function texts(
  options: Common<readonly string[]> & { minLength?: number },
): Parameter<readonly string[]> {
  return { kind: "texts", schema: z.array(z.string().min(1)).min(options.minLength ?? 0), ...options };
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
