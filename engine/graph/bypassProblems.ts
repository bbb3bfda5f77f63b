import { t } from "@vscode/l10n";
import { hasBatch, showShape, type GraphType } from "../tensor/graphType";
import type { FlatEnd } from "./frame";
import { portOf } from "./links";
import type { Problem } from "./problem";
import type { TypedGraph } from "./typedGraph";

/**
 * Bypassed nodes whose first output is of another type than their first input, so that it cannot stand for it. Nothing is
 * said of one whose types are unknown.
 */
export function bypassProblems(typed: Pick<TypedGraph, "nodes" | "bypassed">): Problem[] {
  const { bypassed } = typed;
  if (!bypassed) return [];
  return [...bypassed.passes].flatMap(([path, { node, block, source, output }]): Problem[] => {
    const [given, made] = [typeAt(typed, source), typeAt(typed, output)];
    if (!given || !made || isSameType(given, made)) return [];
    return [
      {
        code: "bypass-changes-type",
        severity: "error",
        message: t(
          "{0}: this cannot be bypassed here, because it makes {1} of {2}. Use it again, or remove it.",
          path,
          describe(made, given),
          describe(given, made),
        ),
        range: node.places.params.bypass ?? node.places.id,
        node: path,
        param: "bypass",
        ...(block !== undefined && { block, member: node.id }),
      },
    ];
  });
}

/** Whether values of one type can stand for those of another. */
export function isSameType(a: GraphType, b: GraphType): boolean {
  return a.dtype === b.dtype && JSON.stringify(a.shape) === JSON.stringify(b.shape);
}

/** A shape, with what else distinguishes it from another type. */
function describe(type: GraphType, other: GraphType): string {
  const shape = showShape(type);
  if (hasBatch(type) !== hasBatch(other)) return hasBatch(type) ? shape : t("{0} without a batch", shape);
  return type.dtype === other.dtype ? shape : `${shape} ${type.dtype}`;
}

function typeAt(
  { nodes, bypassed }: Pick<TypedGraph, "nodes" | "bypassed">,
  end: FlatEnd | undefined,
): GraphType | undefined {
  const node = end && (nodes.get(end.node) ?? bypassed?.nodes.get(end.node));
  const port = node && portOf(node.outputPorts, end.port);
  return port && node.outputs[port.name];
}
