import { canConnect } from "../../../engine/graph/connect";
import type { Connection } from "../../../engine/graph/connect";
import type { Page } from "../../../engine/graph/page";
import { pathOf } from "../../../engine/tensor/path";
import { portsOf } from "../model/nodeView";
import type { Side } from "../model/nodeView";
import { wiringOf } from "./canvasState";
import type { WireStart } from "./canvasState";
import type { Canvas } from "./createCanvas";

/** The side where a wire that begins on `side` ends. */
export function opposite(side: Side): Side {
  return side === "output" ? "input" : "output";
}

interface End {
  readonly node: string;
  readonly port: string;
}

/** Whether the pending wire can end at a port; the wire may start at either side. */
export function checkEnd(page: Page, wiring: WireStart, end: End): Connection {
  return wiring.side === "output" ? canConnect(page, wiring, end) : canConnect(page, end, wiring);
}

/**
 * Begins a wire, and checks every port of the other side, a few milliseconds at a time, so that the pointer stays
 * responsive in a large graph.
 */
export function beginWire(canvas: Canvas, start: WireStart): void {
  const { page, views } = canvas.get();
  canvas.set({ interaction: { kind: "wiring", ...start, verdicts: new Map(), pointed: undefined } });
  if (!page) return;
  const ends = [...views.values()].flatMap((view) =>
    portsOf(view, opposite(start.side)).map(({ name }) => ({ node: view.id, port: name })),
  );
  let next = 0;
  const work = () => {
    const wiring = wiringOf(canvas.get());
    if (wiring?.node !== start.node || wiring.port !== start.port || wiring.side !== start.side) return;
    const verdicts = new Map(wiring.verdicts);
    const until = performance.now() + 6;
    while (next < ends.length && performance.now() < until) {
      const end = ends[next++];
      if (end) verdicts.set(pathOf(end.node, end.port), checkEnd(page, start, end));
    }
    canvas.set({ interaction: { ...wiring, verdicts } });
    if (next < ends.length) requestAnimationFrame(work);
  };
  work();
}

/** The verdict on one port, checked now if its turn has not come yet. */
export function verdictAt(canvas: Canvas, end: End): Connection | undefined {
  const state = canvas.get();
  const { page } = state;
  const wiring = wiringOf(state);
  if (!wiring || !page) return undefined;
  return wiring.verdicts.get(pathOf(end.node, end.port)) ?? checkEnd(page, wiring, end);
}

/** The port at which a wire dropped on a node's body ends: the first that can take it, else the first. */
export function portUnder(
  canvas: Canvas,
  node: string,
): { readonly end: End; readonly verdict: Connection } | undefined {
  const state = canvas.get();
  const wiring = wiringOf(state);
  const view = state.views.get(node);
  if (!wiring || !view || node === wiring.node) return undefined;
  const checked = portsOf(view, opposite(wiring.side)).flatMap(({ name }) => {
    const end = { node, port: name };
    const verdict = verdictAt(canvas, end);
    return verdict ? [{ end, verdict }] : [];
  });
  return (
    checked.find(({ verdict }) => verdict.ok && verdict.replaces === undefined) ??
    checked.find(({ verdict }) => verdict.ok) ??
    checked[0]
  );
}
