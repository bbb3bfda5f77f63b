import { constants } from "node:fs";
import { open } from "node:fs/promises";

// Windows has neither. Without O_NONBLOCK, opening a pipe without a writer would block forever.
const { O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants as { O_NOFOLLOW?: number; O_NONBLOCK?: number };

/** Opens a regular file for reading; undefined if there is none, or if it is a link, a pipe or a folder. */
export async function openRegular(path: string) {
  const file = await open(path, constants.O_RDONLY | O_NOFOLLOW | O_NONBLOCK).catch(() => undefined);
  const found = await file?.stat().catch(() => undefined);
  if (file && found?.isFile() === true) return { file, size: found.size };
  await file?.close().catch(() => undefined);
  return undefined;
}
