import "./bars.css";
import { t } from "@vscode/l10n";
import { estimateMemory } from "../../../engine/graph/memory";
import { defaultBatchSizes } from "../../../engine/graph/trainingDefaults";
import type { TypedGraph } from "../../../engine/graph/typedGraph";
import { formatBytes, formatLarge } from "../../ui/amounts";
import { formatCount } from "../../../engine/run/format";
import { useCanvas, useCanvasState } from "../state/useCanvas";

/** The model's size and cost in one line. The number of parameters opens the table of all nodes. */
export function Strip() {
  const canvas = useCanvas();
  const run = useCanvasState((state) => state.run?.id);
  const typed = useCanvasState((state) => state.typed);
  const device = useCanvasState(({ run }) => run?.device);
  const chosen = useCanvasState(({ nodes }) =>
    nodes.reduce((sum, { selected }) => sum + (selected ? 1 : 0), 0),
  );
  if (!typed) return <div className="strip" />;
  const layers = typed.flat.nodes.size;
  return (
    <div className="strip">
      <span>{layers === 1 ? t("1 layer") : t("{0} layers", formatCount(layers))}</span>
      <button
        type="button"
        title={t("Show a table of all nodes")}
        onClick={() => canvas.post({ kind: "command", command: "showSummary", run })}
      >
        {t("{0} parameters", formatCount(typed.parameterCount))}
      </button>
      <span title={t("Forward pass, for one sample")}>
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
  // If the batch size is not set, this is its upper limit.
  const { batchSize = defaultBatchSizes.most } = typed.graph.training;
  // Only the engine knows how many samples "all" is.
  if (batchSize === "all" || typed.graph.nodes.size === 0) return null;
  const { total } = estimateMemory(typed, batchSize);
  return (
    <span
      title={t(
        "Memory for training, estimated from the shapes: weights, gradients, optimizer state and activations",
      )}
    >
      {t("{0} at batch size {1}", formatBytes(total), batchSize)}
    </span>
  );
}
