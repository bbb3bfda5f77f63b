import type { FromEngine, ToEngine } from "./protocol";
import { configureLanguage } from "./configureLanguage";
import { Server } from "./Server";

/**
 * The engine process: requests and events over Node's IPC channel. It ends when the channel closes, after the runs that
 * are open have saved a checkpoint.
 */
configureLanguage();
if (!process.send) {
  console.error(
    "This is Netloom's engine process; the extension starts it. Use `netloom` on the command line.",
  );
  process.exit(2);
}
const server = new Server((message: FromEngine) => {
  // Once the channel is closed, or closing, nobody listens; that is no error, and the runs still have to be saved.
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
