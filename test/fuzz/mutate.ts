import type { Random } from "../engine/randomGraphs/Random";

/** Numbers that break arithmetic: limits of types, invalid sizes, values beyond float32. */
const hostileNumbers = [
  0,
  -0,
  -1,
  1,
  2,
  0.5,
  -5,
  255,
  65_536,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  1e-320,
  1e300,
  1e308,
  -1e308,
];

const hostileTexts = [
  "",
  " ",
  "input",
  "a.b",
  "a -> b",
  "__proto__",
  "constructor",
  "toString",
  "$index",
  "../../../etc/passwd",
  "\0",
  "\uFEFF",
  "\u2028",
  "가나다",
  "\ud800",
  "💥",
  "<img src=x onerror=alert(1)>",
  "{0}",
  "%s",
  "NaN",
  "x".repeat(5000),
];

/** A random JSON value, mostly small, occasionally extreme. */
export function hostileValue(random: Random, depth = 0): unknown {
  switch (random.below(depth > 3 ? 5 : 8)) {
    case 0:
      return random.one([null, true, false]);
    case 1:
    case 2:
      return random.one(hostileNumbers);
    case 3:
      return random.below(20);
    case 4:
      return random.one(hostileTexts);
    case 5:
      return Array.from({ length: random.below(4) }, () => hostileValue(random, depth + 1));
    case 6:
      return Array.from({ length: random.one([0, 1, 17, 2000]) }, () => random.one(hostileNumbers));
    default:
      return Object.fromEntries(
        Array.from({ length: random.below(3) }, () => [
          random.one(hostileTexts).slice(0, 20),
          hostileValue(random, depth + 1),
        ]),
      );
  }
}

/** A copy of a JSON value with values replaced, removed, duplicated or added at random. */
export function mutateJson(value: unknown, random: Random): unknown {
  const mutated = structuredClone(value);
  for (let change = random.below(3); change >= 0; change--) {
    const places = containersIn(mutated);
    if (places.length === 0) return hostileValue(random);
    const container = random.one(places);
    if (Array.isArray(container)) mutateList(container, random);
    else mutateRecord(container, random);
  }
  return mutated;
}

function mutateList(list: unknown[], random: Random): void {
  const index = random.below(list.length + 1);
  switch (random.below(4)) {
    case 0:
      list.splice(index, 1);
      break;
    case 1:
      list.splice(index, 0, index < list.length ? structuredClone(list[index]) : hostileValue(random));
      break;
    case 2:
      list.splice(index, 1, hostileValue(random));
      break;
    default: {
      const [moved] = list.splice(index, 1);
      if (moved !== undefined) list.splice(random.below(list.length + 1), 0, moved);
    }
  }
}

function mutateRecord(record: Record<string, unknown>, random: Random): void {
  const keys = Object.keys(record);
  const key =
    keys.length > 0 && random.chance(0.8) ? random.one(keys) : random.one(hostileTexts).slice(0, 20);
  switch (random.below(4)) {
    case 0:
      Reflect.deleteProperty(record, key);
      break;
    case 1:
      // Not by assignment, so that `__proto__` becomes an own key, as with JSON.parse.
      Object.defineProperty(record, key, {
        value: keys.length > 0 ? structuredClone(record[random.one(keys)]) : hostileValue(random),
        enumerable: true,
        configurable: true,
        writable: true,
      });
      break;
    default:
      Object.defineProperty(record, key, {
        value: hostileValue(random),
        enumerable: true,
        configurable: true,
        writable: true,
      });
  }
}

function containersIn(value: unknown): (unknown[] | Record<string, unknown>)[] {
  const found: (unknown[] | Record<string, unknown>)[] = [];
  const left = [value];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (typeof next !== "object" || next === null) continue;
    found.push(next as Record<string, unknown>);
    for (const inner of Object.values(next)) if (inner !== undefined) left.push(inner);
  }
  return found;
}

/** Removes, duplicates or replaces random pieces of a text. */
export function mutateText(text: string, random: Random): string {
  let mutated = text;
  for (let change = random.below(4); change >= 0; change--) {
    const from = random.below(mutated.length + 1);
    const to = Math.min(mutated.length, from + random.below(random.one([2, 10, 200])));
    const piece = mutated.slice(from, to);
    const put = random.one([
      "",
      piece + piece,
      random.one(['"', "{", "}", "[", "]", ",", ":", "\n", "\\", ";", "\t", "|", "'", "\r\n"]),
      random.one(hostileTexts),
      String(random.one(hostileNumbers)),
    ]);
    mutated = mutated.slice(0, from) + put + mutated.slice(to);
  }
  return mutated;
}

/** Flips, overwrites, removes or duplicates random bytes. */
export function mutateBytes(bytes: Uint8Array, random: Random): Uint8Array {
  let mutated = Buffer.from(bytes);
  for (let change = random.below(4); change >= 0; change--) {
    // Half of the changes are near the start, where headers are.
    const at = random.below(Math.max(1, random.chance(0.5) ? Math.min(64, mutated.length) : mutated.length));
    switch (random.below(6)) {
      case 0:
        if (mutated.length > 0) mutated[at] = (mutated[at] ?? 0) ^ (1 << random.below(8));
        break;
      case 1:
        if (mutated.length > 0) mutated[at] = random.one([0, 1, 0x7f, 0x80, 0xff, random.below(256)]);
        break;
      case 2:
        mutated = mutated.subarray(0, at);
        break;
      case 3:
        mutated = Buffer.concat([mutated, mutated.subarray(at, at + random.below(64))]);
        break;
      case 4:
        mutated.subarray(at, at + random.below(16)).fill(random.below(256));
        break;
      default:
        mutated = Buffer.concat([mutated.subarray(0, at), mutated.subarray(at + random.below(16))]);
    }
  }
  return mutated;
}
