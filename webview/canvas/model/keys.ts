/** A unique key for a node's port on the canvas. Ids and port names contain no dots. */
export function portKey(node: string, port: string): string {
  return `${node}.${port}`;
}
