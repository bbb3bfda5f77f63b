import { expect, it } from "vitest";
import { element, escaped } from "../../../../webview/canvas/picture/element";

it("an element is written with its attributes in order, without those that are undefined", () => {
  const inner = element("text", { x: 1 / 3, fill: undefined }, escaped("a < b"));
  expect(element("g", { id: 'say "a&b"' }, inner)).toBe(
    '<g id="say &#34;a&#38;b&#34;"><text x="0.33">a &#60; b</text></g>',
  );
  expect(element("rect", { x: -0.001 })).toBe('<rect x="0"/>');
});

it("what XML cannot contain is replaced", () => {
  expect(escaped("\u0000\u001b\ufffe\ud800x\udc00🙂")).toBe("\ufffd\ufffd\ufffd\ufffdx\ufffd🙂");
  expect(escaped("a\tb\nc\rd")).toBe("a&#9;b&#10;c&#13;d");
});
