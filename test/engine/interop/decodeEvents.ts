import { BinaryReader } from "@bufbuild/protobuf/wire";

/** One event of a TensorBoard file, decoded by the published field numbers. */
export interface DecodedEvent {
  wallTime: number;
  step: number;
  version?: string;
  restart?: boolean;
  scalars: Record<string, number>;
}

/** Reads an event file as TensorBoard does: record by record, each with its checksums. */
export function decodeEvents(file: Uint8Array): DecodedEvent[] {
  const events: DecodedEvent[] = [];
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  for (let at = 0; at < file.length;) {
    const length = Number(view.getBigUint64(at, true));
    expectChecksum(file.subarray(at, at + 8), view.getUint32(at + 8, true));
    const data = file.subarray(at + 12, at + 12 + length);
    expectChecksum(data, view.getUint32(at + 12 + length, true));
    events.push(decodeEvent(data));
    at += 16 + length;
  }
  return events;
}

function decodeEvent(data: Uint8Array): DecodedEvent {
  const reader = new BinaryReader(data);
  const event: DecodedEvent = { wallTime: 0, step: 0, scalars: {} };
  while (reader.pos < reader.len) {
    const [field, wire] = reader.tag();
    if (field === 1) event.wallTime = reader.double();
    else if (field === 2) event.step = Number(reader.int64());
    else if (field === 3) event.version = reader.string();
    else if (field === 5) readSummary(new BinaryReader(reader.bytes()), event.scalars);
    else if (field === 7) event.restart = reader.bytes().join() === "8,1";
    else reader.skip(wire);
  }
  return event;
}

function readSummary(reader: BinaryReader, scalars: Record<string, number>): void {
  while (reader.pos < reader.len) {
    reader.tag();
    const value = new BinaryReader(reader.bytes());
    let [tag, number] = ["", NaN];
    while (value.pos < value.len) {
      const [field] = value.tag();
      if (field === 1) tag = value.string();
      else number = value.float();
    }
    scalars[tag] = number;
  }
}

/** CRC-32C computed bit by bit, to compare with the file's unmasked checksum. */
function expectChecksum(data: Uint8Array, written: number): void {
  const rotated = (written - 0xa282ead8) >>> 0;
  const expected = ((rotated >>> 17) | (rotated << 15)) >>> 0;
  let crc = 0xffffffff;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  if (~crc >>> 0 !== expected) throw new Error("a checksum does not match");
}
