/**
 * Scrolls an element into view within a scrolling container, and nothing around it: `scrollIntoView` also moves the
 * workbench around a webview, by the few pixels that it overflows.
 *
 * @param where `start` puts it at the top; `nearest` scrolls as little as possible.
 */
export function scrollWithin(container: Element, element: Element, where: "start" | "nearest"): void {
  const [outer, inner] = [container.getBoundingClientRect(), element.getBoundingClientRect()];
  const above = inner.top - outer.top;
  const below = inner.bottom - outer.bottom;
  if (where === "start" || above < 0) container.scrollTop += above;
  else if (below > 0) container.scrollTop += Math.min(below, above);
}
