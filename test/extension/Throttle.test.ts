import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Throttle } from "../../extension/Throttle";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it("acts soon after a quiet period, then at most once per interval", () => {
  const action = vi.fn();
  const throttle = new Throttle(100, action);
  throttle.request();
  throttle.request();
  vi.advanceTimersByTime(0);
  expect(action).toHaveBeenCalledTimes(1);
  throttle.request();
  vi.advanceTimersByTime(99);
  expect(action).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1);
  expect(action).toHaveBeenCalledTimes(2);
  throttle.request();
  throttle.dispose();
  vi.advanceTimersByTime(1000);
  expect(action).toHaveBeenCalledTimes(2);
});

it("waits until what it sent has been taken, and then acts once for all requests", async () => {
  const taken: (() => void)[] = [];
  const action = vi.fn(() => new Promise<void>((resolve) => taken.push(resolve)));
  const throttle = new Throttle(100, action);
  throttle.request();
  await vi.advanceTimersByTimeAsync(0);
  throttle.request();
  throttle.request();
  await vi.advanceTimersByTimeAsync(1000);
  expect(action).toHaveBeenCalledTimes(1);
  taken[0]!();
  await vi.advanceTimersByTimeAsync(0);
  expect(action).toHaveBeenCalledTimes(2);
  taken[1]!();
  await vi.advanceTimersByTimeAsync(1000);
  expect(action).toHaveBeenCalledTimes(2);
});

it("gives up on what is never taken, and goes on after what failed", async () => {
  const action = vi.fn((): Promise<void> => new Promise(() => undefined));
  const throttle = new Throttle(100, action);
  throttle.request();
  await vi.advanceTimersByTimeAsync(0);
  throttle.request();
  await vi.advanceTimersByTimeAsync(5001);
  expect(action).toHaveBeenCalledTimes(2);
  action.mockImplementation(() => Promise.reject(new Error("closed")));
  await vi.advanceTimersByTimeAsync(5001);
  throttle.request();
  await vi.advanceTimersByTimeAsync(100);
  throttle.request();
  await vi.advanceTimersByTimeAsync(100);
  expect(action).toHaveBeenCalledTimes(4);
});

it("does nothing more once it is disposed of, whatever is still on its way", async () => {
  const taken: (() => void)[] = [];
  const action = vi.fn(() => new Promise<void>((resolve) => taken.push(resolve)));
  const throttle = new Throttle(100, action);
  throttle.request();
  await vi.advanceTimersByTimeAsync(0);
  throttle.request();
  throttle.dispose();
  taken[0]!();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(action).toHaveBeenCalledTimes(1);
});
