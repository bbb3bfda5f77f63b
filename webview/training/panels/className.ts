/** The name of a class, or its number if the data have no names. */
export function className(index: number, classNames: readonly string[] | undefined): string {
  return classNames?.[index] ?? String(index);
}
