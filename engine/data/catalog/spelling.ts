/** Whether each class is a character; otherwise they are words between spaces. Indices are words. */
export function isByCharacter(names: readonly string[]): boolean {
  return names.every((name) => Array.from(name).length === 1) && names.some((name) => !/\d/.test(name));
}

/** The text of classes with these names, in the order of their indices. An index without a name stands for itself. */
export function spell(names: readonly string[], indices: Iterable<number>): string {
  return Array.from(indices, (index) => names[index] ?? String(index)).join(isByCharacter(names) ? "" : " ");
}
