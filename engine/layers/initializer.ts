/** How a weight is initialised. Sampled on the host from the model's seed, so that it is the same on every device. */
export type Initializer =
  | { readonly kind: "constant"; readonly value: number }
  /** Uniform in [-bound, bound). */
  | { readonly kind: "uniform"; readonly bound: number }
  /** Centred on 0; `zeroRow` is an index of the first axis whose row is 0 instead. */
  | { readonly kind: "normal"; readonly standardDeviation: number; readonly zeroRow?: number }
  /** By an initialiser of `engine/initializers`, with all of its parameters. */
  | { readonly kind: "rule"; readonly rule: string; readonly params: Readonly<Record<string, unknown>> };

/**
 * PyTorch's default for Linear and convolutions: uniform within ±1/√fanIn (`kaiming_uniform_` with a = √5).
 * https://pytorch.org/docs/stable/generated/torch.nn.Linear.html
 */
export function defaultUniform(fanIn: number): Initializer {
  return { kind: "uniform", bound: fanIn > 0 ? 1 / Math.sqrt(fanIn) : 0 };
}

export function constant(value: number): Initializer {
  return { kind: "constant", value };
}
