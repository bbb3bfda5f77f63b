import { describe, expect, it } from "vitest";
import { infer } from "../../../../engine/graph/infer";
import { pageOf } from "../../../../engine/graph/page";
import { parse } from "../../../../engine/document/parse";
import { nodeViews } from "../../../../webview/canvas/model/nodeView";
import { pillWords, showsType } from "../../../../webview/canvas/model/nodeSize";
import type { NodeView } from "../../../../webview/canvas/model/nodeView";

function viewOf(id: string, edges: readonly string[]): NodeView {
  const { graph } = parse(`{ "netloom": 1, "nodes": {
    "image": { "type": "Input", "shape": [3, 8, 8] },
    "pool": { "type": "MaxPool2d", "kernelSize": 2 },
    "unpool": { "type": "MaxUnpool2d", "kernelSize": 2 },
    "attention": { "type": "MultiheadAttention", "numHeads": 2 },
    "odd": { "type": "Nothing" }
  }, "edges": ${JSON.stringify(edges)} }`);
  const view = graph && nodeViews(pageOf(infer(graph)), [], {}, new Map()).get(id);
  if (!view) throw new Error("no view");
  return view;
}

const names = (ports: readonly { readonly name: string }[]) => ports.map(({ name }) => name);

describe("a node's text", () => {
  const named = { name: "attend", type: "ScaledDotProductAttention", named: true, chips: [] };
  const chip = (value?: string) => ({ param: "padding", label: "padding", value });

  it("omits the type if the name says the same and there is no room for both", () => {
    expect(showsType(named)).toBe(true);
    expect(showsType({ ...named, name: "scaleddotproductattention", named: false })).toBe(false);
    expect(showsType({ name: "conv", type: "Conv2d", named: false })).toBe(true);
  });

  it("shows values on a pill if they fit, truncates long lists, and always shows missing values", () => {
    const values = (id: string, chips: NodeView["chips"]) =>
      pillWords({ name: id, type: "Pad", named: true, chips }).flatMap((word) =>
        word.chip ? [word.text] : [],
      );
    const long = "1, ".repeat(30);
    expect(values("frame", [chip("1, 1"), chip("reflect")])).toEqual(["1, 1", "reflect"]);
    expect(values("frame", [chip(long), chip("reflect")])).toEqual([long]);
    expect(values("a_name_that_fills_all_of_the_pill", [chip("1, 1")])).toEqual([]);
    expect(values("a_name_that_fills_all_of_the_pill", [chip()])).toEqual(["?"]);
  });
});

describe("a node's ports", () => {
  it("are shown if required; optional ones are hidden", () => {
    const pool = viewOf("pool", ["image -> pool"]);
    expect(pool.look).toBe("pill");
    expect([names(pool.outputs), names(pool.spare.output)]).toEqual([["output"], ["indices"]]);
    const attention = viewOf("attention", []);
    expect(names(attention.inputs)).toEqual(["query"]);
    expect(names(attention.outputs)).toEqual(["output", "weights"]);
    expect(names(attention.spare.input)).toEqual(["key", "value", "keyPaddingMask", "attnMask"]);
  });

  it("are shown if connected, in the layer's order", () => {
    const pool = viewOf("pool", ["image -> pool", "pool -> unpool.input", "pool.indices -> unpool.indices"]);
    expect(pool.look).toBe("card");
    expect([names(pool.outputs), names(pool.spare.output)]).toEqual([["output", "indices"], []]);
    const attention = viewOf("attention", ["image -> attention.value", "image -> attention"]);
    expect(names(attention.inputs)).toEqual(["query", "value"]);
    expect(attention.height).toBe(viewOf("attention", []).height);
  });

  it("are one input and one output if the type is unknown", () => {
    const odd = viewOf("odd", ["image -> odd"]);
    expect([names(odd.inputs), names(odd.outputs)]).toEqual([["input"], ["output"]]);
  });
});
