import { describe, expect, it } from "vitest";
import { trainingParams } from "../../../engine/graph/schema";
import {
  boolean,
  choice,
  integer,
  integers,
  number,
  padding,
  perAxis,
  texts,
} from "../../../engine/parameters/parameter";
import { weightParams } from "../../../engine/layers/weightParams";
import type { Parameter } from "../../../engine/parameters/parameter";
import { fieldText, readField } from "../../../webview/inspector/fieldText";

const read = (parameter: Parameter, text: string) => {
  const reading = readField("p", parameter, text);
  return reading.ok ? reading.value : `! ${reading.message}`;
};

describe("a field", () => {
  it("parses common ways of writing a value", () => {
    const kernel = perAxis(2, { help: "", minimum: 1, default: 3 });
    expect(read(kernel, "5")).toBe(5);
    expect(read(kernel, "3 x 5")).toEqual([3, 5]);
    expect(read(kernel, "[4, 4]")).toBe(4);
    expect(read(perAxis(3, { help: "" }), "3 × 5 × 3")).toEqual([3, 5, 3]);
    expect(read(perAxis(3, { help: "" }), "3 3 3")).toBe(3);
    expect(read(number({ help: "" }), "0,5")).toBe(0.5);
    expect(read(number({ help: "" }), "1e-3")).toBe(0.001);
    expect(read(integers({ help: "" }), "1×28×28")).toEqual([1, 28, 28]);
    expect(read(texts({ help: "" }), "a, b c")).toEqual(["a", "b c"]);
    expect(read(padding(2, { help: "", default: 0 }), "same")).toBe("same");
    expect(read(boolean({ help: "" }), "true")).toBe(true);
    expect(read(trainingParams.batchSize, "all")).toBe("all");
  });

  it("formats and parses an initializer with its parameters", () => {
    const { weightInit } = weightParams;
    for (const [text, value] of [
      ["orthogonal", "orthogonal"],
      ["constant(value = 0.5)", { type: "constant", value: 0.5 }],
      [
        "kaimingNormal(nonlinearity = relu, mode = fanOut)",
        { type: "kaimingNormal", nonlinearity: "relu", mode: "fanOut" },
      ],
    ] as const) {
      expect(fieldText(weightInit, value)).toBe(text);
      expect(read(weightInit, text)).toEqual(value);
    }
    expect(read(weightInit, "constant()")).toBe("constant");
    expect(read(weightInit, "")).toBeUndefined();
    expect(read(weightInit, "constant(value = )")).toBe('! "p.value" must be a number, not "".');
    expect(read(weightInit, "constant(value)")).toBe('! "p.value" must be a number, not "".');
    expect(read(weightInit, "unifrom")).toContain("Did you mean");
  });

  it("may be empty if the parameter is optional", () => {
    expect(read(weightParams.weightDecay, " ")).toBeUndefined();
    expect(read(weightParams.weightDecay, "-1")).toBe('! "p" must be at least 0, not -1.');
  });

  it("treats empty text as the default, if there is one", () => {
    expect(read(integer({ help: "", default: 1 }), " ")).toBeUndefined();
    expect(read(integer({ help: "" }), "")).toMatch(/^! /);
  });

  it("says what is wrong, and does not send it", () => {
    expect(read(integer({ help: "", minimum: 1 }), "0")).toMatch(/^! .*at least 1/);
    expect(read(integer({ help: "" }), "2.5")).toMatch(/^! .*whole number/);
    expect(read(perAxis(2, { help: "" }), "1 2 3")).toMatch(/^! .*\[vertical, horizontal\]/);
    expect(read(perAxis(3, { help: "" }), "3 3")).toMatch(/^! .*\[depth, vertical, horizontal\]/);
    expect(read(perAxis(1, { help: "" }), "1 2")).toMatch(/^! .*a whole number, not/);
    expect(read(choice(["a", "b"], { help: "" }), "c")).toMatch(/^! /);
  });

  it("shows a value as it would be parsed", () => {
    for (const [parameter, value] of [
      [perAxis(2, { help: "" }), [3, 5]],
      [perAxis(2, { help: "" }), 3],
      [perAxis(1, { help: "" }), 3],
      [perAxis(3, { help: "" }), [3, 5, 3]],
      [integers({ help: "" }), [1, 28, 28]],
      [texts({ help: "" }), ["x", "y"]],
      [number({ help: "" }), 1e-8],
    ] as const)
      expect(read(parameter, fieldText(parameter, value))).toEqual(value);
  });
});
