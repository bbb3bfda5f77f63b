import { documentLimits } from "../graph/documentLimits";

/**
 * Schemas for untrusted data, from which both their checks and their types are derived. Much smaller than zod, so that
 * they do not slow down VS Code's startup.
 */
export type Guard<T> = (value: unknown) => value is T;
/** A field that may be missing. */
export type Optional<T> = Guard<T> & { readonly optional: true };
type Fields = Readonly<Record<string, Guard<unknown>>>;

/** The type that a guard checks for. */
export type Guarded<G> = G extends Guard<infer T> ? T : never;
type OptionalKeys<F> = { [K in keyof F]: F[K] extends Optional<unknown> ? K : never }[keyof F];
type Described<F> = { readonly [K in Exclude<keyof F, OptionalKeys<F>>]: Guarded<F[K]> } & {
  readonly [K in OptionalKeys<F>]?: Guarded<F[K]>;
};
type OneOfKinds<V> = { [K in keyof V]: { readonly kind: K } & Described<V[K]> }[keyof V];

export const flag: Guard<boolean> = (value) => typeof value === "boolean";

export const text: Guard<string> = (value) => typeof value === "string";

/** A number from `least` to `most`, by default within the range of safe integers. */
export function number(least = Number.MIN_SAFE_INTEGER, most = Number.MAX_SAFE_INTEGER): Guard<number> {
  return (value): value is number => typeof value === "number" && value >= least && value <= most;
}

/** A whole number from `least` to `most`. */
export function whole(least = 0, most = Number.MAX_SAFE_INTEGER): Guard<number> {
  const within = number(least, most);
  return (value): value is number => Number.isSafeInteger(value) && within(value);
}

export function matching(pattern: RegExp): Guard<string> {
  return (value): value is string => text(value) && pattern.test(value);
}

export function oneOf<const T extends string>(...values: readonly T[]): Guard<T> {
  return (value): value is T => (values as readonly unknown[]).includes(value);
}

export function listOf<T>(item: Guard<T>, most: number): Guard<readonly T[]> {
  return (value): value is readonly T[] => Array.isArray(value) && value.length <= most && value.every(item);
}

const coordinate = number();
/** A position: two numbers. */
export const pair: Guard<readonly [number, number]> = (value): value is readonly [number, number] =>
  Array.isArray(value) && value.length === 2 && value.every(coordinate);

/** An object that maps names to values of one type. */
export function recordOf<T>(name: Guard<string>, item: Guard<T>): Guard<Readonly<Record<string, T>>> {
  return (value): value is Readonly<Record<string, T>> =>
    isRecord(value) && Object.entries(value).every(([key, inner]) => name(key) && item(inner));
}

export function optional<T>(guard: Guard<T>): Optional<T> {
  const check = (value: unknown): value is T => value === undefined || guard(value);
  return Object.assign(check, { optional: true } as const);
}

/** An object with exactly these fields. */
export function object<F extends Fields>(fields: F): Guard<Described<F>> {
  return (value): value is Described<F> =>
    isRecord(value) &&
    Object.keys(value).every((key) => Object.hasOwn(fields, key)) &&
    Object.entries(fields).every(
      ([key, guard]) => ("optional" in guard && !Object.hasOwn(value, key)) || guard(value[key]),
    );
}

/** One of several kinds of object, distinguished by the field `kind`. */
export function oneOfKinds<V extends Readonly<Record<string, Fields>>>(variants: V): Guard<OneOfKinds<V>> {
  const guards = new Map(
    Object.entries(variants).map(([kind, fields]) => [kind, object({ ...fields, kind: text })]),
  );
  return (value): value is OneOfKinds<V> =>
    isRecord(value) && text(value.kind) && guards.get(value.kind)?.(value) === true;
}

/**
 * Any value that a document may contain: JSON within its size and depth limits, and without keys that would change a
 * prototype.
 */
export const json: Guard<unknown> = (value): value is unknown => isData(value, documentLimits.depth);

/** Whether a value is JSON with brackets nested at most `depth` deep, and no larger than a document may be, or than `most`. */
export function isData(value: unknown, depth: number, most: number = documentLimits.characters): boolean {
  return weigh(value, depth, most) <= most;
}

/** An upper bound on the characters of its JSON; infinite if it is not JSON, or more than `most`. Undefined members count as absent. */
function weigh(value: unknown, depth: number, most: number): number {
  switch (typeof value) {
    case "string":
      return 2 + value.length;
    case "number":
      return Number.isFinite(value) ? 1 : Infinity;
    case "boolean":
      return 1;
    case "object": {
      if (value === null) return 1;
      if (depth === 0) return Infinity;
      let weight = 2;
      for (const key of Object.keys(value)) {
        const inner = (value as Record<string, unknown>)[key];
        if (key === "__proto__") return Infinity;
        weight +=
          (Array.isArray(value) ? 1 : key.length) + (inner === undefined ? 0 : weigh(inner, depth - 1, most));
        if (weight > most) return Infinity;
      }
      return weight;
    }
    default:
      return Infinity;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
