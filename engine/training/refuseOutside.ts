import { lstat } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { isInside, realOr } from "../data/dataPath";
import { runOutside } from "./errors";

/** Throws an EngineError if a path, or the part of it that exists, leads out of the workspace through a link. */
export async function refuseOutside(path: string, workspace: string): Promise<void> {
  let part = resolve(path);
  while (dirname(part) !== part && !(await exists(part))) part = dirname(part);
  const real = join(await realOr(part), relative(part, resolve(path)));
  if (!isInside(real, await realOr(workspace))) throw runOutside(path);
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
