import { readdirSync, readFileSync } from "node:fs";
import type { Locator } from "playwright-core";
import { expect, it } from "vitest";
import type { CanvasDriver } from "./CanvasDriver";
import { useCanvases } from "./useCanvases";

/** Examples as they are drawn, and every block of theirs: people judge the product by them. */
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

/** The scale at which a whole example must be seen in a window of ordinary size: below, names cannot be read. */
const readable = 0.45;

function zoom(): number {
  return new DOMMatrix(getComputedStyle(document.querySelector(".react-flow__viewport")!).transform).a;
}

/** Waits for the nodes of a page, and lists those that crowd each other. */
async function crowdedOn(canvas: CanvasDriver, { nodes }: Scope): Promise<readonly string[]> {
  for (const id of Object.keys(nodes)) await canvas.node(id).waitFor();
  return canvas.tab.evaluate(crowded as never, [gap] as never);
}

/** A node that is on one page, and not on another. */
function onlyOn(canvas: CanvasDriver, page: Scope, other: Scope): Locator {
  return canvas.node(Object.keys(page.nodes).find((id) => !Object.hasOwn(other.nodes, id))!);
}

/** Does something until a node is there: a click goes astray while the canvas still moves. */
async function untilVisible(node: Locator, act: () => Promise<void>): Promise<void> {
  for (let attempt = 0; attempt < 10 && !(await node.isVisible()); attempt++) {
    await act();
    await node.waitFor({ timeout: 2000 }).catch(() => undefined);
  }
}

it("lie tidy, as do their blocks", { timeout: 240_000 }, async () => {
  const found: Record<string, readonly string[]> = {};
  const canvas = await open({ text: JSON.stringify({ netloom: 1, nodes: {} }) });
  for (const name of examples) {
    const text = readFileSync(new URL(name, folder), "utf8");
    const { blocks = {}, ...main } = JSON.parse(text) as Scope & { blocks?: Record<string, Scope> };
    await canvas.tab.evaluate((next) => host.type(next), text);
    await canvas.tab.getByRole("button", { name: "Fit" }).click();
    found[name] = await crowdedOn(canvas, main);
    await expect.poll(() => canvas.tab.evaluate(zoom), { message: name }).toBeGreaterThan(readable);
    const seen = new Set<string>();
    const lookInto = async (scope: Scope): Promise<void> => {
      for (const [id, { type }] of Object.entries(scope.nodes)) {
        const block = blocks[type];
        if (!block || seen.has(type)) continue;
        seen.add(type);
        await untilVisible(onlyOn(canvas, block, scope), () =>
          canvas.node(id).locator(".node-name").dblclick({ timeout: 2000 }),
        );
        found[`${name}: ${type}`] = await crowdedOn(canvas, block);
        await lookInto(block);
        // The first key may only end the selection.
        await untilVisible(onlyOn(canvas, scope, block), () => canvas.tab.keyboard.press("Escape"));
      }
    };
    await lookInto(main);
  }
  expect(Object.entries(found).filter(([, pairs]) => pairs.length > 0)).toEqual([]);
  expect(Object.keys(found).length).toBeGreaterThan(examples.length);
});
