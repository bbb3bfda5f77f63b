import { readSmallFile } from "./readSmallFile";
import { runPaths } from "./runPaths";

/** The most bytes read of a model. */
const maxBytes = 64_000_000;

/** The document as a run trained it; undefined if it is missing. */
export function readModel(run: string): Promise<string | undefined> {
  return readSmallFile(runPaths(run).model, maxBytes);
}
