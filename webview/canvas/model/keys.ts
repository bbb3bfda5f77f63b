/** Names a port of a node on the canvas. Ids and port names hold no dots. */
export function portKey(node: string, port: string): string {
  return `${node}.${port}`;
}
