/**
 * Parses a value read from a file: returns it with its type, or throws `malformed`. Unlike a guard (engine/document/guard)
 * it makes a new value: fields written by a later Netloom are left out, and null becomes NaN.
 */
export type Shape<T> = (value: unknown) => T;

/** Thrown by shapes. A single object, because a hostile file can cause a million of these errors. */
export const malformed = new Error("malformed");

function refuse(): never {
  throw malformed;
}

/** A whole number of at least 0. */
export const count: Shape<number> = (value) =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : refuse();

/** A number; null, which JSON has in place of NaN, becomes NaN. */
export const number: Shape<number> = (value) =>
  value === null ? NaN : typeof value !== "number" ? refuse() : Number.isFinite(value) ? value : NaN;

export const flag: Shape<boolean> = (value) => (typeof value === "boolean" ? value : refuse());

/** Exactly this value. */
export const literal =
  <const T extends string | number>(only: T): Shape<T> =>
  (value) =>
    value === only ? only : refuse();

/** A text of at most `limit` UTF-16 code units. */
export const text =
  (limit: number): Shape<string> =>
  (value) =>
    typeof value === "string" && value.length <= limit ? value : refuse();

/** A key of a record, except a property of Object.prototype. */
export const key: Shape<string> = (value) => {
  const found = text(500)(value);
  return found in Object.prototype ? refuse() : found;
};

export const oneOf =
  <T extends string>(...values: readonly T[]): Shape<T> =>
  (value) =>
    values.find((known) => known === value) ?? refuse();

export const list =
  <T>(of: Shape<T>, limit: number): Shape<T[]> =>
  (value) =>
    Array.isArray(value) && value.length <= limit ? value.map((item) => of(item)) : refuse();

export const recordOf =
  <T>(of: Shape<T>, limit: number): Shape<Record<string, T>> =>
  (value) => {
    const entries = Object.entries(object(value));
    return entries.length <= limit
      ? Object.fromEntries(entries.map(([name, item]) => [key(name), of(item)]))
      : refuse();
  };

export const object: Shape<Record<string, unknown>> = (value) =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : refuse();

export const optional =
  <T>(of: Shape<T>): Shape<T | undefined> =>
  (value) =>
    value === undefined ? undefined : of(value);

type Fields = Readonly<Record<string, Shape<unknown>>>;
type Values<F extends Fields> = {
  -readonly [K in keyof F as undefined extends ReturnType<F[K]> ? never : K]: ReturnType<F[K]>;
} & {
  -readonly [K in keyof F as undefined extends ReturnType<F[K]> ? K : never]?: ReturnType<F[K]>;
};

/** An object with these fields; others are left out. */
export const fields = <F extends Fields>(shapes: F): Shape<Values<F>> => {
  const entries = Object.entries(shapes);
  return (value) => {
    const from = object(value);
    const result: Record<string, unknown> = {};
    for (const [name, of] of entries) {
      const found = of(from[name]);
      if (found !== undefined) result[name] = found;
    }
    return result as Values<F>;
  };
};
