import { withoutChatter } from "./withoutChatter";

/** Passes on the lines of a stream, without the chatter of drivers and libraries. */
export class LineFilter {
  private rest = "";

  constructor(private readonly write: (lines: string) => void) {}

  take(chunk: string): void {
    const text = this.rest + chunk;
    const end = text.lastIndexOf("\n") + 1;
    this.rest = text.slice(end);
    this.pass(text.slice(0, end));
  }

  /** Passes on the last line, which may have no line break. */
  end(): void {
    this.pass(this.rest);
    this.rest = "";
  }

  private pass(lines: string): void {
    const left = withoutChatter(lines);
    if (left.trim() !== "") this.write(left);
  }
}
