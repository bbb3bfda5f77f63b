import { writeSync } from "node:fs";
import { Writable } from "node:stream";

/** Milliseconds before retrying a full pipe. */
const pause = 1;

/**
 * A stream whose `write` returns only after a pipe or file has accepted everything, in order, like Node's own stdout.
 */
export class DirectStream extends Writable {
  constructor(private readonly fd: number) {
    super();
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error) => void): void {
    try {
      for (let sent = 0; sent < chunk.length;) sent += writeSome(this.fd, chunk.subarray(sent));
      done();
    } catch (error) {
      done(error as Error);
    }
  }
}

/** The number of bytes written; 0 if the pipe does not block and its reader is slow. */
function writeSome(fd: number, bytes: Buffer): number {
  try {
    return writeSync(fd, bytes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause);
    return 0;
  }
}
