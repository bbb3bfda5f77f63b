import type { Rule } from "./rewrite";

/**
 * Rewrites Add(Gemm(a, b), c) to Gemm(a, b, c) if c is a bias or has the product's shape, and likewise for Conv's bias.
 * This saves writing and reading the product once more.
 */
export const fuseBias: Rule = (node, graph) => {
  if (node.type !== "Add") return undefined;
  for (const [product = "", term = ""] of [node.inputs, [...node.inputs].reverse()]) {
    if (graph.uses(product) !== 1) continue;
    const gemm = graph.producer(product, "Gemm");
    if (gemm?.inputs.length === 2 && broadcasts(graph.shape(term), graph.shape(product))) {
      return [{ ...gemm, inputs: [...gemm.inputs, term], outputs: node.outputs }];
    }
    const conv = graph.producer(product, "Conv");
    const bias = graph.producer(term, "Reshape");
    const [vector = "", shape = ""] = bias?.inputs ?? [];
    if (
      conv?.inputs.length === 2 &&
      graph.shape(vector)?.length === 1 &&
      isPerChannel(graph.constant(shape)?.data)
    ) {
      return [{ ...conv, inputs: [...conv.inputs, vector], outputs: node.outputs }];
    }
  }
  return undefined;
};

/** Whether a term is a matrix of the product's shape, or a row to add to each of its rows. */
function broadcasts(
  term: readonly (number | string)[] | undefined,
  product: readonly (number | string)[] | undefined,
): boolean {
  if (!term || !product) return false;
  return term.length === 1 ? term[0] === product[1] : term.join() === product.join();
}

/** Whether an int64 shape tensor is [1, c, 1, 1]. */
function isPerChannel(bytes: Uint8Array | undefined): boolean {
  if (bytes?.length !== 32) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return [0, 16, 24].every((offset) => view.getBigInt64(offset, true) === 1n);
}
