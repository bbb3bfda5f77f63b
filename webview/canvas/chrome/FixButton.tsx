import type { Fix } from "../../../engine/fixes/fix";
import { showFix } from "../../../engine/fixes/showFix";
import { useCanvas } from "../state/useCanvas";

/** Applies a fix, and says what it costs. `onFixed` is called when it was applied and the button will be gone. */
export function FixButton({ fix, onFixed }: { readonly fix: Fix; readonly onFixed: () => void }) {
  const canvas = useCanvas();
  return (
    <button
      type="button"
      className="fix"
      onClick={() => {
        canvas.edit(fix.edit);
        onFixed();
      }}
    >
      {showFix(fix)}
    </button>
  );
}
