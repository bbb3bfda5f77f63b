import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { DataPlace } from "../../../engine/data/dataPath";

/** A workspace in a temporary folder, with these files and the path of a model in its folder `models`. */
export async function workspaceWith(
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<DataPlace & { readonly root: string }> {
  const root = await realpath(await mkdtemp(join(tmpdir(), "netloom-data-")));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const workspace = join(root, "workspace");
  await mkdir(join(workspace, "models"), { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), content);
  }
  return { root, workspace, file: join(workspace, "models/model.nn.json") };
}
