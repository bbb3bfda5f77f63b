import { describe } from "vitest";
import { createOnnxRuntime } from "../../../engine/runtime/onnx/createOnnxRuntime";
import { computesRandomGraphs } from "./compareRuntimes";

describe("the CPU runtime computes random graphs as the reference does", () => {
  computesRandomGraphs(createOnnxRuntime, [1, 2, 3]);
});
