import { constants } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { cannotWrite } from "./errors";

// Windows has no such flag, and makes links for administrators only.
const noFollow = (constants as { O_NOFOLLOW?: number }).O_NOFOLLOW ?? 0;

/** A file that only grows; a link in its place is not followed. A kill leaves at most its last record cut off, which readers skip. */
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
