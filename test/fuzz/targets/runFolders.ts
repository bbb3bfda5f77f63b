import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readEvent } from "../../../engine/runFolder/readEvent";
import { readHistory, readStoredRun, type StoredRun } from "../../../extension/runs/StoredRun";
import type { Random } from "../../engine/randomGraphs/Random";
import { baseRun, resume, writeRun, type RunFiles } from "../baseRun";
import type { FuzzTarget } from "../FuzzTarget";
import { mutateBytes, mutateJson, mutateText } from "../mutate";

/** Run folders with files that are damaged, missing, or links: read by the host, resumed by the engine. */
export const runFolders: FuzzTarget = {
  name: "runFolders",
  attempt: async (random, folder) => {
    const files = await baseRun();
    for (const name of [...files.keys()].filter(() => random.chance(0.3))) damage(files, name, random);
    const run = writeRun(folder, files);
    const outside = join(folder, "outside");
    writeFileSync(outside, "not to be touched");
    if (random.chance(0.3))
      replaceOne(join(run, random.one([...files.keys(), "checkpoints"])), outside, random);
    const stored = await readStoredRun(run);
    if (stored) await show(stored);
    await resume(folder, run);
    if (readFileSync(outside, "utf8") !== "not to be touched")
      throw new Error("a file outside of the run was written");
  },
};

/** Reads a run as the views do. Throws if they would get an event of the wrong shape. */
async function show(stored: StoredRun): Promise<void> {
  const history = await readHistory(stored);
  for (const event of [...history.snapshot(), ...history.gradients.since()].flat())
    if (!readEvent(JSON.stringify(event), stored.run))
      throw new Error(`a view would get ${JSON.stringify(event).slice(0, 500)}`);
  const { step, steps, epoch, epochs } = history.view();
  for (const number of [step, steps, epoch, epochs])
    if (!Number.isSafeInteger(number) || number < 0) throw new Error(`a view would get ${String(number)}`);
}

function damage(files: RunFiles, name: string, random: Random): void {
  const bytes = files.get(name) ?? new Uint8Array();
  const text = Buffer.from(bytes).toString();
  switch (random.below(4)) {
    case 0:
      files.delete(name);
      break;
    case 1:
      files.set(name, mutateBytes(bytes, random));
      break;
    case 2:
      files.set(name, Buffer.from(mutateText(text, random)));
      break;
    default: {
      if (!name.endsWith("json")) return;
      const lines = name.endsWith("ndjson") ? text.trim().split("\n") : [text];
      const mutated = lines.map((line) => JSON.stringify(mutateJson(JSON.parse(line), random)) ?? "");
      files.set(name, Buffer.from(`${mutated.join("\n")}\n`));
    }
  }
}

/** Replaces a file by a folder or a link. */
function replaceOne(path: string, outside: string, random: Random): void {
  rmSync(path, { recursive: true, force: true });
  if (random.chance(0.5)) symlinkSync(outside, path);
  else mkdirSync(path);
}
