import { at, sizeOf } from "../tensor/tensor";
import type { SampleArray, SamplePort } from "./samples";
import { sha256 } from "./sha256";

/**
 * Hashes a set of rows independently of their order: the sums of two 32-bit hashes of each row (FNV-1a and a
 * multiplicative one).
 */
export class RowSet {
  private first = 0;
  private second = 0;
  private readonly widths: readonly number[];

  constructor(private readonly ports: readonly SamplePort[]) {
    this.widths = ports.map(({ shape }) => sizeOf(shape));
  }

  add(rows: number, arrays: readonly SampleArray[]): void {
    const ports = arrays.map(({ buffer, byteOffset, length }, index) => ({
      bits: new Int32Array(buffer, byteOffset, length),
      width: at(this.widths, index),
    }));
    let { first, second } = this;
    for (let row = 0; row < rows; row++) {
      let [a, b] = [0x811c9dc5 | 0, 0x9e3779b9 | 0];
      for (const { bits, width } of ports)
        for (let index = row * width; index < (row + 1) * width; index++) {
          const word = bits[index] ?? 0;
          a = Math.imul(a ^ word, 0x01000193);
          a ^= a >>> 15;
          b = Math.imul((b ^ word) + 0x7f4a7c15, 0x85ebca6b);
          b ^= b >>> 13;
        }
      first = (first + a) | 0;
      second = (second + b) | 0;
    }
    this.first = first;
    this.second = second;
  }

  digest(): string {
    // The same labels with other class names are different rows.
    const names = JSON.stringify(this.ports.map(({ classNames }) => classNames ?? null));
    return sha256().update(`${this.first} ${this.second} ${names}`).digest("hex");
  }
}
