import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import type { CanvasDriver } from "./CanvasDriver";
import { useCanvases } from "./useCanvases";

/** Examples as they open, and every block of theirs: people judge the product by them. */
const open = useCanvases("");
const folder = new URL("../../../examples/", import.meta.url);
const examples = readdirSync(folder).filter((name) => name.endsWith(".nn.json"));

interface Scope {
  readonly nodes: Readonly<Record<string, { readonly type: string }>>;
}

/** Pixels of the canvas between two nodes, at least: so much belongs to a node's frame. */
const gap = 8;

/** The pairs of nodes that lie on or almost on each other. */
function crowded([least]: readonly [number]): string[] {
  const nodes = [...document.querySelectorAll<HTMLElement>(".react-flow__node")].map((node) => {
    const { left, top, right, bottom, width } = node.getBoundingClientRect();
    return { id: node.dataset.id, left, top, right, bottom, room: (least * width) / node.offsetWidth };
  });
  return nodes.flatMap((a, index) =>
    nodes
      .slice(index + 1)
      .filter(
        (b) =>
          a.left < b.right + a.room &&
          b.left < a.right + a.room &&
          a.top < b.bottom + a.room &&
          b.top < a.bottom + a.room,
      )
      .map((b) => `${a.id} and ${b.id}`),
  );
}

async function expectTidy(canvas: CanvasDriver, { nodes }: Scope, place: string): Promise<void> {
  for (const id of Object.keys(nodes)) await canvas.node(id).waitFor();
  expect(await canvas.tab.evaluate(crowded as never, [gap] as never), place).toEqual([]);
}

it.each(examples)("%s lies tidy, as do its blocks", async (name) => {
  const text = readFileSync(new URL(name, folder), "utf8");
  const { blocks = {}, ...main } = JSON.parse(text) as Scope & { blocks?: Record<string, Scope> };
  const canvas = await open({ text });
  await expectTidy(canvas, main, name);
  const seen = new Set<string>();
  const lookInto = async ({ nodes }: Scope): Promise<void> => {
    for (const [id, { type }] of Object.entries(nodes)) {
      const block = blocks[type];
      if (!block || seen.has(type)) continue;
      seen.add(type);
      await canvas.node(id).dblclick();
      await expectTidy(canvas, block, `${name}: ${type}`);
      await lookInto(block);
      await canvas.tab.keyboard.press("Escape");
      await canvas.node(id).waitFor();
    }
  };
  await lookInto(main);
});
