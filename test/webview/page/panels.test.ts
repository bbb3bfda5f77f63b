import { expect, it } from "vitest";
import type { PanelEvent } from "../../../engine/run/events";
import type { PanelContent } from "../../../engine/run/panels";
import { start, steps } from "../training/events";
import type { PageOptions } from "./openPage";
import { useTrainingView } from "./useTrainingView";

/** What the Training view shows of samples, in a browser; a fake host stands in for VS Code. */
const openView = useTrainingView();

const panel = (content: PanelContent, more: Partial<PanelEvent> = {}): PanelEvent => ({
  event: "panel",
  run: "/runs/1",
  panel: "generated",
  node: "make",
  step: 1500,
  content,
  ...more,
});
const bitmap = (width: number, values: readonly number[], channels: 1 | 3 = 1) => ({
  width,
  height: values.length / width / channels,
  channels,
  pixels: Buffer.from(values).toString("base64"),
});
const points = (x: readonly number[]): PanelContent => ({
  show: "points",
  groups: [
    { role: "real", x: [0, 2], y: [0, 0] },
    { role: "generated", x, y: x.map(() => 1) },
  ],
  range: [-1, 3, -2, 2],
});

async function open(options: PageOptions = {}) {
  const { tab, send, posted: all } = await openView({ width: 1000, height: 500, ...options });
  const show = (...panels: readonly PanelEvent[]) =>
    send({ kind: "run", run: "1", name: "m", events: [start, steps(1, [2, 1]), ...panels], more: false });
  const next = (...panels: readonly PanelEvent[]) => send({ kind: "events", run: "1", events: panels });
  const posted = async () => (await all()).filter(({ kind }) => kind === "panels");
  return { tab, show, next, posted };
}

/** The colour of a pixel of a canvas. */
const pixelOf = (canvas: HTMLCanvasElement, [x, y]: readonly [number, number]) => [
  ...canvas.getContext("2d")!.getImageData(x, y, 1, 1).data,
];

it("draws generated points over real ones, and the newest replace those before", async () => {
  const { tab, show, next } = await open();
  await show(panel(points([1, 1])));
  const section = tab.getByRole("region", { name: "Generated" });
  await section.getByText("make, step 1,500").waitFor();
  const picture = section.getByRole("img");
  expect(await picture.getAttribute("aria-label")).toBe(
    "real: 2 points around (1, 0), on average 1 away; generated: 2 points around (1, 1), on average 0 away",
  );
  // The middle, where the real points' mean is, is empty; the generated ones are a quarter above it.
  const pixel = (x: number, y: number) => picture.evaluate(pixelOf as never, [x, y] as never);
  expect(await pixel(96, 48)).toEqual([89, 164, 249, 255]);
  expect(await pixel(96, 96)).toEqual([0, 0, 0, 0]);
  expect(await pixel(48, 96)).toEqual([204, 167, 0, 255]);
  await next(panel(points([0, 0]), { step: 3000 }));
  await section.getByText("make, step 3,000").waitFor();
  expect(await pixel(96, 48)).toEqual([0, 0, 0, 0]);
  expect(await pixel(48, 48)).toEqual([89, 164, 249, 255]);
  expect(await tab.locator(".panel").count()).toBe(1);
});

it("colours the plane by predicted classes, and says how many samples are right", async () => {
  const { tab, show } = await open();
  await show(
    panel(
      {
        show: "points",
        groups: [{ role: "real", x: [0.2, 0.8, 0.9, 0.7], y: [0.8, 0.2, 0.1, 0.3], classes: [0, 1, 1, 0] }],
        range: [0, 1, 0, 1],
        field: bitmap(2, [0, 1, 0, 1]),
        classNames: ["left", "right"],
      },
      { panel: "points" },
    ),
  );
  const section = tab.getByRole("region", { name: "Predicted Classes" });
  const label = await section.getByRole("img").getAttribute("aria-label");
  expect(label).toMatch(/^4 samples, 75\.0.% of them where their class is predicted$/);
  expect(await section.getByRole("listitem").allInnerTexts()).toEqual(["left", "right"]);
});

