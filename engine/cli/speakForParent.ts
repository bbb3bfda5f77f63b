import { isatty, WriteStream } from "node:tty";
import { apart } from "./apart";
import { DirectStream } from "./DirectStream";

/**
 * In the separate process: makes `process.stdout` and `process.stderr` the real ones, and ends the process when its
 * parent is gone.
 */
export function speakForParent(): void {
  if (process.env[apart.mark] === undefined) return;
  for (const name of ["stdout", "stderr"] as const) {
    const fd = apart[name];
    Object.defineProperty(process, name, { value: isatty(fd) ? new WriteStream(fd) : new DirectStream(fd) });
  }
  // A parent that was killed cannot forward its signal.
  process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
}
