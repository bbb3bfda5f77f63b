import { t } from "@vscode/l10n";
import type { Weight } from "../layers/layer";
import { sizeOf } from "../tensor/tensor";
import type { GraphNode } from "./graph";
import type { GraphType } from "../tensor/graphType";
import { showShape } from "../tensor/graphType";
import type { Problem } from "./problem";

/** The maximum number of elements of a tensor: kernels count them in 32 bits. */
export const largestTensor = 2 ** 31 - 1;

/** Far more than any model has; stops a document from requesting a tensor with a million axes. */
export const mostAxes = 16;

/** Why a node's tensors cannot be held in memory on any device, if so. */
export function sizeProblem(
  node: GraphNode,
  outputs: Readonly<Record<string, GraphType>>,
  weights: Readonly<Record<string, Weight>>,
): Problem | undefined {
  const shapes = [...Object.entries(weights), ...Object.entries(outputs)] as const;
  const endless = shapes.find(([, { shape }]) => shape.includes(Infinity));
  if (endless)
    return problem(
      node,
      "tensor-too-large",
      t(
        "{0}: {1} would be far too large; a tensor may have at most {2} elements. Make it smaller.",
        node.id,
        endless[0],
        largestTensor,
      ),
    );
  for (const [name, { shape }] of Object.entries(weights)) {
    if (isTooLarge(shape))
      return problem(
        node,
        "tensor-too-large",
        t(
          "{0}: the weight {1} would have {2} elements; a tensor may have at most {3}. Make the layer or its input smaller.",
          node.id,
          name,
          shape.join("×"),
          largestTensor,
        ),
      );
    if (!valid(shape)) return emptyProblem(node, name, shape);
  }
  for (const [name, type] of Object.entries(outputs)) {
    const sizes = type.shape.filter((size) => size !== "N");
    if (type.shape.length > mostAxes)
      return problem(
        node,
        "too-many-axes",
        t(
          "{0}: its output would have {1} axes; a tensor may have at most {2}.",
          node.id,
          type.shape.length,
          mostAxes,
        ),
      );
    if (isTooLarge(sizes))
      return problem(
        node,
        "tensor-too-large",
        t(
          "{0}: one sample of its output would have {1} elements; a tensor may have at most {2}. Make it smaller.",
          node.id,
          showShape(type),
          largestTensor,
        ),
      );
    if (!valid(sizes)) return emptyProblem(node, name, sizes);
  }
  return undefined;
}

function isTooLarge(shape: readonly number[]): boolean {
  return shape.every((size) => size > 0) && sizeOf(shape) > largestTensor;
}

function valid(shape: readonly number[]): boolean {
  return shape.every((size) => Number.isInteger(size) && size >= 1);
}

function emptyProblem(node: GraphNode, name: string, shape: readonly number[]): Problem {
  return problem(
    node,
    "empty-tensor",
    t(
      "{0}: {1} would have the shape {2}, which is empty. Every size must be at least 1.",
      node.id,
      name,
      shape.join("×"),
    ),
  );
}

function problem({ id, places }: GraphNode, code: string, message: string): Problem {
  return { code, severity: "error", message, range: places.type, node: id };
}
