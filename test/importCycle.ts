/**
 * A cycle in a graph of imports: files of which each imports the next, and the last the first. Undefined if there is none.
 * @param imports by file; imports of other files than these are left out of account
 */
export function importCycle(imports: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const importers = new Map<string, string[]>([...imports.keys()].map((file) => [file, []]));
  for (const [file, imported] of imports) for (const other of imported) importers.get(other)?.push(file);

  // Removes files all of whose imports are removed, until only cycles and what leads to them are left.
  const left = new Map<string, number>();
  for (const [file, imported] of imports)
    left.set(file, imported.filter((other) => imports.has(other)).length);
  const removable = [...left.keys()].filter((file) => left.get(file) === 0);
  for (let file = removable.pop(); file !== undefined; file = removable.pop()) {
    left.delete(file);
    for (const importer of importers.get(file) ?? []) {
      const count = (left.get(importer) ?? 0) - 1;
      left.set(importer, count);
      if (count === 0) removable.push(importer);
    }
  }

  // Each file that is left imports another one that is.
  const path = new Set<string>();
  let [file] = left.keys();
  while (file !== undefined && !path.has(file)) {
    path.add(file);
    file = imports.get(file)?.find((other) => left.has(other));
  }
  return file === undefined ? undefined : [...path].slice([...path].indexOf(file));
}
