import { expect, it } from "vitest";
import { covers } from "../../../webview/gradients/stores";

it("a node is covered by itself and by the instances that it is in", () => {
  const covered = (...nodes: string[]) => covers(new Set(nodes), "stage1/0/conv1");
  expect([covered("stage1/0/conv1"), covered("stage1/0"), covered("stage1")]).toEqual([true, true, true]);
  expect([covered(), covered("conv1"), covered("stage"), covered("stage1/0/conv")]).toEqual([
    ...[false, false, false, false],
  ]);
});