/** An episode in which a square moves to the right, a tenth a step. */
const walk = (steps: number): PanelContent => ({
  show: "play",
  height: 0.5,
  backdrop: [],
  frames: Array.from({ length: steps + 1 }, (_, i) => [
    {
      kind: "polygon",
      tone: "moving",
      points: [
        [i / 10, 0.1],
        [i / 10 + 0.1, 0.1],
        [i / 10 + 0.1, 0.4],
        [i / 10, 0.4],
      ],
    },
  ]),
  steps,
  return: -steps,
});

it("plays an episode again and again, each time the newest", async () => {
  const { tab, show, next } = await open({ moves: true });
  await show(panel(walk(2), { panel: "play", node: "grid" }));
  const section = tab.getByRole("region", { name: "Play" });
  await section.getByText("step 2 of 2 · return −2").waitFor();
  await next(panel(walk(3), { panel: "play", node: "grid", step: 3000 }));
  await section.getByText("step 3 of 3 · return −3").waitFor();
  await section.getByText("step 1 of 3").waitFor();
});

it("holds an episode and shows any of its steps, and does not move where that is not wanted", async () => {
  const { tab, show } = await open();
  await show(panel(walk(4), { panel: "play", node: "grid" }));
  const section = tab.getByRole("region", { name: "Play" });
  await section.getByText("step 0 of 4 · return −4").waitFor();
  const slider = section.getByRole("slider", { name: "Step of the episode" });
  await slider.focus();
  for (let i = 0; i < 3; i++) await tab.keyboard.press("ArrowRight");
  await section.getByText("step 3 of 4 · return −4").waitFor();
  expect(await slider.getAttribute("aria-valuetext")).toBe("step 3 of 4");
  const pixel = (x: number, y: number) =>
    section.getByRole("img").evaluate(pixelOf as never, [x, y] as never);
  expect(await pixel(32 * 3 + 16, 80)).toEqual([89, 164, 249, 255]);
  expect(await pixel(32 * 2 + 16, 80)).toEqual([0, 0, 0, 0]);
  await section.getByRole("button", { name: "Play the episode" }).click();
  await section.getByText("step 0 of 4").waitFor();
});

it("draws rows of pictures in grey and in colour, pixel by pixel", async () => {
  const { tab, show } = await open();
  const rows = [
    { role: "input", pictures: [bitmap(2, [10, 20, 30, 255])] },
    { role: "target", pictures: [bitmap(1, [1, 2, 3, 4, 5, 6], 3)] },
  ] as const;
  await show(panel({ show: "pictures", rows }, { panel: "reconstruction" }));
  const section = tab.getByRole("region", { name: "Reconstructions" });
  await section.waitFor();
  const names = await section.getByRole("img").evaluateAll((all) => all.map((row) => row.ariaLabel));
  expect(names).toEqual(["input: 1 pictures", "target: 1 pictures"]);
  const pixel = (row: number, x: number, y: number) =>
    section
      .locator("canvas")
      .nth(row)
      .evaluate(pixelOf as never, [x, y] as never);
  expect(await pixel(0, 1, 1)).toEqual([255, 255, 255, 255]);
  expect(await pixel(0, 1, 0)).toEqual([20, 20, 20, 255]);
  expect(await pixel(1, 0, 1)).toEqual([4, 5, 6, 255]);
});

it("says under a picture what it is predicted as, and whether that is right", async () => {
  const { tab, show } = await open();
  const pictures = [
    { ...bitmap(1, [0]), target: 0, prediction: 0 },
    { ...bitmap(1, [0]), target: 0, prediction: 1 },
  ];
  const content = {
    show: "pictures",
    rows: [{ role: "input", pictures }],
    classNames: ["cat", "dog"],
  } as const;
  await show(panel(content, { panel: "predictions" }));
  const section = tab.getByRole("region", { name: "Predictions" });
  expect(await section.locator(".caption").allInnerTexts()).toEqual(["✓ cat", "✗ dog"]);
  expect(await section.getByRole("img").getAttribute("aria-label")).toBe(
    "input: 2 pictures; cat, as predicted; cat, but predicted as dog",
  );
});

