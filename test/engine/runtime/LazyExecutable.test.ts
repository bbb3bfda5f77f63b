import { expect, it } from "vitest";
import { LazyExecutable } from "../../../engine/runtime/LazyExecutable";
import type { Executable } from "../../../engine/runtime/runtime";

it("loads its Program when it first runs, and once", async () => {
  const calls: string[] = [];
  const loaded: Executable = {
    run: (feeds, index) => {
      calls.push(`run ${Object.keys(feeds).join()} ${index}`);
      return undefined;
    },
    drain: () => {
      calls.push("drain");
      return Promise.resolve();
    },
    dispose: () => calls.push("dispose"),
  };
  const lazy = new LazyExecutable(() => {
    calls.push("load");
    return Promise.resolve(loaded);
  });
  await lazy.drain();
  lazy.dispose();
  expect(calls).toEqual([]);
  await lazy.run({ x: new Float32Array(1) }, 7);
  expect(lazy.run({}, 8)).toBeUndefined();
  await lazy.drain();
  lazy.dispose();
  expect(calls).toEqual(["load", "run x 7", "run  8", "drain", "dispose"]);
});

it("fails as its Program does", async () => {
  const lazy = new LazyExecutable(() => Promise.reject(new Error("no memory")));
  await expect(lazy.run({}, 1)).rejects.toThrow("no memory");
});
