import { t } from "@vscode/l10n";
import { canConnect } from "../../../engine/graph/connect";
import type { Connection } from "../../../engine/graph/connect";
import { pathOf } from "../../../engine/tensor/path";
import { portsOf } from "../model/nodeView";
import type { Side } from "../model/nodeView";
import { wiringOf } from "./canvasState";
import type { CanvasState, WireStart } from "./canvasState";
import type { Canvas } from "./createCanvas";
import { isIn, memberOf, viewOf } from "./scopes";

/** The side where a wire that begins on `side` ends. */
export function opposite(side: Side): Side {
  return side === "output" ? "input" : "output";
}

interface End {
  readonly node: string;
  readonly port: string;
}

/** Whether the pending wire can end at a port; the wire may start at either side. */
export function checkEnd(state: CanvasState, wiring: WireStart, end: End): Connection {
  return wiring.side === "output" ? canConnectOn(state, wiring, end) : canConnectOn(state, end, wiring);
}

/** Whether a wire between two nodes on the canvas is possible: not across the edge of a frame. */
export function canConnectOn(state: CanvasState, from: End, to: End): Connection {
  const [source, target] = [memberOf(state, from.node), memberOf(state, to.node)];
  if (!source || target?.page !== source.page)
    return {
      ok: false,
      reason: t("A wire cannot cross the edge of an open block. Connect it to a port of the block."),
    };
  const { page } = source;
  return canConnect(page, { ...from, node: source.id }, { ...to, node: target.id });
}

/**
 * Begins a wire, and checks every port of the other side, a few milliseconds at a time, so that the pointer stays
 * responsive in a large graph.
 */
export function beginWire(canvas: Canvas, start: WireStart): void {
  const { nodes } = canvas.get();
  canvas.set({ interaction: { kind: "wiring", ...start, verdicts: new Map(), pointed: undefined } });
  const ends = nodes.flatMap(({ data: { view } }) =>
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
      if (end) verdicts.set(pathOf(end.node, end.port), checkEnd(canvas.get(), start, end));
    }
    canvas.set({ interaction: { ...wiring, verdicts } });
    if (next < ends.length) requestAnimationFrame(work);
  };
  work();
}

/** The verdict on one port, checked now if its turn has not come yet. */
export function verdictAt(canvas: Canvas, end: End): Connection | undefined {
  const state = canvas.get();
  const wiring = wiringOf(state);
  if (!wiring) return undefined;
  return wiring.verdicts.get(pathOf(end.node, end.port)) ?? checkEnd(state, wiring, end);
}

/** The port at which a wire dropped on a node's body ends: the first that can take it, else the first. */
export function portUnder(
  canvas: Canvas,
  node: string,
): { readonly end: End; readonly verdict: Connection } | undefined {
  const state = canvas.get();
  const wiring = wiringOf(state);
  const view = viewOf(state, node);
  if (!wiring || !view || node === wiring.node || isIn(state, wiring.node, node)) return undefined;
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
