import "./bars.css";
import { t } from "@vscode/l10n";
import { estimateMemory } from "../../../engine/graph/memory";
import { defaultBatchSizes } from "../../../engine/graph/trainingDefaults";
import type { TypedGraph } from "../../../engine/graph/typedGraph";
import { formatBytes, formatLarge } from "../model/amounts";
import { formatCount } from "../../../engine/run/format";
import { useCanvasState } from "../state/useCanvas";

/** What the model costs, in one line. */
export function Strip() {
  const typed = useCanvasState((state) => state.typed);
  const device = useCanvasState(({ run }) => run?.device);
  const chosen = useCanvasState(({ nodes }) =>
    nodes.reduce((sum, { selected }) => sum + (selected ? 1 : 0), 0),
  );
  if (!typed) return <div className="strip" />;
  const layers = typed.graph.nodes.size;
  return (
    <div className="strip">
      <span>{layers === 1 ? t("1 layer") : t("{0} layers", formatCount(layers))}</span>
      <span>{t("{0} parameters", formatCount(typed.parameterCount))}</span>
      <span title={t("For one sample, forward")}>
        {t("{0} multiply-adds", formatLarge(typed.multiplyAdds))}
      </span>
      <Memory typed={typed} />
      <span className="spring" />
      {chosen > 1 && <span>{t("{0} selected", chosen)}</span>}
      {device && <span>{device.name}</span>}
    </div>
  );
}

function Memory({ typed }: { readonly typed: TypedGraph }) {
  // What is not written is at most this.
  const { batchSize = defaultBatchSizes.most } = typed.graph.training;
  // How many samples "all" are is known to the engine only.
  if (batchSize === "all" || typed.graph.nodes.size === 0) return null;
  const { total } = estimateMemory(typed, batchSize);
  return (
    <span title={t("Estimated from the shapes: weights, gradients, optimizer and activations")}>
      {t("{0} at batch {1}", formatBytes(total), batchSize)}
    </span>
  );
}
