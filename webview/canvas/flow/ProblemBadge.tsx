import "./ProblemBadge.css";
import { t } from "@vscode/l10n";
import { useId, useRef, useState } from "react";
import type { KeyboardEvent } from "react";
import type { NodeView } from "../model/nodeView";
import { useCanvas } from "../state/useCanvas";
import { worst } from "../model/worst";
import { showInspector } from "../chrome/panels";
import { ProblemTip } from "./ProblemTip";

/**
 * Marks a node that has problems. The pointer or the keyboard on it opens a tip with their messages and fixes, clicking
 * it the inspector.
 */
export function ProblemBadge({ view }: { readonly view: NodeView }) {
  const canvas = useCanvas();
  const said = useId();
  const badge = useRef<HTMLButtonElement>(null);
  const tip = useRef<HTMLDivElement>(null);
  const [isOpen, setOpen] = useState(false);
  const { problems } = view;
  if (problems.length === 0) return null;

  /** Closes the tip, unless the pointer or the focus goes from one of the two to the other. */
  const leave = ({ relatedTarget }: { readonly relatedTarget: EventTarget | null }) => {
    const isWithin =
      relatedTarget instanceof Node &&
      (tip.current?.contains(relatedTarget) === true || badge.current?.contains(relatedTarget) === true);
    const hasFocus =
      badge.current?.matches(":focus-visible") === true || tip.current?.matches(":focus-within") === true;
    if (!isWithin && !hasFocus) setOpen(false);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!isOpen || (event.key !== "Escape" && event.key !== "Tab")) return;
    const buttons = [...(tip.current?.querySelectorAll("button") ?? [])];
    const at = buttons.findIndex((button) => button === document.activeElement);
    if (event.key === "Escape") {
      if (at >= 0) badge.current?.focus();
      setOpen(false);
    } else {
      // The tip is at the end of the page, but its fixes come after the badge.
      const next = event.shiftKey ? at - 1 : at + 1;
      if (at < 0 && (event.shiftKey || buttons.length === 0)) return;
      if (next >= buttons.length) {
        // The focus goes on from the badge.
        badge.current?.focus();
        return;
      }
      (buttons[next] ?? badge.current)?.focus();
    }
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className="badge-place nodrag" onKeyDown={onKeyDown}>
      <button
        type="button"
        ref={badge}
        className="badge"
        data-severity={worst(problems)}
        aria-label={problems.length === 1 ? t("1 problem") : t("{0} problems", problems.length)}
        aria-describedby={said}
        onPointerEnter={() => setOpen(true)}
        onPointerLeave={leave}
        onFocus={({ currentTarget }) => {
          if (currentTarget.matches(":focus-visible")) setOpen(true);
        }}
        onBlur={leave}
        onClick={() => {
          canvas.select([view.id]);
          showInspector(canvas);
        }}
      >
        !
      </button>
      <span id={said} hidden>
        {problems.map(({ message }) => message).join(" ")}
      </span>
      {isOpen && (
        <ProblemTip
          ref={tip}
          node={view.id}
          badge={badge}
          onLeave={leave}
          onFixed={() => {
            setOpen(false);
            badge.current?.closest<HTMLElement>(".stage")?.focus({ preventScroll: true });
          }}
        />
      )}
    </div>
  );
}
