import type { Port } from "../layers/layer";

/**
 * A port as an edge's text names it: omitted if it is the first and the others are optional, since `a -> b` means the
 * first.
 */
export function writtenPort(ports: readonly Port[], name: string): string | undefined {
  const [first, ...others] = ports;
  return first?.name === name && others.every(({ optional }) => optional) ? undefined : name;
}
