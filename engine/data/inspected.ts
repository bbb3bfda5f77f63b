import type { DataFile } from "./dataPath";

const maximumEntries = 64;
const cache = new Map<string, Promise<unknown>>();

/**
 * Inspects files with some parameters, and caches the result until a file changes, because a document is checked at
 * every keystroke. Failures are not cached.
 */
export function inspected<T>(
  files: readonly DataFile[],
  params: unknown,
  inspect: () => Promise<T>,
): Promise<T> {
  const key = JSON.stringify([files, params]);
  const cached = cache.get(key);
  if (cached) return cached as Promise<T>;
  const result = inspect();
  if (cache.size >= maximumEntries) cache.clear();
  cache.set(key, result);
  result.catch(() => cache.delete(key));
  return result;
}
