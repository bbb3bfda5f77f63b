import { constants, setPriority } from "node:os";
import type { FromEngine, ToEngine } from "./protocol";
import { configureLanguage } from "./configureLanguage";
import { Server } from "./Server";

/**
 * The engine process, which exchanges requests and events over Node's IPC channel. It ends when the channel closes, after
 * active runs have saved a checkpoint.
 */
configureLanguage();
if (!process.send) {
  console.error(
    "This is Netloom's engine process; the extension starts it. Use `netloom` on the command line.",
  );
  process.exit(2);
}
// A training takes every core that it gets. The editor in front of it takes little, but must get it at once.
try {
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
} catch {
  // A system that forbids it trains at the priority of the editor.
}
const server = new Server((message: FromEngine) => {
  // A channel that is closed or closing is not an error: the runs must still be saved.
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
});
process.on("message", (message: ToEngine) => {
  server.receive(message);
});
const end = () => {
  void server.close().then(() => process.exit(0));
};
process.once("disconnect", end);
process.once("SIGTERM", end);
process.once("SIGINT", end);
process.once("SIGHUP", end);
