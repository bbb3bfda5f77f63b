/** The id of the node under the pointer, whatever is drawn on top of it. */
export function nodeUnder(event: MouseEvent | TouchEvent): string | undefined {
  const point = "changedTouches" in event ? event.changedTouches[0] : event;
  return point && nodeAt(point.clientX, point.clientY);
}

/** Whether something is the empty canvas. */
export function isPane(target: EventTarget | null): boolean {
  return target instanceof Element && target.classList.contains("react-flow__pane");
}

export function nodeAt(x: number, y: number): string | undefined {
  for (const element of document.elementsFromPoint(x, y)) {
    const id = element.closest<HTMLElement>(".react-flow__node")?.dataset.id;
    if (id !== undefined) return id;
  }
  return undefined;
}
