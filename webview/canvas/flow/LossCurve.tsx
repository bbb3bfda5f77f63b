import "./preview.css";
import "./LossCurve.css";
import { t } from "@vscode/l10n";
import { formatNumber } from "../../../engine/run/format";
import { sparkline } from "../model/sparkline";
import { shownLoss } from "../state/shownLoss";
import { useCanvasState } from "../state/useCanvas";

const size = { width: 108, height: 24 };

/** The current loss of a loss node's objective and its curve, or a note before the first run. */
export function LossCurve({ node }: { readonly node: string }) {
  const { loss, recentLoss } = useCanvasState((state) => shownLoss(state, node)) ?? {};
  const path = sparkline(recentLoss ?? [], size.width, size.height);
  return (
    <div className="preview loss-curve">
      {path && (
        <svg
          {...size}
          viewBox={`0 0 ${size.width} ${size.height}`}
          preserveAspectRatio="none"
          aria-hidden="true"
        >
          <path className="loss-area" d={`${path} L${size.width},${size.height} L0,${size.height}Z`} />
          <path className="loss-line" d={path} />
        </svg>
      )}
      <span className="loss-value">{loss === undefined ? t("not trained yet") : formatNumber(loss)}</span>
    </div>
  );
}
