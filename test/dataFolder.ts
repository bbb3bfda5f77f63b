import { existsSync } from "node:fs";
import * as path from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The folder with the data sets that some tests train on: `NETLOOM_DATA`, otherwise `../shared/data` next to the checkout.
 * Undefined if it does not exist.
 */
export function dataFolder(): string | undefined {
  const beside = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../shared/data");
  const folder = process.env.NETLOOM_DATA ?? beside;
  return existsSync(folder) ? folder : undefined;
}

/** A file in the data folder, or undefined if it does not exist: `it.skipIf(!dataFile("names.txt"))(…)`. */
export function dataFile(name: string): string | undefined {
  const folder = dataFolder();
  const file = folder && path.join(folder, name);
  return file && existsSync(file) ? file : undefined;
}
