import { writeSync } from "node:fs";
import { Writable } from "node:stream";

/** Milliseconds until a full pipe is tried again. */
const pause = 1;

/** A pipe or a file that has taken everything, in order, when `write` returns, as Node's own stdout. */
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

/** Bytes that were taken; none where the pipe does not block and its reader is slow. */
function writeSome(fd: number, bytes: Buffer): number {
  try {
    return writeSync(fd, bytes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause);
    return 0;
  }
}
