import type { DataFile } from "./dataPath";

const most = 64;
const known = new Map<string, Promise<unknown>>();

/**
 * What was found in files under some parameters, kept until a file changes: a document is checked at every keystroke.
 * What failed is not kept.
 */
export function inspected<T>(
  files: readonly DataFile[],
  params: unknown,
  inspect: () => Promise<T>,
): Promise<T> {
  const key = JSON.stringify([files, params]);
  const found = known.get(key);
  if (found) return found as Promise<T>;
  const finding = inspect();
  if (known.size >= most) known.clear();
  known.set(key, finding);
  finding.catch(() => known.delete(key));
  return finding;
}