it("covers pictures with the classes of their pixels, in textures too, and says how far they overlap", async () => {
  const { tab, show } = await open();
  const grey = bitmap(4, new Array(16).fill(100));
  const [truth, guess] = [
    bitmap(4, [0, 0, 1, 1, 0, 0, 1, 1, 2, 2, 0, 0, 2, 2, 255, 0]),
    bitmap(4, [0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0]),
  ];
  const rows = [
    { role: "input", pictures: [grey] },
    { role: "target", pictures: [{ ...grey, mask: truth }] },
    { role: "prediction", pictures: [{ ...grey, mask: guess, iou: 0.5 }] },
  ] as const;
  const classNames = ["background", "circle", "square"];
  await show(panel({ show: "pictures", rows, classNames }, { panel: "masks" }));
  const section = tab.getByRole("region", { name: "Masks" });
  await section.waitFor();
  const labels = await section.getByRole("img").evaluateAll((all) => all.map((row) => row.ariaLabel));
  expect(labels).toEqual([
    "input: 1 pictures",
    "target: 1 pictures; background: 46.7\u202f% of the pixels; circle: 26.7\u202f% of the pixels; square: 26.7\u202f% of the pixels",
    "prediction: 1 pictures; background: 75.0\u202f% of the pixels; circle: 25.0\u202f% of the pixels; intersection over union with the target 50.0\u202f% on average",
  ]);
  expect(await section.locator(".caption").allInnerTexts()).toEqual(["IoU 50.0\u202f%"]);
  expect(await section.getByRole("listitem").allInnerTexts()).toEqual(classNames);
  // What is painted in a quarter of the target's mask, which is 64 CSS pixels wide.
  const paintedIn = (left: number, top: number) =>
    section
      .locator(".row canvas.overlay")
      .first()
      .evaluate(
        (canvas: HTMLCanvasElement, [x, y]) => {
          const { data } = canvas.getContext("2d")!.getImageData(x!, y!, 30, 30);
          const pixels = Array.from({ length: data.length / 4 }, (_, i) => data.slice(4 * i, 4 * i + 4));
          const of = (channel: number) => pixels.map((pixel) => pixel[channel]!);
          return { colour: of(0).map(Number)[0], alphas: [Math.min(...of(3)), Math.max(...of(3))] };
        },
        [left, top],
      );
  const [clear, first, second] = [await paintedIn(1, 1), await paintedIn(33, 1), await paintedIn(1, 33)];
  expect(clear.alphas).toEqual([0, 0]);
  // Yellow without a texture, and red with lines between which the picture shows.
  expect(first.colour).toBeGreaterThan(195);
  expect(first.alphas[1]! - first.alphas[0]!).toBeLessThan(2);
  expect(second.alphas[0]).toBeLessThan(130);
  expect(second.alphas[1]).toBeGreaterThan(230);
});

it("draws boxes over pictures, and says how many are found and right", async () => {
  const { tab, show } = await open();
  const picture = bitmap(4, new Array(16).fill(0));
  const place = { left: 0.25, top: 0.25, right: 0.75, bottom: 0.75 };
  const rows = [
    { role: "target", pictures: [{ ...picture, boxes: [{ ...place, kind: 0, isHit: true }] }] },
    {
      role: "prediction",
      pictures: [
        {
          ...picture,
          boxes: [
            { ...place, kind: 0, score: 0.93, isHit: true },
            { ...place, right: 1, kind: 1, score: 0.5, isHit: false },
          ],
        },
      ],
    },
  ] as const;
  await show(panel({ show: "pictures", rows, classNames: ["circle", "square"] }, { panel: "boxes" }));
  const section = tab.getByRole("region", { name: "Boxes" });
  await section.waitFor();
  const labels = await section.getByRole("img").evaluateAll((all) => all.map((row) => row.ariaLabel));
  expect(labels).toEqual([
    "target: 1 pictures; circle: 1 boxes; 1 of 1 found",
    "prediction: 1 pictures; circle: 1 boxes; square: 1 boxes; 1 of 2 right",
  ]);
  expect(await section.locator(".caption").allInnerTexts()).toEqual(["1 of 1 found", "1 of 2 right"]);
  expect(await section.getByRole("listitem").allInnerTexts()).toEqual(["circle", "square"]);
  const target = section.locator(".row canvas.overlay").first();
  const pixel = (x: number, y: number): Promise<number[]> =>
    target.evaluate(pixelOf as never, [x, y] as never);
  // A picture is 96 CSS pixels wide.
  expect(await pixel(24, 48)).toEqual([89, 164, 249, 255]);
  expect((await pixel(48, 48))[3]).toBe(0);
  expect((await pixel(10, 48))[3]).toBe(0);
});

