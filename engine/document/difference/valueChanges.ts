import type { ValueChange } from "./ModelDifference";

/** How deep objects are compared by their members; what is deeper is compared as a whole. */
const deepest = 8;

/** The values in which two objects differ, in the order of the first one's members and then the second's. */
export function valueChanges(before: object, after: object, path: readonly string[] = []): ValueChange[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) => {
    const [old, now] = [own(before, name), own(after, name)];
    const place = [...path, name];
    if (isObject(old) && isObject(now) && place.length < deepest) return valueChanges(old, now, place);
    if (isSame(old, now)) return [];
    return [
      {
        path: place,
        ...(old !== undefined && { before: old }),
        ...(now !== undefined && { after: now }),
      },
    ];
  });
}

/** Whether two values of JSON say the same; the order of an object's members says nothing. */
export function isSame(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a, inOrder) === JSON.stringify(b, inOrder);
}

function inOrder(_: string, value: unknown): unknown {
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function own(object: object, name: string): unknown {
  return Object.hasOwn(object, name) ? (object as Readonly<Record<string, unknown>>)[name] : undefined;
}
