import { crc32c } from "./crc32c";

const lengthBytes = 8;
const checksumBytes = 4;

/**
 * A record in TensorFlow's record format: length, checksum of the length, data, checksum of the data; little-endian.
 * https://www.tensorflow.org/tutorials/load_data/tfrecord#tfrecords_format_details
 */
export function encodeRecord(data: Uint8Array): Uint8Array {
  const record = new Uint8Array(lengthBytes + checksumBytes + data.length + checksumBytes);
  const view = new DataView(record.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(lengthBytes, masked(crc32c(record.subarray(0, lengthBytes))), true);
  record.set(data, lengthBytes + checksumBytes);
  view.setUint32(record.length - checksumBytes, masked(crc32c(data)), true);
  return record;
}

/** The format masks checksums, because a CRC of data that contains its own CRC is a weak check. */
function masked(checksum: number): number {
  return (((checksum >>> 15) | (checksum << 17)) + 0xa282ead8) >>> 0;
}
