import { t } from "@vscode/l10n";

/** The help text. */
export function usage(): string {
  return `${t("Usage:")}
  netloom check FILE [--expand] [--fix N] [--json]
  netloom train FILE [--device auto|gpu|cpu|software|reference] [--epochs N] [--steps N] [--seed N] [--weights W.safetensors|RUN] [--resume RUN [--from-step N] [--data-changed]] [--gradients N] [--keep-checkpoints N [--checkpoint-every STEPS]] [--runs DIR] [--json]
  netloom gradients FILE [--weights W.safetensors] [--batch B.safetensors] [--eval] [--objective NAME] [--init-only] [--device D] [--seed N] --out G.safetensors
  netloom predict FILE --weights RUN|W.safetensors [--checkpoint best|last|STEP] [--input PORT=FILE|NUMBERS]… [--output PORT]… [--resize] [--count N] [--prompt TEXT [--length N] [--temperature T] [--top-k K]] [--seed N] [--device D] [--out OUT.npz|.npy|.safetensors|.png|.txt] [--json]
  netloom export FILE --to onnx --out PATH [--weights W.safetensors]
  netloom diff BEFORE AFTER [--json]
  netloom devices [--json]`;
}
