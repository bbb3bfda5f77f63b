import type { Guard } from "../../engine/document/guard";
import { isData } from "../../engine/document/guard";
import type { PageName } from "./page";

/** The deepest nesting in a message: that of a document, plus what the message adds around a value. */
const maxDepth = 72;
/** The most log lines about one page. */
const maxLines = 20;

let log: (line: string) => void = () => undefined;

/** Sets the function that logs dropped messages. */
export function logDroppedMessages(write: typeof log): void {
  log = write;
}

/**
 * A message handler that passes on only the messages that a page may send. Anything else is dropped, and logged once per
 * kind: the page displays files written by others, and code injected through one of them could post any message.
 *
 * @param most The most characters of a message, if not those of a document.
 */
export function checked<M>(
  page: PageName,
  guard: Guard<M>,
  receive: (message: M) => unknown,
  most?: number,
): (message: unknown) => void {
  const reported = new Set<string>();
  return (message) => {
    if (isData(message, maxDepth, most) && guard(message)) {
      receive(message);
      return;
    }
    const kind = kindOf(message);
    if (reported.has(kind) || reported.size === maxLines) return;
    reported.add(kind);
    log(`Dropped an unexpected message from the page "${page}" (kind: ${kind}).`);
  };
}

function kindOf(message: unknown): string {
  const kind =
    typeof message === "object" && message !== null && "kind" in message ? message.kind : undefined;
  return typeof kind === "string" && /^[A-Za-z]{1,20}$/.test(kind) ? kind : "unknown";
}
