import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { EngineProcess } from "../../../extension/engine/EngineProcess";
import { protocolVersion } from "../../../engine/server/protocol";
import type { RunEvent } from "../../../engine/run/events";

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), "netloom-engine-"))));
afterEach(() => rmSync(folder, { recursive: true }));

/** An engine that sends these messages when asked for its devices, and then the response. */
function engineSending(messages: readonly unknown[]): string {
  const script = path.join(folder, "engine.cjs");
  writeFileSync(
    script,
    `process.on("message", ({ id, method }) => {
       if (method === "hello") process.send({ kind: "result", id, result: { version: ${protocolVersion}, node: "" } });
       if (method !== "devices") return;
       for (const message of ${JSON.stringify(messages)}) process.send(message);
       process.send({ kind: "result", id, result: { devices: [] } });
     });
     process.on("disconnect", () => process.exit(0));`,
  );
  return script;
}

it("passes on a run's events, ignores messages outside the protocol and logs the first of them", async () => {
  const end = { event: "end", run: "/runs/1", status: "completed", step: 1 };
  const status = { event: "status", run: "/runs/1", status: "paused" };
  // The first request is the handshake.
  const id = 2;
  const invalid = [
    null,
    5,
    "text",
    [],
    {},
    { kind: "result" },
    { kind: "result", id: "1" },
    { kind: "error", id: 2 },
    { kind: "part", text: "a" },
    { kind: "part", id: 2, text: 1 },
    { kind: "error", id: 2, error: { code: 1 } },
    { kind: "event" },
    { kind: "event", event: end },
    { kind: "event", id, event: null },
    { kind: "event", id, event: { ...end, event: "toString" } },
    { kind: "event", id, event: { ...end, event: "party" } },
    { kind: "event", id, event: { event: "end" } },
    { kind: "event", id: 12345, event: end },
    { kind: "result", id: 12345, result: {} },
  ];
  const events: RunEvent[] = [];
  const log: string[] = [];
  const engine = await EngineProcess.start({
    node: process.execPath,
    script: engineSending([
      ...invalid,
      { kind: "event", id, event: status },
      { kind: "event", id, event: end },
      { kind: "event", id, event: end },
    ]),
    env: process.env,
    log: (text) => log.push(text),
  });
  const onEvent = (event: RunEvent) => {
    events.push(event);
    if (event.event === "status") throw new Error("a view failed");
  };
  expect(await engine.request("devices", {}, { onEvent })).toEqual({ devices: [] });
  // Events after a run's end are ignored.
  expect(events).toEqual([status, end]);
  expect(log.filter((text) => text.includes("protocol"))).toHaveLength(1);
  expect(log.filter((text) => text.includes("a view failed"))).toHaveLength(1);
  await engine.end();
});

it("passes on the parts of a text to the request that generates it", async () => {
  const engine = await EngineProcess.start({
    node: process.execPath,
    script: engineSending([
      { kind: "part", id: 12345, text: "x" },
      { kind: "part", id: 2, text: "a" },
      { kind: "part", id: 2, text: "b" },
    ]),
    env: process.env,
    log: () => undefined,
  });
  const parts: string[] = [];
  await engine.request("devices", {}, { onPart: (text) => parts.push(text) });
  expect(parts).toEqual(["a", "b"]);
  await engine.end();
});

it("logs its output by line, without messages of drivers and libraries", async () => {
  const script = path.join(folder, "engine.cjs");
  const dawn =
    "Warning: vkCreateInstance failed with VK_ERROR_INCOMPATIBLE_DRIVER\\n    at CheckVkSuccessImpl (/home/runner/work/node-webgpu/third_party/dawn/src/dawn/native/vulkan/VulkanError.cpp:106)\\n\\n";
  writeFileSync(
    script,
    `process.on("message", ({ id }) => {
       process.stderr.write("${dawn}of ");
       process.stderr.write("ours\\n${dawn}");
       process.stdout.write("the end");
       process.send({ kind: "result", id, result: { version: ${protocolVersion}, node: "" } });
     });
     process.on("disconnect", () => process.exit(0));`,
  );
  const log: string[] = [];
  const engine = await EngineProcess.start({
    node: process.execPath,
    script,
    env: process.env,
    log: (text) => log.push(text),
  });
  await engine.end();
  expect(log.sort()).toEqual(["of ours\n", "the end"]);
});
