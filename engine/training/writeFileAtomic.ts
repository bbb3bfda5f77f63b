import { randomUUID } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { cannotWrite } from "./errors";

/** Temporary names, of which a kill may leave one. */
export const temporaryPattern = /\.[0-9a-f-]{36}\.tmp$/;

/**
 * Writes a file so that a kill or a full disk at any moment leaves either the old file or the new one: to a temporary
 * name of its own, synced, then renamed, and the folder synced. A link in the file's place is replaced, not followed. Content
 * may come in pieces, of which one is in memory at a time; what throws while it makes them leaves the old file. Throws an
 * EngineError where the file cannot be written.
 */
export async function writeFileAtomic(path: string, content: Content): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    const file = await open(temporary, "wx");
    try {
      const parts = typeof content === "string" || content instanceof Uint8Array ? [content] : content;
      // Each goes on where the last one ended.
      for await (const part of parts) await file.writeFile(part);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw isOfFiles(error) ? cannotWrite(path, error) : error;
  }
}

type Content = string | Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

function isOfFiles(error: unknown): boolean {
  return error instanceof Error && "syscall" in error;
}

/** Until then a power cut may undo the rename. Windows cannot open folders. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } catch {
    // Some network file systems refuse; the rename has happened.
  } finally {
    await folder.close();
  }
}
