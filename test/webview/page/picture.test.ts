import { PNG } from "pngjs";
import { expect, it } from "vitest";
import type { FromCanvas } from "../../../webview/messages/canvas";
import { fromCanvas } from "../../../webview/messages/canvas";
import type { PictureRequest } from "../../../webview/messages/picture";
import { canvasOf, exampleTexts, pictureOf } from "../canvas/picture/drawn";
import type { CanvasDriver } from "./CanvasDriver";
import { printColours } from "../../../webview/canvas/picture/printColours";
import { blocks, cnn } from "./models";
import { themes } from "./themes";
import { useCanvases } from "./useCanvases";

/** Pictures of the model, as a browser draws them. */
const open = useCanvases(cnn);

type Answer = Extract<FromCanvas, { kind: "picture" }>;

let number = 0;

/** Asks the page for a picture like the host, and waits for its answer. */
async function draw(
  canvas: CanvasDriver,
  format: PictureRequest["format"],
  colours: PictureRequest["colours"] = "theme",
  name = "model",
): Promise<Answer> {
  const request = { kind: "draw", number: ++number, name, format, colours } as const;
  await canvas.tab.evaluate((message) => host.send(message), request);
  const answer = await canvas.tab.waitForFunction(
    (wanted) => host.posted.find((message) => message.kind === "picture" && message.number === wanted),
    number,
  );
  const message: unknown = await answer.jsonValue();
  if (!fromCanvas(message) || message.kind !== "picture") throw new Error("The host would drop this.");
  return message;
}

interface Measured {
  readonly name: string;
  readonly error: string | undefined;
  readonly outside: readonly string[];
  readonly title: string | undefined;
}

/** Reads SVG documents with the browser's XML parser, and names what is drawn outside of them. */
function measure([pictures]: readonly [readonly (readonly [string, string])[]]): Measured[] {
  return pictures.map(([name, svg]) => {
    const parsed = new DOMParser().parseFromString(svg, "image/svg+xml");
    const error = parsed.querySelector("parsererror")?.textContent ?? undefined;
    const root = document.body.appendChild(document.importNode(parsed.documentElement, true)) as unknown;
    if (!(root instanceof SVGSVGElement))
      return { name, error: error ?? "no SVG", outside: [], title: undefined };
    const { x, y, width, height } = root.viewBox.baseVal;
    const page = root.getBoundingClientRect();
    const scale = page.width / width;
    const outside = [...root.querySelectorAll("rect, path, circle, polyline, text")].filter((shape) => {
      const box = shape.getBoundingClientRect();
      const [left, top] = [(box.left - page.left) / scale + x, (box.top - page.top) / scale + y];
      return (
        left < x - 0.5 ||
        top < y - 0.5 ||
        left + box.width / scale > x + width + 0.5 ||
        top + box.height / scale > y + height + 0.5
      );
    });
    const title = root.querySelector(":scope > title")?.textContent ?? undefined;
    root.remove();
    return { name, error, outside: outside.map((shape) => shape.outerHTML), title };
  });
}

it("of every example are well-formed, with everything inside", { timeout: 120_000 }, async () => {
  const canvas = await open();
  const pictures = [...exampleTexts()].map(
    ([name, text]) => [name, pictureOf(canvasOf(text).get(), name).svg] as const,
  );
  const nasty = { type: "Dataset", source: "csv", file: "<a&\"b'>\u0000\ud800]]>" };
  const text = JSON.stringify({ netloom: 1, nodes: { rows: nasty } });
  const names = [...pictures.map(([name]) => name), '</title>&"<x>'];
  const all = [...pictures, ["nasty", pictureOf(canvasOf(text).get(), names.at(-1)).svg] as const];
  const measured = await canvas.tab.evaluate(measure as never, [all] as never);
  expect((measured as Measured[]).filter(({ error, outside }) => error ?? outside.length > 0)).toEqual([]);
  expect((measured as Measured[]).map(({ title }) => title)).toEqual(names);
});