it("tells the host whether its panels are seen, and remembers it", async () => {
  const { tab, show, posted } = await open();
  await show(panel(points([1])));
  expect(await posted()).toEqual([{ kind: "panels", shown: true }]);
  const fold = tab.getByRole("button", { name: "Samples" });
  await fold.press("Enter");
  expect(await fold.getAttribute("aria-expanded")).toBe("false");
  expect(await tab.locator(".panel").count()).toBe(0);
  await fold.click();
  await tab.locator(".panel").waitFor();
  expect((await posted()).slice(1)).toEqual([
    { kind: "panels", shown: false },
    { kind: "panels", shown: true },
  ]);
});

it("has no section while there is nothing to show", async () => {
  const { tab, show } = await open();
  await show();
  await tab.getByText("2 of 1,000").waitFor();
  expect(await tab.locator(".panels").count()).toBe(0);
});

it("shows how heads attend, and says what is under the pointer", async () => {
  const { tab, show } = await open();
  const even = [128, 0, 64, 191];
  const heads = [bitmap(2, [255, 0, 0, 255]), bitmap(2, even)];
  const names = { queries: ["a", "\n"], keys: ["x", " "] };
  await show(panel({ show: "attention", heads, ...names }, { panel: "attention", node: "attend" }));
  const section = tab.getByRole("region", { name: "Attention" });
  const maps = section.getByRole("img");
  expect(await maps.first().getAttribute("aria-label")).toMatch(/^Head 1: .* 0\.0 positions away .*100/);
  const cell = 12;
  await maps.nth(1).hover({ position: { x: 1.5 * cell, y: 1.5 * cell } });
  await section.getByText(/^2 “⏎” looks at 2 “␣”: 74\.9.%$/).waitFor();
  await maps.nth(1).hover({ position: { x: 0.5 * cell, y: 0.5 * cell } });
  await section.getByText(/^1 “a” looks at 1 “x”: 50\.2.%$/).waitFor();
  await tab.mouse.move(0, 0);
  await section.getByText("rows look at columns").waitFor();
});

it("shows texts, with what was given and what is wrong in them", async () => {
  const { tab, show } = await open();
  await show(
    panel({
      show: "texts",
      samples: [[{ role: "generated", pieces: [{ text: "To be\n", mark: "given" }, { text: "<b>or not" }] }]],
    }),
    panel(
      {
        show: "texts",
        samples: [
          [
            { role: "input", pieces: [{ text: "th_s" }] },
            {
              role: "prediction",
              pieces: [
                { text: "th", mark: "given" },
                { text: "u", mark: "wrong" },
                { text: "s", mark: "given" },
              ],
            },
            { role: "target", pieces: [{ text: "this" }] },
          ],
        ],
      },
      { panel: "text", node: "logits" },
    ),
  );
  const written = tab.getByRole("region", { name: "Generated" }).getByRole("definition");
  expect(await written.innerText()).toBe("To be\n<b>or not");
  const section = tab.getByRole("region", { name: "Predictions" });
  expect(await section.getByRole("term").allInnerTexts()).toEqual(["input", "prediction", "target"]);
  expect(await section.getByRole("definition").allInnerTexts()).toEqual(["th_s", "thus", "this"]);
  expect(await section.getByTitle("wrong").allInnerTexts()).toEqual(["u"]);
});

it("draws what was forecast beside what came", async () => {
  const { tab, show } = await open();
  await show(
    panel(
      {
        show: "lines",
        lines: [
          { role: "target", y: [0, 1, 2, 3] },
          { role: "prediction", y: [0, 0.5, NaN, 3.5] },
        ],
      },
      { panel: "regression", node: "next" },
    ),
  );
  const section = tab.getByRole("region", { name: "Predictions" });
  expect(await section.getByRole("img").getAttribute("aria-label")).toBe(
    "target: 4 · 0 … 3; prediction: 4 · 0 … 3.5",
  );
  const canvas = section.locator("canvas");
  const blue = await canvas.evaluate((element: HTMLCanvasElement) => {
    const { data } = element.getContext("2d")!.getImageData(0, 0, element.width, element.height);
    return data.some((_, i) => i % 4 === 0 && data[i] === 89 && data[i + 1] === 164 && data[i + 2] === 249);
  });
  expect(blue).toBe(true);
  expect(await section.getByRole("listitem").allInnerTexts()).toEqual(["target", "prediction"]);
});
