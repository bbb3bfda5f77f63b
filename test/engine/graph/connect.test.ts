import { describe, expect, it } from "vitest";
import { canConnect } from "../../../engine/graph/connect";
import { pageOf } from "../../../engine/graph/page";
import { documentOf, mlp, typedOf } from "./documents";

const typed = typedOf(mlp);

describe("a wire that can be", () => {
  it("is written with ports where there are several", () => {
    const loose = typedOf(
      mlp.replace('    "digits.image -> flatten",\n', "").replace('    "relu -> logits",\n', ""),
    );
    expect(canConnect(pageOf(loose), { node: "digits" }, { node: "flatten" })).toEqual({
      ok: true,
      edge: "digits.image -> flatten",
      replaces: undefined,
    });
    expect(
      canConnect(pageOf(loose), { node: "relu", port: "output" }, { node: "logits", port: "input" }),
    ).toMatchObject({
      edge: "relu -> logits",
    });
  });

  it("replaces the wire of an input that takes one", () => {
    expect(canConnect(pageOf(typed), { node: "hidden" }, { node: "logits" })).toEqual({
      ok: true,
      edge: "hidden -> logits",
      replaces: 3,
    });
  });

  it("joins the others at an input that takes many", () => {
    const sums = typedOf(
      documentOf(
        '"a": { "type": "Input", "shape": [2] }, "b": { "type": "Input", "shape": [2] }, "sum": { "type": "Add" }',
        ["a -> sum"],
      ),
    );
    expect(canConnect(pageOf(sums), { node: "b" }, { node: "sum" })).toEqual({
      ok: true,
      edge: "b -> sum",
      replaces: undefined,
    });
  });

  it("may enter such an input twice", () => {
    const product = typedOf(
      documentOf('"x": { "type": "Input", "shape": [2] }, "product": { "type": "Multiply" }', [
        "x -> product",
      ]),
    );
    expect(canConnect(pageOf(product), { node: "x" }, { node: "product" })).toEqual({
      ok: true,
      edge: "x -> product",
      replaces: undefined,
    });
  });

  it("may lead to a node that still waits for other wires, or comes from one without a shape yet", () => {
    const half = typedOf(
      documentOf(
        '"x": { "type": "Linear", "outFeatures": 2 }, "a": { "type": "ReLU" }, "loss": { "type": "MSELoss" }',
        [],
      ),
    );
    expect(canConnect(pageOf(half), { node: "x" }, { node: "loss", port: "target" })).toMatchObject({
      ok: true,
    });
    expect(canConnect(pageOf(half), { node: "x" }, { node: "a" })).toMatchObject({ ok: true });
  });

  it("may mend what is broken", () => {
    const broken = typedOf(mlp.replace("digits.image -> flatten", "digits.label -> flatten"));
    expect(broken.problems.map(({ code }) => code)).toEqual(["dtype-mismatch"]);
    expect(canConnect(pageOf(broken), { node: "digits", port: "image" }, { node: "flatten" })).toMatchObject({
      ok: true,
      replaces: 0,
    });
  });
});

describe("a wire that cannot be", () => {
  const reason = (from: [string, string?], to: [string, string?], graph = typed) => {
    const result = canConnect(pageOf(graph), { node: from[0], port: from[1] }, { node: to[0], port: to[1] });
    return result.ok ? "ok" : result.reason;
  };

  it("says why", () => {
    expect(reason(["relu", "input"], ["logits"])).toMatch(/must begin at an output/);
    expect(reason(["relu"], ["logits", "output"])).toMatch(/must end at an input/);
    expect(reason(["relu"], ["digits"])).toMatch(/must end at an input/);
    expect(reason(["relu"], ["logits"])).toMatch(/already connected/);
    expect(reason(["relu"], ["relu"])).toMatch(/cycle: relu → relu/);
    expect(reason(["logits"], ["hidden"])).toMatch(/cycle: hidden → relu → logits → hidden/);
    expect(reason(["digits", "label"], ["hidden"])).toMatch(
      /takes float32, but "digits.label" outputs whole numbers/,
    );
    expect(reason(["relu"], ["loss", "target"])).toMatch(/takes whole numbers \(int32\).*relu gives 128/);
    expect(reason(["nobody"], ["loss"])).toMatch(/layers that exist/);
  });

  it("tells the shapes that conflict at its end", () => {
    expect(reason(["digits", "image"], ["loss", "input"])).toBe(
      "loss: needs one score per class but gets 1×28×28; Flatten and Linear can produce scores (digits.image gives 1×28×28, digits.label gives 1)",
    );
  });

  it("tells the shapes that conflict behind it", () => {
    expect(reason(["digits", "image"], ["hidden"])).toMatch(/^loss: needs one score .*logits gives 1×28×10/);
  });

  it("does not blame a wire for what was wrong before", () => {
    const graph = typedOf(
      documentOf(
        '"x": { "type": "Input", "shape": [4] }, "y": { "type": "Input", "shape": [5] }, "a": { "type": "ReLU" }, "sum": { "type": "Add" }',
        ["x -> a", "a -> sum", "y -> sum"],
      ),
    );
    expect(graph.problems).toHaveLength(1);
    const z = typedOf(
      documentOf(
        '"x": { "type": "Input", "shape": [4] }, "z": { "type": "Input", "shape": [6] }, "y": { "type": "Input", "shape": [5] }, "a": { "type": "ReLU" }, "sum": { "type": "Add" }',
        ["x -> a", "a -> sum", "y -> sum"],
      ),
    );
    expect(reason(["z"], ["a"], z)).toBe("ok");
    expect(reason(["z"], ["sum"], z)).toMatch(/cannot combine/);
  });
});
