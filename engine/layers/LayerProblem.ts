/**
 * Thrown by a layer's or a source's `infer` for inputs or parameters that do not fit. The caller adds the node and
 * the place; the layer says which input or parameter is at fault.
 */
export class LayerProblem extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly at: { readonly param?: string; readonly port?: string } = {},
  ) {
    super(message);
    this.name = "LayerProblem";
  }
}
