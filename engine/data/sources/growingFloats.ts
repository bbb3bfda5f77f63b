import { checkMemory } from "../samples";

/** A float32 list whose final length is not known: doubles its memory, within the limit for datasets. */
export class GrowingFloats {
  private data = new Float32Array(1024);
  length = 0;

  /** `param` is named by the DataError for too much data. */
  constructor(private readonly param: string) {}

  push(value: number): void {
    if (this.length === this.data.length) {
      checkMemory(this.length * 2, this.param);
      const grown = new Float32Array(this.length * 2);
      grown.set(this.data);
      this.data = grown;
    }
    this.data[this.length++] = value;
  }

  /** A copy without the spare room. */
  take(): Float32Array {
    return this.data.slice(0, this.length);
  }
}
