/** What a layer's page in the reference says beside what the record says anyway. */
export interface Reference {
  /** The outputs as LaTeX. */
  readonly formula: string;
  /** The gradient of each input and weight as LaTeX, or in words where it has no formula. */
  readonly gradient: string;
  /** In PyTorch's manner: `input [N, *, in], output [N, *, out]`. */
  readonly shapes: string;
  /** Where it is defined: papers, and PyTorch's or Keras's page. */
  readonly sources: readonly string[];
}
