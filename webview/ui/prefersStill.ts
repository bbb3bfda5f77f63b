/** Whether the user prefers reduced motion, in the system's or VS Code's settings. */
export function prefersStill(): boolean {
  return (
    window.matchMedia("(prefers-reduced-motion: reduce)").matches ||
    document.body.classList.contains("vscode-reduce-motion")
  );
}
