import { openRegular } from "./openRegular";

/** Bytes per read, between which other work can run. */
const chunk = 256 * 1024;
const newline = 10;

/** Reads the lines of a growing file, each once. A line longer than the limit is skipped without being stored. */
export class LineFile {
  private offset = 0;
  /** The beginning of a line whose end has not been written yet. */
  private parts: Buffer[] = [];
  private held = 0;
  private tooLong = false;

  constructor(
    readonly path: string,
    /** The most bytes in a line. */
    private readonly limit: number,
  ) {}

  /** Calls `onLine` with the lines completed since the last call; none if the file cannot be read. */
  async readNew(onLine: (line: string) => void): Promise<void> {
    const opened = await openRegular(this.path);
    if (!opened) return;
    const { file, size } = opened;
    try {
      if (size < this.offset) this.restart();
      // Only up to the size found above, so that this ends even if the file grows faster than it is read.
      while (this.offset < size) {
        const bytes = Buffer.allocUnsafe(Math.min(chunk, size - this.offset));
        const { bytesRead } = await file.read(bytes, 0, bytes.length, this.offset);
        if (bytesRead === 0) return;
        this.offset += bytesRead;
        this.take(bytes.subarray(0, bytesRead), onLine);
      }
    } catch {
      // The next call tries again.
    } finally {
      await file.close().catch(() => undefined);
    }
  }

  /** The file has been replaced by another. */
  private restart(): void {
    this.offset = 0;
    this.forgetPart();
  }

  private take(bytes: Buffer, onLine: (line: string) => void): void {
    let from = 0;
    for (;;) {
      const end = bytes.indexOf(newline, from);
      this.hold(bytes.subarray(from, end === -1 ? bytes.length : end));
      if (end === -1) return;
      if (!this.tooLong) onLine(this.line());
      this.forgetPart();
      from = end + 1;
    }
  }

  private hold(part: Buffer): void {
    this.tooLong ||= this.held + part.length > this.limit;
    if (this.tooLong) {
      this.parts = [];
      return;
    }
    this.parts.push(part);
    this.held += part.length;
  }

  private line(): string {
    const [only] = this.parts;
    return (this.parts.length === 1 && only ? only : Buffer.concat(this.parts)).toString("utf8");
  }

  private forgetPart(): void {
    this.parts = [];
    this.held = 0;
    this.tooLong = false;
  }
}
