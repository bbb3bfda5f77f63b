import type { FromEngine, Method, Requests } from "../../../engine/server/protocol";
import type { RunEvent } from "../../../engine/run/events";
import { Server } from "../../../engine/server/Server";

export type Answer = Extract<FromEngine, { kind: "result" | "error" }>;

/** A server, and a client that awaits its answers and events. */
export function connect() {
  const answers = new Map<number, (message: FromEngine) => void>();
  const events: RunEvent[] = [];
  const reported: Extract<FromEngine, { kind: "event" }>[] = [];
  const parts: string[] = [];
  let onPart: () => void = () => undefined;
  const watchers = new Set<(event: RunEvent) => void>();
  let id = 0;
  const server = new Server((message) => {
    if (message.kind === "event") {
      reported.push(message);
      events.push(message.event);
      for (const watch of watchers) watch(message.event);
    } else if (message.kind === "part") {
      parts.push(message.text);
      onPart();
    } else answers.get(message.id)?.(message);
  });
  const request = <M extends Method>(method: M, params: Requests[M]["params"]) =>
    new Promise<Answer>((resolve) => {
      answers.set(++id, (message) => resolve(message as Answer));
      server.receive({ kind: "request", id, method, params } as Parameters<Server["receive"]>[0]);
    });
  /** The first event from now on that matches. */
  const until = (fits: (event: RunEvent) => boolean) =>
    new Promise<RunEvent>((resolve) => {
      const watch = (event: RunEvent) => {
        if (!fits(event)) return;
        watchers.delete(watch);
        resolve(event);
      };
      watchers.add(watch);
    });
  /** The next event of a run that matches. */
  const reportOf = (run: string, fits: (event: RunEvent) => boolean) =>
    until((event) => event.run === run && fits(event));
  /** Resolves when the next part of a text comes. */
  const nextPart = () => new Promise<void>((resolve) => (onPart = resolve));
  /** Cancels the last request. */
  const cancel = () => {
    server.receive({ kind: "cancel", id });
  };
  return { server, request, cancel, until, reportOf, events, reported, parts, nextPart };
}
