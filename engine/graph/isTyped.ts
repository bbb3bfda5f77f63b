import type { TypedNode } from "./typedGraph";

/** Whether a node's shapes and weights are known, not hidden by an error. */
export function isTyped({ outputs, outputPorts }: TypedNode): boolean {
  return outputPorts.every(({ name }) => outputs[name] !== undefined);
}
