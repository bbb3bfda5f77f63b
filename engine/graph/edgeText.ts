/** The parts of an edge's text, with their offsets. */
export interface EdgeText {
  readonly from: EdgeTextEnd;
  readonly to: EdgeTextEnd;
}
export interface EdgeTextEnd {
  readonly node: string;
  readonly port?: string;
  readonly offset: number;
  readonly length: number;
}

const end = "([A-Za-z_][A-Za-z0-9_]*)(?:\\.([A-Za-z_][A-Za-z0-9_]*))?";
/** `a -> b`, `a.port -> b.port`; spaces around the arrow are optional. */
export const edgePattern = new RegExp(`^\\s*${end}\\s*->\\s*${end}\\s*$`, "d");

/** Parses `a -> b` or `a.port -> b.port`; undefined for anything else. */
export function readEdge(text: string): EdgeText | undefined {
  const match = edgePattern.exec(text);
  if (!match) return undefined;
  const endAt = (group: number): EdgeTextEnd => {
    const node = match[group] ?? "";
    const port = match[group + 1];
    const offset = match.indices?.[group]?.[0] ?? 0;
    return { node, port, offset, length: node.length + (port === undefined ? 0 : 1 + port.length) };
  };
  return { from: endAt(1), to: endAt(3) };
}

interface End {
  readonly node: string;
  readonly port?: string;
}

export function writeEdge(from: End, to: End): string {
  return `${writeEnd(from)} -> ${writeEnd(to)}`;
}

export function writeEnd({ node, port }: End): string {
  return port === undefined ? node : `${node}.${port}`;
}
