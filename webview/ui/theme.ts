/**
 * A theme colour for drawing on a canvas, which does not understand `var()`: `charts-blue`, say, or the first of the
 * names that is set.
 */
export function themeColour(...names: readonly string[]): string {
  const style = getComputedStyle(document.documentElement);
  for (const name of names) {
    const value = style.getPropertyValue(`--vscode-${name}`).trim();
    if (value !== "") return value;
  }
  return style.color;
}

/** Calls back whenever the theme changes; returns a function that stops it. */
export function onThemeChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  // VS Code writes its colours into the root's style, and the kind of theme into the body's class.
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["style", "class"] });
  observer.observe(document.body, { attributes: true, attributeFilter: ["class", "data-vscode-theme-id"] });
  return () => observer.disconnect();
}
