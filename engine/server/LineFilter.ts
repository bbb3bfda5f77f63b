import { withoutChatter } from "./withoutChatter";

/** Tells the lines of a stream that are no chatter of drivers and libraries, as the chunks come. */
export class LineFilter {
  private rest = "";

  constructor(private readonly tell: (lines: string) => void) {}

  take(chunk: string): void {
    const text = this.rest + chunk;
    const end = text.lastIndexOf("\n") + 1;
    this.rest = text.slice(end);
    this.pass(text.slice(0, end));
  }

  /** Tells the last line, which may lack its end. */
  end(): void {
    this.pass(this.rest);
    this.rest = "";
  }

  private pass(lines: string): void {
    const left = withoutChatter(lines);
    if (left.trim() !== "") this.tell(left);
  }
}
