import { open, type FileHandle } from "node:fs/promises";
import { cannotWrite } from "./errors";

/** A file that only grows. A kill leaves at most its last record cut off, which readers skip. */
export class AppendedFile {
  private file: FileHandle | undefined;

  constructor(readonly path: string) {}

  /** Throws an EngineError. */
  async append(content: string | Uint8Array): Promise<void> {
    if (content.length === 0) return;
    try {
      this.file ??= await open(this.path, "a");
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
