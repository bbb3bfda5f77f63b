import { describe, expect, it } from "vitest";
import { crc32c } from "../../../engine/interop/tensorboard/crc32c";
import { encodeEvent } from "../../../engine/interop/tensorboard/encodeEvent";
import { encodeRecord } from "../../../engine/interop/tensorboard/encodeRecord";
import { TensorboardEvents } from "../../../engine/interop/tensorboard/TensorboardEvents";
import type { RunEvent } from "../../../engine/run/events";
import { decodeEvents } from "./decodeEvents";

describe("TensorBoard's event files", () => {
  it("computes CRC-32C as in RFC 3720", () => {
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
    expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
    expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i))).toBe(0x46dd794e);
    expect(crc32c(new TextEncoder().encode("123456789"))).toBe(0xe3069283);
  });

  it("frames records with checksums that detect damage", () => {
    const scalars = { "loss/train": 0.25, "accuracy/train": NaN };
    const record = encodeRecord(encodeEvent(12.5, 7, { kind: "scalars", scalars }));
    expect(decodeEvents(record)).toEqual([{ wallTime: 12.5, step: 7, scalars }]);
    for (let i = 0; i < record.length; i++) {
      const damaged = record.slice();
      damaged[i]! ^= 1;
      expect(() => decodeEvents(damaged), `byte ${i}`).toThrow();
    }
  });

  it("writes numbers beyond float32's range as infinite", () => {
    const record = encodeRecord(encodeEvent(0, 1, { kind: "scalars", scalars: { loss: 1e300 } }));
    expect(decodeEvents(record)[0]!.scalars).toEqual({ loss: Infinity });
  });

  it("averages steps into points: at most ten a second, and one at the end of each epoch", () => {
    const events = new TensorboardEvents(1000.5);
    expect(events.fileName).toBe("events.out.tfevents.1000.netloom");
    events.log(steps(1, [4]), 1001);
    events.log(steps(2, [3, 2]), 1001.05);
    events.log(steps(4, [1]), 1001.06);
    events.log(epoch(1, 4), 1001.07);
    events.log(steps(5, [8]), 1001.2);
    expect(decodeEvents(events.take())).toEqual([
      { wallTime: 1000.5, step: 0, version: "brain.Event:2", scalars: {} },
      { wallTime: 1001, step: 1, scalars: { "loss/train": 4, "accuracy/train": 0.5 } },
      { wallTime: 1001.07, step: 4, scalars: { "loss/train": 2, "accuracy/train": 0.5 } },
      { wallTime: 1001.07, step: 4, scalars: { "loss/validation": 0.5, "accuracy/validation": 0.75 } },
      { wallTime: 1001.2, step: 5, scalars: { "loss/train": 8, "accuracy/train": 0.5 } },
    ]);
    expect(events.take()).toHaveLength(0);
  });

  it("marks where a resumed run starts, so that TensorBoard drops older points", () => {
    const events = new TensorboardEvents(1);
    events.log({ event: "start", resumedAt: 20 } as RunEvent, 2);
    expect(decodeEvents(events.take()).at(-1)).toEqual({ wallTime: 2, step: 21, restart: true, scalars: {} });
  });
});

function steps(first: number, loss: number[]): RunEvent {
  const rest = { epoch: 1, learningRate: 0.1, samplesPerSecond: 1, secondsLeft: 1 };
  return { event: "steps", run: "", first, loss, metrics: { accuracy: loss.map(() => 0.5) }, ...rest };
}

function epoch(number: number, step: number): RunEvent {
  const validation = { loss: 0.5, accuracy: 0.75 };
  return { event: "epoch", run: "", epoch: number, step, train: { loss: 2.5 }, validation };
}
