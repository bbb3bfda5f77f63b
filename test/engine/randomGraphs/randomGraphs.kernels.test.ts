import { describe } from "vitest";
import { createWebgpuRuntime } from "../../../engine/runtime/webgpu/createWebgpuRuntime";
import { computesRandomGraphs } from "./compareRuntimes";

describe("the WebGPU runtime computes random graphs as the reference does", () => {
  computesRandomGraphs(() => createWebgpuRuntime("software"), [1]);
});
