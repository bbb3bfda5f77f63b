import { randomUUID } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { cannotWrite } from "./errors";

/** Names of temporary files; one may be left behind if the process is killed. */
export const temporaryPattern = /\.[0-9a-f-]{36}\.tmp$/;

/**
 * Writes a file so that being killed or running out of disk space at any moment leaves either the old file or the new
 * one: writes to a temporary file, syncs it, renames it, and syncs the folder. A link in the file's place is replaced,
 * not followed. Content may come in pieces, of which one is in memory at a time; if producing them throws, the old file
 * remains. Throws an EngineError if the file cannot be written.
 */
export async function writeFileAtomic(path: string, content: Content): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    const file = await open(temporary, "wx");
    try {
      const parts = typeof content === "string" || content instanceof Uint8Array ? [content] : content;
      // Each part continues where the previous one ended.
      for await (const part of parts) await file.writeFile(part);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw isSystemError(error) ? cannotWrite(path, error) : error;
  }
}

type Content = string | Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

function isSystemError(error: unknown): boolean {
  return error instanceof Error && "syscall" in error;
}

/** Makes the rename survive a power failure. Windows cannot open folders. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } catch {
    // Some network file systems do not support this; the rename has already happened.
  } finally {
    await folder.close();
  }
}
