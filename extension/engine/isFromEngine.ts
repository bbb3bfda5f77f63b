import type { FromEngine } from "../../engine/server/protocol";
import type { RunEvent } from "../../engine/run/events";

/** A record, so that the compiler requires every event. */
const events: Readonly<Record<RunEvent["event"], true>> = {
  preparing: true,
  start: true,
  steps: true,
  epoch: true,
  gradients: true,
  panel: true,
  checkpoint: true,
  warning: true,
  diagnosis: true,
  status: true,
  end: true,
};

/**
 * Whether this is a message of the protocol. The engine is Netloom's own, so the content of a message is trusted; but its
 * libraries may write to the channel, and another version may send messages that this one does not know.
 */
export function isFromEngine(message: unknown): message is FromEngine {
  if (!isRecord(message)) return false;
  switch (message.kind) {
    case "result":
      return isId(message.id);
    case "part":
      return isId(message.id) && isText(message.text);
    case "error":
      return (
        isId(message.id) &&
        isRecord(message.error) &&
        isText(message.error.code) &&
        isText(message.error.message)
      );
    case "event":
      return (
        isId(message.id) &&
        isRecord(message.event) &&
        isText(message.event.run) &&
        isText(message.event.event) &&
        Object.hasOwn(events, message.event.event)
      );
    default:
      return false;
  }
}

function isId(value: unknown): boolean {
  return Number.isSafeInteger(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
