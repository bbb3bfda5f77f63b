import { describe, expect, it } from "vitest";
import { lastWords } from "../../../engine/server/lastWords";

describe("lastWords", () => {
  it("finds the error of an uncaught exception", () => {
    const stderr = [
      "/models/engine.cjs:10",
      '  throw new TypeError("x is undefined");',
      "        ^",
      "",
      "TypeError: x is undefined",
      "    at run (/models/engine.cjs:10:9)",
      "",
      "Node.js v20.1.0",
    ].join("\n");
    expect(lastWords(stderr)).toBe("TypeError: x is undefined");
  });
  it("takes the last two lines of anything else, cut to a message's length", () => {
    expect(lastWords("one\ntwo\r\nthree\n")).toBe("two three");
    expect(lastWords("")).toBe("");
    expect(lastWords("a".repeat(10_000))).toHaveLength(400);
  });

  it("leaves out the chatter of drivers and libraries", () => {
    const remarks = [
      "Warning: maxDynamicUniformBuffersPerPipelineLayout artificially reduced from 1000000 to 16 to fit dynamic offset allocation limit.",
      "Warning: maxDynamicStorageBuffersPerPipelineLayout artificially reduced from 1000000 to 16 to fit dynamic offset allocation limit.",
      "WARNING: lavapipe is not a conformant vulkan implementation, testing use only.",
      "MESA: warning: Driver does not support the 0x7d67 PCI ID.",
      "MESA-INTEL: warning: Haswell Vulkan support is incomplete",
      "libEGL warning: DRI3: failed to query the version",
      "\u001b[0;93m2026-03-01 10:00:00.123 [W:onnxruntime:, graph.cc:4285 CleanUnusedInitializers] Removing initializer 'a'.\u001b[m",
      "(node:4711) ExperimentalWarning: WASI is an experimental feature and might change at any time",
      "(Use `node --trace-warnings ...` to show where the warning was created)",
    ];
    expect(lastWords(remarks.join("\n"))).toBe("");
    expect(lastWords([...remarks, "thread panicked: out of tokens", ...remarks].join("\n"))).toBe(
      "thread panicked: out of tokens",
    );
    expect(lastWords(`${remarks.join("\n")}\nError: the device was lost\n${remarks.join("\n")}`)).toBe(
      "Error: the device was lost",
    );
    const failed = "2026-03-01 10:00:00.1 [E:onnxruntime:, sequential_executor.cc:1] Non-zero status code";
    expect(lastWords(`${remarks.join("\n")}\n${failed}`)).toBe(failed);
  });
});
