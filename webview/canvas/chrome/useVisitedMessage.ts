import { useEffect } from "react";
import { useCanvasState } from "../state/useCanvas";

/** Scrolls the inspector to the message of the problem that was gone to, which may be far below at its field. */
export function useVisitedMessage(): void {
  const sought = useCanvasState((state) => state.sought);
  const message = useCanvasState((state) => state.visited?.message);
  useEffect(() => {
    const messages = document.querySelectorAll(".inspector .field-message, .inspector .problem-list li");
    for (const shown of messages)
      if (shown.textContent === message) shown.scrollIntoView({ block: "nearest" });
  }, [sought, message]);
}
