import { afterAll, beforeAll } from "vitest";
import { createRuntime } from "../../../engine/runtime/createRuntime";
import type { Runtime } from "../../../engine/runtime/runtime";
import { metricSuite } from "./metricSuite";

let runtime: Runtime;
beforeAll(async () => {
  runtime = await createRuntime("software");
});
afterAll(() => runtime.dispose());

metricSuite(() => runtime);
