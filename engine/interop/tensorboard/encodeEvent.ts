import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";

/** The content of an event. */
export type EventContent =
  /** The first event of every file. */
  | { readonly kind: "version" }
  /** A resumed run starts here: earlier events for this step and later ones are void. */
  | { readonly kind: "restart" }
  | { readonly kind: "scalars"; readonly scalars: Readonly<Record<string, number>> };

const fileVersion = "brain.Event:2";

// Field numbers, by message, of
// https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/util/event.proto and
// https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/framework/summary.proto
const eventField = { wallTime: 1, step: 2, fileVersion: 3, summary: 5, sessionLog: 7 } as const;
const summaryField = { value: 1 } as const;
const valueField = { tag: 1, simpleValue: 2 } as const;
const sessionLogField = { status: 1 } as const;
const sessionStart = 1;

/** The bytes of an `Event` message; `wallTime` is in seconds since 1970. */
export function encodeEvent(wallTime: number, step: number, content: EventContent): Uint8Array {
  const writer = new BinaryWriter();
  writer.tag(eventField.wallTime, WireType.Bit64).double(wallTime);
  writer.tag(eventField.step, WireType.Varint).int64(step);
  switch (content.kind) {
    case "version":
      writer.tag(eventField.fileVersion, WireType.LengthDelimited).string(fileVersion);
      break;
    case "restart":
      writer.tag(eventField.sessionLog, WireType.LengthDelimited).fork();
      writer.tag(sessionLogField.status, WireType.Varint).int32(sessionStart);
      writer.join();
      break;
    case "scalars":
      writer.tag(eventField.summary, WireType.LengthDelimited).fork();
      for (const [tag, value] of Object.entries(content.scalars)) {
        writer.tag(summaryField.value, WireType.LengthDelimited).fork();
        writer.tag(valueField.tag, WireType.LengthDelimited).string(tag);
        // Values beyond float32's range become infinite.
        writer.tag(valueField.simpleValue, WireType.Bit32).float(Math.fround(value));
        writer.join();
      }
      writer.join();
  }
  return writer.finish();
}
