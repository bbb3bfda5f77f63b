import { openRegular } from "./openRegular";

/** Bytes that are read at once; other work gets its turn in between. */
const chunk = 256 * 1024;
const newline = 10;

/** The lines of a file that grows, each told once. A longer one than the bound is passed over without being kept. */
export class LineFile {
  private offset = 0;
  /** The beginning of a line whose end is not there yet. */
  private parts: Buffer[] = [];
  private held = 0;
  private tooLong = false;

  constructor(
    readonly path: string,
    /** Bytes of a line. */
    private readonly limit: number,
  ) {}

  /** Tells the lines that were completed since the last call. Where the file cannot be read, there are none. */
  async readNew(onLine: (line: string) => void): Promise<void> {
    const opened = await openRegular(this.path);
    if (!opened) return;
    const { file, size } = opened;
    try {
      if (size < this.offset) this.restart();
      // Up to the size that was found: a file that grows faster than it is read has an end all the same.
      while (this.offset < size) {
        const bytes = Buffer.allocUnsafe(Math.min(chunk, size - this.offset));
        const { bytesRead } = await file.read(bytes, 0, bytes.length, this.offset);
        if (bytesRead === 0) return;
        this.offset += bytesRead;
        this.take(bytes.subarray(0, bytesRead), onLine);
      }
    } catch {
      // Another look follows.
    } finally {
      await file.close().catch(() => undefined);
    }
  }

  /** Another file is there in its place. */
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
