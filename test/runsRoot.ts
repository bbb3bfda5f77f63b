import { accessSync, constants, statfsSync } from "node:fs";
import { tmpdir } from "node:os";

const memory = "/dev/shm";
/** Bytes that the runs of all test processes need at most, by far. */
const enough = 2 ** 30;

/**
 * The folder for the temporary workspaces of tests that train: memory where Linux provides enough, otherwise the system's
 * temporary folder. A run waits until its checkpoints are on the disk, and most tests train for less time than that takes.
 */
export function runsRoot(): string {
  try {
    accessSync(memory, constants.W_OK);
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize >= enough ? memory : tmpdir();
  } catch {
    return tmpdir();
  }
}
