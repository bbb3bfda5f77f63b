import { afterEach, expect, it, vi } from "vitest";
import { YieldToMessages } from "../../../../engine/training/callbacks/YieldToMessages";

afterEach(() => {
  vi.restoreAllMocks();
});

it("lets messages in after steps have run for a while, and again only after the same time", async () => {
  const clock = vi.spyOn(performance, "now").mockReturnValue(1000);
  const callback = new YieldToMessages();
  expect(callback.afterStep(1, 1020)).toBeUndefined();
  let arrived = false;
  setImmediate(() => (arrived = true));
  clock.mockReturnValue(1030);
  await callback.afterStep(2, 1021);
  expect(arrived).toBe(true);
  expect(callback.afterStep(3, 1050)).toBeUndefined();
  expect(callback.afterStep(4, 1051)).toBeInstanceOf(Promise);
});
