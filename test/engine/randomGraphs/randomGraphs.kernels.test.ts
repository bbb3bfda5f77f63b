import { describe } from "vitest";
import { createWebgpuRuntime } from "../../../engine/runtime/webgpu/createWebgpuRuntime";
import { computesRandomGraphs } from "./compareRuntimes";

describe("the WebGPU runtime computes random graphs as the reference does", () => {
  // Compiling takes a software adapter a while: one graph for every sixth layer. Each layer's own fixtures run there too.
  computesRandomGraphs(() => createWebgpuRuntime("software"), [1], 6);
});
