/** What a layer's reference page contains beyond the rest of its record. */
export interface Reference {
  /** The outputs as LaTeX. */
  readonly formula: string;
  /** The gradient of each input and weight as LaTeX, or in words if there is no formula. */
  readonly gradient: string;
  /** In PyTorch's style: `input [N, *, in], output [N, *, out]`. */
  readonly shapes: string;
  /** Where it is defined: papers, and PyTorch's or Keras's page. */
  readonly sources: readonly string[];
}
