import type { Hash } from "node:crypto";
import type { DataFingerprint } from "../runFolder/dataFingerprint";
import { at, sizeOf } from "../tensor/tensor";
import type { SampleArray, SamplePort } from "./samples";
import { bytesOf, sha256 } from "./sha256";

export type ColumnHash = DataFingerprint["columns"][number];

/** Hashes a port's samples: each feature separately if the features have names, otherwise the whole port. */
export class PortHash {
  private readonly hashes: Hash[];
  private readonly width: number;

  constructor(private readonly port: SamplePort) {
    this.width = sizeOf(port.shape);
    this.hashes = (this.features ?? [port.name]).map(() => sha256());
  }

  add(values: SampleArray): void {
    const { width, hashes } = this;
    if (!this.features) at(hashes, 0).update(bytesOf(values));
    else {
      const column = values.slice(0, values.length / width);
      for (const [index, hash] of hashes.entries()) {
        for (let row = 0; row < column.length; row++) column[row] = values[row * width + index] ?? 0;
        hash.update(bytesOf(column));
      }
    }
  }

  columns(): ColumnHash[] {
    const { name, dtype, classNames } = this.port;
    return this.hashes.map((hash, index) => {
      if (classNames) hash.update(JSON.stringify(classNames));
      const digest = hash.digest("hex");
      return this.features
        ? { name: `${name}.${at(this.features, index)}`, dtype, shape: [], hash: digest }
        : { name, dtype, shape: [...this.port.shape], hash: digest };
    });
  }

  private get features(): readonly string[] | undefined {
    const { features } = this.port;
    return features?.length === this.width ? features : undefined;
  }
}
