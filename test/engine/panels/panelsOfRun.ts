import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { sources } from "../../../engine/data/catalog";
import { sourceName } from "../../../engine/data/catalog/sourceName";
import type { PanelEvent } from "../../../engine/run/events";
import type { PanelContent } from "../../../engine/run/panels";
import { LivePanels } from "../../../engine/training/callbacks/LivePanels";
import { openedRun, takeSteps } from "../training/callbacks/openedRun";

const examples = join(import.meta.dirname, "../../../examples");

/** An example's text with fewer samples, so that opening it is quick. */
export async function example(name: string, samples = 200): Promise<string> {
  const document = JSON.parse(await readFile(join(examples, `${name}.nn.json`), "utf8")) as {
    nodes: Record<string, { type: string; source?: string; samples?: number }>;
  };
  for (const node of Object.values(document.nodes))
    if (node.type === "Dataset" && Object.hasOwn(sources.get(sourceName(node))?.params ?? {}, "samples"))
      node.samples = samples;
  return JSON.stringify(document);
}

/** The panels of a model after some steps on the CPU. */
export async function panelsOfRun(text: string, steps = 0): Promise<readonly PanelEvent[]> {
  const { run, events } = await openedRun({ text });
  run.panels.watched = true;
  await takeSteps(run, steps);
  await new LivePanels(run).afterStep(run.step, Infinity);
  const warnings = events.filter(({ event }) => event === "warning");
  if (warnings.length > 0) throw new Error(JSON.stringify(warnings));
  return events.flatMap((event) => (event.event === "panel" ? [event] : []));
}

/** The content of the only panel of a kind, which must be shown in a way. */
export function contentOf<S extends PanelContent["show"]>(
  panels: readonly PanelEvent[],
  kind: string,
  show: S,
): Extract<PanelContent, { show: S }> {
  const [found, ...others] = panels.filter(({ panel }) => panel === kind);
  if (!found || others.length > 0 || found.content.show !== show)
    throw new Error(`${panels.map(({ panel }) => panel).join(", ")} is not one ${kind}`);
  return found.content as Extract<PanelContent, { show: S }>;
}

/** The bytes of a bitmap. */
export function bytes({ pixels }: { readonly pixels: string }): Uint8Array {
  return Uint8Array.from(Buffer.from(pixels, "base64"));
}
