/**
 * Thrown by a layer's or a source's `infer` for inputs or parameters that do not fit. The layer names the input or
 * parameter; the caller adds the node and the position in the text.
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
