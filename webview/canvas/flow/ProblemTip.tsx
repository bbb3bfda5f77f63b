import "./ProblemTip.css";
import { useStore } from "@xyflow/react";
import { t } from "@vscode/l10n";
import { useLayoutEffect, useMemo } from "react";
import type { FocusEvent, PointerEvent, RefObject, SyntheticEvent } from "react";
import { createPortal } from "react-dom";
import { pageProblems } from "../../../engine/graph/pageProblems";
import { ProblemList } from "../../inspector/ProblemList";
import { FixList } from "../chrome/FixList";
import { idInside } from "../state/frames";
import { memberOf } from "../state/scopes";
import { useCanvasState } from "../state/useCanvas";

interface Props {
  readonly ref: RefObject<HTMLDivElement | null>;
  /** The node's id on the canvas. */
  readonly node: string;
  readonly badge: RefObject<HTMLElement | null>;
  readonly onLeave: (event: PointerEvent | FocusEvent) => void;
  /** Called when one of the fixes was applied. */
  readonly onFixed: () => void;
}

/** The least distance from the edges of the view, in px. */
const margin = 8;

/** The messages and fixes of a node's problems, next to its badge; as large at any zoom, and always within the view. */
export function ProblemTip({ ref, node, badge, onLeave, onFixed }: Props) {
  const page = useCanvasState((state) => memberOf(state, node)?.page);
  const typed = useCanvasState((state) => state.typed);
  const problems = useCanvasState((state) => state.problems);
  const own = useMemo(
    () => (page && pageProblems(page, problems).get(idInside(node))) ?? [],
    [page, problems, node],
  );
  const transform = useStore((state) => state.transform);
  useLayoutEffect(() => {
    const tip = ref.current;
    if (!tip) return;
    const place = () => {
      const at = badge.current?.getBoundingClientRect();
      if (at) put(tip, at);
    };
    place();
    // The fixes are found after it is shown.
    const observer = new ResizeObserver(place);
    observer.observe(tip);
    return () => observer.disconnect();
  }, [ref, badge, transform]);
  // Events of a portal reach the node, and the stage, which takes the focus.
  const stop = (event: SyntheticEvent) => event.stopPropagation();
  return createPortal(
    <div
      className="problem-tip"
      ref={ref}
      role="group"
      aria-label={t("Problems")}
      onPointerLeave={onLeave}
      onBlur={onLeave}
      onPointerDown={stop}
      onClick={stop}
      onDoubleClick={stop}
      onContextMenu={stop}
    >
      <div className="problem-tip-body">
        <ProblemList problems={own} />
        {typed && <FixList typed={typed} problems={own} onFixed={onFixed} />}
      </div>
    </div>,
    document.body,
  );
}

/** Puts a tip above its badge or, if there is no room, below it. */
function put(tip: HTMLElement, badge: DOMRect): void {
  const { width, height } = tip.getBoundingClientRect();
  const left = Math.max(margin, Math.min(badge.left, window.innerWidth - width - margin));
  const above = badge.top - height;
  const top =
    above >= margin ? above : Math.max(margin, Math.min(badge.bottom, window.innerHeight - height - margin));
  tip.style.left = `${left}px`;
  tip.style.top = `${top}px`;
}
