import { open, rename, rm } from "node:fs/promises";
import { cannotWrite } from "./errors";

/**
 * Writes a file so that a kill or a full disk at any moment leaves either the old file or the new one: to a temporary
 * name, synced, then renamed. Throws an EngineError.
 */
export async function writeFileAtomic(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${path}.tmp`;
  try {
    const file = await open(temporary, "w");
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw cannotWrite(path, error);
  }
}
