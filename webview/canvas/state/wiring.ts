import { canConnect } from "../../../engine/graph/connect";
import type { Connection } from "../../../engine/graph/connect";
import type { TypedGraph } from "../../../engine/graph/typedGraph";
import { portKey } from "../model/keys";
import { portsOf } from "../model/nodeView";
import type { Side } from "../model/nodeView";
import { wiringOf } from "./canvasState";
import type { WireStart } from "./canvasState";
import type { Canvas } from "./createCanvas";

/** Where a wire that begins on one side ends. */
export function opposite(side: Side): Side {
  return side === "output" ? "input" : "output";
}

interface End {
  readonly node: string;
  readonly port: string;
}

/** Whether the wire under way can end at a port; both ends may be the output. */
export function judge(typed: TypedGraph, wiring: WireStart, end: End): Connection {
  return wiring.side === "output" ? canConnect(typed, wiring, end) : canConnect(typed, end, wiring);
}

/**
 * Begins a wire, and works out for every port of the other side whether it can take it, a few milliseconds at a time,
 * so that the pointer never waits for a large graph.
 */
export function beginWire(canvas: Canvas, start: WireStart): void {
  const { typed, views } = canvas.get();
  canvas.set({ interaction: { kind: "wiring", ...start, verdicts: new Map(), pointed: undefined } });
  if (!typed) return;
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
      if (end) verdicts.set(portKey(end.node, end.port), judge(typed, start, end));
    }
    canvas.set({ interaction: { ...wiring, verdicts } });
    if (next < ends.length) requestAnimationFrame(work);
  };
  work();
}

/** The verdict on one port, worked out now if the turn has not come to it. */
export function verdictAt(canvas: Canvas, end: End): Connection | undefined {
  const state = canvas.get();
  const { typed } = state;
  const wiring = wiringOf(state);
  if (!wiring || !typed) return undefined;
  return wiring.verdicts.get(portKey(end.node, end.port)) ?? judge(typed, wiring, end);
}

/** The port of a node that a wire dropped on its body ends at: the first that can take it, else the first. */
export function portUnder(
  canvas: Canvas,
  node: string,
): { readonly end: End; readonly verdict: Connection } | undefined {
  const state = canvas.get();
  const wiring = wiringOf(state);
  const view = state.views.get(node);
  if (!wiring || !view || node === wiring.node) return undefined;
  const judged = portsOf(view, opposite(wiring.side)).flatMap(({ name }) => {
    const end = { node, port: name };
    const verdict = verdictAt(canvas, end);
    return verdict ? [{ end, verdict }] : [];
  });
  return (
    judged.find(({ verdict }) => verdict.ok && verdict.replaces === undefined) ??
    judged.find(({ verdict }) => verdict.ok) ??
    judged[0]
  );
}
