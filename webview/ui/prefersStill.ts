/** Whether the person asked for no motion, of the system or of the workbench. */
export function prefersStill(): boolean {
  return (
    window.matchMedia("(prefers-reduced-motion: reduce)").matches ||
    document.body.classList.contains("vscode-reduce-motion")
  );
}
