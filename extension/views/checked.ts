import type { Guard } from "../../engine/document/guard";
import { isData } from "../../engine/document/guard";
import type { PageName } from "./page";

/** How deep a message may nest: a document's depth and what the message lays around a value. */
const deepest = 72;
/** Lines that one page may cause in the log. */
const mostLines = 20;

let log: (line: string) => void = () => undefined;

/** Says where messages that are dropped are reported. */
export function reportDropped(report: typeof log): void {
  log = report;
}

/**
 * Takes a page's messages and passes on those that it may send. Anything else is dropped, and logged once per kind: the
 * page shows files of others, and whoever took it over could send what he likes.
 */
export function checked<M>(
  page: PageName,
  guard: Guard<M>,
  receive: (message: M) => unknown,
): (message: unknown) => void {
  const reported = new Set<string>();
  return (message) => {
    if (isData(message, deepest) && guard(message)) {
      receive(message);
      return;
    }
    const kind = kindOf(message);
    if (reported.has(kind) || reported.size === mostLines) return;
    reported.add(kind);
    log(`The page "${page}" sent a message that is none of its own (kind: ${kind}). It was dropped.`);
  };
}

function kindOf(message: unknown): string {
  const kind =
    typeof message === "object" && message !== null && "kind" in message ? message.kind : undefined;
  return typeof kind === "string" && /^[A-Za-z]{1,20}$/.test(kind) ? kind : "unknown";
}