it("show what is on the canvas, where it is and as wide", async () => {
  const canvas = await open();
  await canvas.tab.evaluate(() => {
    const progress = { step: 4, steps: 9, epoch: 1, epochs: 2, device: undefined };
    host.send({ kind: "run", run: { id: "1", status: "running", loss: 2, recentLoss: [3, 2], ...progress } });
  });
  const { svg } = await draw(canvas, "svg");
  const [drawn, shown] = await canvas.tab.evaluate((source) => {
    const root = new DOMParser().parseFromString(source, "image/svg+xml");
    const inPicture = [...root.querySelectorAll("g")].flatMap((group) => {
      const [, x = "", y = ""] = /^translate\((.*),(.*)\)$/.exec(group.getAttribute("transform") ?? "") ?? [];
      const title = group.querySelector(":scope > title")?.textContent?.split(":", 1)[0];
      return title === undefined ? [] : [[title, Number(x), Number(y)].join(" ")];
    });
    const onCanvas = [...document.querySelectorAll<HTMLElement>(".react-flow__node")].map((node) => {
      const { e, f } = new DOMMatrix(node.style.transform);
      return [node.dataset.id, e, f].join(" ");
    });
    return [inPicture, onCanvas];
  }, svg ?? "");
  expect(drawn).toEqual(shown);
  // Wires have their courses, after the piece from the edge of their node; the browser rounds the places of ports.
  const onCanvas = await canvas.tab
    .locator(".wire-line")
    .evaluateAll((lines) => lines.map((line) => line.getAttribute("d") ?? ""));
  const inPicture = [
    ...(svg ?? "").matchAll(/ d="M\S+ L([^"]*)" fill="none" stroke="[^"]*" stroke-width="1.6"/g),
  ].map(([, d]) => `M${d}`);
  const letters = (d: string) => d.replace(/[^A-Z]/g, "");
  const numbers = (d: string) => (d.match(/-?[\d.]+/g) ?? []).map(Number);
  expect(onCanvas.length).toBe(7);
  expect(inPicture.map(letters)).toEqual(onCanvas.map(letters));
  inPicture.forEach((d, wire) => {
    const others = numbers(onCanvas[wire]!);
    numbers(d).forEach((value, index) => expect(Math.abs(value - others[index]!)).toBeLessThan(4));
  });
});

it("have the theme's colours or those of print, without a variable", async () => {
  const canvas = await open({ theme: "dark" });
  for (const [theme, surface, convolution] of [
    ["dark", "#1f1f1f", "#35c2b0"],
    ["light", "#ffffff", "#00776c"],
    ["contrast", "#000000", "#4fe3cf"],
  ] as const) {
    const { kind, colours } = themes[theme];
    await canvas.tab.evaluate(
      ([now, variables]) => {
        document.body.className = now;
        for (const [name, value] of Object.entries(variables))
          document.documentElement.style.setProperty(`--vscode-${name}`, value);
      },
      [kind, colours] as const,
    );
    for (const [kindOf, expected] of [
      ["theme", [surface, convolution]],
      ["print", [printColours.surface, printColours.category.convolution]],
    ] as const) {
      const { svg = "" } = await draw(canvas, "svg", kindOf);
      const drawn = new Set([...svg.matchAll(/(?:fill|stroke)="([^"]*)"/g)].map(([, colour]) => colour!));
      for (const colour of drawn) expect(colour).toMatch(/^(#[0-9a-f]{6}|none)$/);
      expect([...drawn]).toEqual(expect.arrayContaining([...expected]));
    }
  }
});

it("are painted as PNG files of twice the size", async () => {
  const canvas = await open({ theme: "dark" });
  const { svg = "" } = await draw(canvas, "svg");
  const [, width = 0, height = 0] = (/width="(\d+)" height="(\d+)"/.exec(svg) ?? []).map(Number);
  for (const [colours, ground] of [
    ["theme", [0x1f, 0x1f, 0x1f, 255]],
    ["print", [255, 255, 255, 255]],
  ] as const) {
    const { png = "" } = await draw(canvas, "png", colours);
    const image = PNG.sync.read(Buffer.from(png, "base64"));
    expect([image.width, image.height]).toEqual([2 * width, 2 * height]);
    expect([...image.data.subarray(0, 4)]).toEqual(ground);
    const seen = new Set<string>();
    for (let at = 0; at < image.data.length; at += 4)
      seen.add(image.data.subarray(at, at + 3).toString("hex"));
    expect(seen.size).toBeGreaterThan(50);
  }
});

it("show the page that is open, and say its block", async () => {
  const canvas = await open({ text: blocks });
  await canvas.node("stage").locator(".node-name").dblclick();
  await canvas.node("sum").waitFor();
  const { svg = "", block } = await draw(canvas, "svg");
  expect(block).toBe("Residual");
  expect(svg).toContain(">model: Residual</title>");
  expect(svg).not.toContain("CrossEntropyLoss");
});

it("are asked for in the toolbar, and of an empty canvas there is none", async () => {
  const canvas = await open();
  await canvas.tab.getByRole("button", { name: "Save Picture" }).click();
  expect(await canvas.tab.evaluate(() => host.posted.at(-1))).toEqual({
    kind: "command",
    command: "savePicture",
  });
  await canvas.tab.evaluate(() => host.type('{ "netloom": 1, "nodes": {} }'));
  await canvas.node("conv").waitFor({ state: "detached" });
  const answer = await draw(canvas, "png");
  expect([answer.svg, answer.png]).toEqual([undefined, undefined]);
  await canvas.tab.getByText("There is nothing to save yet").waitFor();
  expect(await canvas.tab.getByRole("button", { name: "Save Picture" }).isDisabled()).toBe(true);
});
