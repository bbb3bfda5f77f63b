import { documentLimits } from "../graph/documentLimits";

/**
 * Descriptions of data that come from elsewhere, from which both their check and their type follow. Smaller than zod,
 * for what VS Code's start would have to wait for.
 */
export type Guard<T> = (value: unknown) => value is T;
/** A field that may be missing. */
export type Optional<T> = Guard<T> & { readonly optional: true };
type Fields = Readonly<Record<string, Guard<unknown>>>;

/** The type that a guard describes. */
export type Guarded<G> = G extends Guard<infer T> ? T : never;
type OptionalKeys<F> = { [K in keyof F]: F[K] extends Optional<unknown> ? K : never }[keyof F];
type Described<F> = { readonly [K in Exclude<keyof F, OptionalKeys<F>>]: Guarded<F[K]> } & {
  readonly [K in OptionalKeys<F>]?: Guarded<F[K]>;
};
type OneOfKinds<V> = { [K in keyof V]: { readonly kind: K } & Described<V[K]> }[keyof V];

export const text: Guard<string> = (value) => typeof value === "string";

/** A number from `least` to `most`; none beyond what whole numbers are exact up to. */
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
/** A place: two numbers. */
export const pair: Guard<readonly [number, number]> = (value): value is readonly [number, number] =>
  Array.isArray(value) && value.length === 2 && value.every(coordinate);

/** Values by names of one kind. */
export function recordOf<T>(name: Guard<string>, item: Guard<T>): Guard<Readonly<Record<string, T>>> {
  return (value): value is Readonly<Record<string, T>> =>
    isRecord(value) && Object.entries(value).every(([key, inner]) => name(key) && item(inner));
}

export function optional<T>(guard: Guard<T>): Optional<T> {
  const check = (value: unknown): value is T => value === undefined || guard(value);
  return Object.assign(check, { optional: true } as const);
}

/** An object with these fields and no other. */
export function object<F extends Fields>(fields: F): Guard<Described<F>> {
  return (value): value is Described<F> =>
    isRecord(value) &&
    Object.keys(value).every((key) => Object.hasOwn(fields, key)) &&
    Object.entries(fields).every(
      ([key, guard]) => ("optional" in guard && !Object.hasOwn(value, key)) || guard(value[key]),
    );
}

/** One of several objects, told apart by their field `kind`. */
export function oneOfKinds<V extends Readonly<Record<string, Fields>>>(variants: V): Guard<OneOfKinds<V>> {
  const guards = new Map(
    Object.entries(variants).map(([kind, fields]) => [kind, object({ ...fields, kind: text })]),
  );
  return (value): value is OneOfKinds<V> =>
    isRecord(value) && text(value.kind) && guards.get(value.kind)?.(value) === true;
}

/** What a document may hold: JSON, no larger and no deeper than any document. No name in it changes a prototype. */
export const json: Guard<unknown> = (value): value is unknown => isData(value, documentLimits.depth);

/** Whether a value is JSON of at most so many brackets in brackets, and no larger than any document. */
export function isData(value: unknown, depth: number): boolean {
  return weigh(value, depth) <= documentLimits.characters;
}

/** At most the characters of its JSON; infinite for what is not JSON. An undefined member is as good as none. */
function weigh(value: unknown, depth: number): number {
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
          (Array.isArray(value) ? 1 : key.length) + (inner === undefined ? 0 : weigh(inner, depth - 1));
        if (weight > documentLimits.characters) return Infinity;
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
