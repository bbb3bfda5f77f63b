import { constants } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { cannotWrite } from "./errors";

// Windows lacks this flag, but only administrators can create links there.
const noFollow = (constants as { O_NOFOLLOW?: number }).O_NOFOLLOW ?? 0;

/**
 * An append-only file; a link in its place is not followed. If the process is killed, at most the last record is cut
 * off, which readers skip.
 */
export class AppendedFile {
  private file: FileHandle | undefined;

  constructor(readonly path: string) {}

  /** Throws an EngineError. */
  async append(content: string | Uint8Array): Promise<void> {
    if (content.length === 0) return;
    try {
      this.file ??= await open(
        this.path,
        constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY | noFollow,
      );
      await this.file.appendFile(content);
    } catch (error) {
      throw cannotWrite(this.path, error);
    }
  }

  async close(): Promise<void> {
    await this.file?.close().catch(() => undefined);
    this.file = undefined;
  }
}
