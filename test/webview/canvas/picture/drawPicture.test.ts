import { describe, expect, it } from "vitest";
import { formatCount } from "../../../../engine/run/format";
import { svgText } from "../../../../webview/messages/picture";
import { objectiveMarks } from "../../../../webview/canvas/model/objectiveMarks";
import { drawPicture } from "../../../../webview/canvas/picture/drawPicture";
import { printColours } from "../../../../webview/canvas/picture/printColours";
import { toggleInPlace } from "../../../../webview/canvas/state/openInPlace";
import { blocks, cnn } from "../../page/models";
import { canvasOf, exampleTexts, pictureOf, shownTexts, titles } from "./drawn";

const count = (svg: string, pattern: RegExp) => [...svg.matchAll(pattern)].length;
/** The arrows at the ends of wires. */
const arrows = (svg: string) => count(svg, / l-7.5,-3.6 v7.2 z"/g);

describe("a picture of the model", () => {
  it("shows every node and wire of every example, and nothing that a page might not send", () => {
    for (const [name, text] of exampleTexts()) {
      const state = canvasOf(text).get();
      const { svg } = pictureOf(state, name);
      expect([name, svgText(svg)]).toEqual([name, true]);
      const nodes = [...state.views.values()].map((view) => `${view.name}: ${view.type}`);
      expect(nodes.length, name).toBeGreaterThan(0);
      const drawn = titles(svg).map((title) => title.split("\n", 1)[0]);
      expect([name, nodes.filter((node) => !drawn.includes(node))]).toEqual([name, []]);
      expect([name, arrows(svg)]).toEqual([name, state.wires.size]);
    }
  });

  it("shows names, types, values, shapes, costs and samples", () => {
    const state = canvasOf(cnn).get();
    const { svg } = pictureOf(state, "my model");
    expect(svg).toContain('<title id="netloom-title">my model</title>');
    expect(svg).toContain("7 nodes, 7 wires and 31,530 parameters: digits (Dataset), conv (Conv2d)");
    const texts = shownTexts(svg);
    expect(texts).toEqual(
      expect.arrayContaining(["conv", "Conv2d", "out", "16", "16×28×28", "160", "MaxPool2d", "31,370"]),
    );
    expect(texts).toContain(formatCount(state.views.get("logits")!.parameterCount));
  });

  it("says in its title what has no room", () => {
    const shape = Array.from({ length: 60 }, () => 11);
    const text = JSON.stringify({ netloom: 1, nodes: { x: { type: "Input", shape } } });
    const { svg } = pictureOf(canvasOf(text).get());
    expect(titles(svg)).toEqual([`x: Input\nshape ${shape.join(", ")}`]);
    const cut = shownTexts(svg).filter((shown) => shown.startsWith("11, 11"));
    expect(cut).toEqual([expect.stringMatching(/^11, [1, ]{3,40}…$/)]);
  });

  it("escapes what is written in a document", () => {
    const file = "<a&\"b'>\u0000\ud800 é漢🙂]]>";
    const text = JSON.stringify({
      netloom: 1,
      nodes: { rows: { type: "Dataset", source: "csv", file } },
    });
    const { svg } = pictureOf(canvasOf(text).get(), '</title><script>"');
    expect(svgText(svg)).toBe(true);
    expect(svg).toContain('<title id="netloom-title">&#60;/title&#62;&#60;script&#62;&#34;</title>');
    expect(titles(svg)[0]).toContain("file <a&\"b'>\ufffd\ufffd é漢🙂]]>");
    expect(svg).not.toMatch(/[\u0000\ud800](?![\udc00-\udfff])/);
  });

  it("has the colours of the look and no others of the page", () => {
    const { svg } = pictureOf(canvasOf(blocks).get());
    expect(svg).not.toMatch(/var\(|color-mix|class=|style=/);
    for (const colour of svg.matchAll(/(?:fill|stroke)="([^"]*)"/g))
      expect(colour[1]).toMatch(/^(#[0-9a-f]{6}|none)$/);
    expect(svg).toContain(printColours.category.convolution);
  });

  it("does not depend on what is selected or refused", () => {
    const canvas = canvasOf(cnn.replace('"logits -> loss.input"', '"conv -> loss.input"'));
    const before = pictureOf(canvas.get()).svg;
    canvas.select(["conv", "relu"]);
    canvas.say("No.");
    expect(pictureOf(canvas.get()).svg).toBe(before);
    expect(before).not.toContain("stroke-dasharray");
  });

  it("shows an instance that is open in place with what is in it, on its frame", () => {
    const canvas = canvasOf(blocks);
    const closed = pictureOf(canvas.get());
    expect(titles(closed.svg)).not.toContain("sum: Add");
    toggleInPlace(canvas, "stage");
    const { svg, width } = pictureOf(canvas.get());
    expect(width).toBeGreaterThan(closed.width);
    expect(titles(svg)).toContain("sum: Add");
    expect(shownTexts(svg)).toContain("×3 · showing 0");
    expect(arrows(svg) - arrows(closed.svg)).toBe(5);
    const order = ["stage: Residual", "sum: Add"].map((title) => svg.indexOf(`<title>${title}`));
    expect(order[0]).toBeLessThan(order[1]!);
  });

  it("shows a block's page with its ports and expressions", () => {
    const canvas = canvasOf(blocks);
    canvas.open({ path: "stage/0", block: "Residual" });
    const { svg } = pictureOf(canvas.get(), "model: Residual");
    expect(svg).toContain("Diagram of the block Residual with 4 nodes, 5 wires");
    expect(titles(svg)).toEqual(expect.arrayContaining(["input: input", "output: output"]));
    expect(svg).toMatch(/font-style="italic"[^>]*>\$channels</);
  });

  it("shows links between nodes that share weights, and what objectives concern while the canvas does", () => {
    const gan = exampleTexts().get("ring-gan.nn.json")!;
    const canvas = canvasOf(gan);
    const plain = pictureOf(canvas.get());
    canvas.set({ marks: objectiveMarks(canvas.get().typed!) });
    const marked = pictureOf(canvas.get());
    const names = canvas.get().typed!.graph.training.objectives.map(({ name }) => name);
    expect(names.length).toBeGreaterThan(1);
    const times = (svg: string, name: string) => shownTexts(svg).filter((text) => text === name).length;
    for (const name of names) expect(times(marked.svg, name)).toBeGreaterThan(times(plain.svg, name));
    expect(marked.svg).toContain(printColours.objectives[0]);
    expect(marked.height).toBeGreaterThan(plain.height);
    const siamese = canvasOf(exampleTexts().get("digits-siamese.nn.json")!);
    expect(titles(pictureOf(siamese.get()).svg).some((title) => title.includes("uses the weights of"))).toBe(
      true,
    );
  });

  it("shows a loss once there is a run, and has no empty row for it before", () => {
    const canvas = canvasOf(cnn);
    const before = pictureOf(canvas.get()).svg;
    expect(shownTexts(before)).not.toContain("0.412");
    const recentLoss = [2, 1, 0.5, 0.412];
    const progress = { step: 4, steps: 9, epoch: 1, epochs: 2, device: undefined };
    canvas.receive({
      kind: "run",
      run: { id: "1", status: "running", loss: 0.412, recentLoss, ...progress },
    });
    const after = pictureOf(canvas.get()).svg;
    expect(shownTexts(after)).toContain("0.412");
    const box = (svg: string) => {
      const found = /translate\(680,(\d+)\)"><title>loss: [^>]*><rect[^>]*height="(\d+)"/.exec(svg);
      return [Number(found?.[1]), Number(found?.[1]) + Number(found?.[2])];
    };
    expect([box(before), box(after)]).toEqual([
      [160 + 34, box(after)[1]],
      [160, 160 + 107],
    ]);
    // Its ports, and with them the wires, are where they are on the canvas.
    const lines = (svg: string) => svg.match(/<path d="M[^"]*" fill="none" stroke="#3d3d3d"/g);
    expect(lines(before)).toEqual(lines(after));
  });

  it("shows that a node is bypassed, with its wire running through", () => {
    const bypassed = cnn.replace('"conv": {', '"conv": { "bypass": true,');
    const { svg } = pictureOf(canvasOf(bypassed).get());
    expect(pictureOf(canvasOf(cnn).get()).svg).not.toContain("opacity");
    expect(svgText(svg)).toBe(true);
    expect(svg).toMatch(/<g opacity="0.55"><text[^>]*text-decoration="line-through"[^>]*>conv</);
    expect(svg).toMatch(/<title>conv: [^]*?<path d="M0,20 C/);
  });

  it("of nothing is none", () => {
    const look = { colours: printColours, fonts: { text: "sans-serif", mono: "monospace" } };
    const empty = canvasOf('{ "netloom": 1, "nodes": {} }').get();
    expect(drawPicture(empty, look, "model")).toBeUndefined();
  });
});
