import "./Through.css";
import { handlePlace } from "../layout/handlePlace";
import type { NodeView } from "../model/nodeView";

/** The wire that runs through a bypassed node, from its first input to its first output. */
export function Through({ view }: { readonly view: NodeView }) {
  if (!view.bypassed) return null;
  const [from, to] = [handlePlace(view, "input", 0), handlePlace(view, "output", 0)];
  const middle = view.width / 2;
  return (
    <svg className="through" width={view.width} height={view.height} aria-hidden="true">
      <path
        className="wire-line"
        d={`M0 ${from.y} C${middle} ${from.y} ${middle} ${to.y} ${view.width} ${to.y}`}
      />
    </svg>
  );
}
