import { describe, expect, it } from "vitest";
import { fromCanvas } from "../../../webview/messages/canvas";
import { mostPictureCharacters, svgText } from "../../../webview/messages/picture";

const svg = (content: string) => `<svg xmlns="http://www.w3.org/2000/svg" width="1">${content}</svg>\n`;

describe("a picture that a page sends", () => {
  it("is what the canvas draws", () => {
    expect(svgText(svg('<g transform="translate(1,2)"><text x="1">a &#60; b</text></g>'))).toBe(true);
  });

  it("contains nothing that could run or load something", () => {
    const bad = [
      "<script>alert(1)</script>",
      '<rect onload="alert(1)"/>',
      '<rect style="fill: red"/>',
      '<image href="http://example.com/a.png"/>',
      "<foreignObject></foreignObject>",
      "<!-- -->",
      "<?xml-stylesheet href='a.css'?>",
      "<![CDATA[]]>",
      "<g",
    ];
    for (const content of bad) expect([content, svgText(svg(content))]).toEqual([content, false]);
    expect(svgText("text")).toBe(false);
    expect(svgText(`<!DOCTYPE svg>${svg("")}`)).toBe(false);
  });

  it("has a limited size, and is a PNG file if it says so", () => {
    const message = (picture: object) => fromCanvas({ kind: "picture", number: 1, ...picture });
    expect(message({ png: "iVBORw0KGgoAAAA=" })).toBe(true);
    expect(message({ png: "R0lGODlhAQAB" })).toBe(false);
    expect(message({ png: `iVBORw0KGgo${"A".repeat(mostPictureCharacters)}` })).toBe(false);
    expect(message({ svg: svg("x".repeat(mostPictureCharacters)) })).toBe(false);
    expect(message({ svg: svg(""), block: "Residual" })).toBe(true);
    expect(message({ svg: svg(""), block: "../Residual" })).toBe(false);
    expect(message({})).toBe(true);
  });
});
