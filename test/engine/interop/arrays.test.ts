import { zipSync } from "fflate";
import { PNG } from "pngjs";
import { describe, expect, it } from "vitest";
import { decodeNpy, encodeNpy } from "../../../engine/interop/npy";
import { decodeNpz, encodeNpz } from "../../../engine/interop/npz";
import { decodePng, encodePng } from "../../../engine/interop/png";

const bytes = (base64: string) => new Uint8Array(Buffer.from(base64, "base64"));
/** As written by NumPy 2: a float32 matrix, whole numbers in Fortran order, and halves. */
const matrix =
  "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDMsIDIpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAMA/AAAAwAAAQEBvEoM7AAAAAAAA4EA=";
const fortran =
  "k05VTVBZAQB2AHsnZGVzY3InOiAnPGk4JywgJ2ZvcnRyYW5fb3JkZXInOiBUcnVlLCAnc2hhcGUnOiAoMiwgMyksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAAAAAMAAAAAAAAAAQAAAAAAAAAEAAAAAAAAAAIAAAAAAAAABQAAAAAAAAA=";
const halves =
  "k05VTVBZAQB2AHsnZGVzY3InOiAnPGYyJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDMsKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAOP97AoA=";
/** `numpy.savez_compressed(image=uint8 0, 1, 2; label=True)` */
const archive =
  "UEsDBC0AAAAIAAAAIQBI6mbs//////////8JABQAaW1hZ2UubnB5AQAQAIMAAAAAAAAARwAAAAAAAACb7BfqGxDJyFDGUK2eklqcXKRupaBeU2qorqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RrGOpo6CrUKFAAuBkYmAFBLAwQtAAAACAAAACEAgi340///////////CQAUAGxhYmVsLm5weQEAEACBAAAAAAAAAEMAAAAAAAAAm+wX6hsQychQxlCtnpJanFykbqWgXpNkqK6joJ6WX1RSlJgXn1+UkgoSd0vMKU4FihdnJBakAvkamjoKtQoUAS5GAFBLAQItAy0AAAAIAAAAIQBI6mbsRwAAAIMAAAAJAAAAAAAAAAAAAACAAQAAAABpbWFnZS5ucHlQSwECLQMtAAAACAAAACEAgi3400MAAACBAAAACQAAAAAAAAAAAAAAgAGCAAAAbGFiZWwubnB5UEsFBgAAAAACAAIAbgAAAAABAAAAAA==";

describe("NPY", () => {
  it("reads what NumPy writes", () => {
    expect(decodeNpy(bytes(matrix))).toEqual({
      shape: [3, 2],
      data: Float32Array.of(1.5, -2, 3, 4e-3, 0, 7),
    });
    expect(decodeNpy(bytes(fortran))).toEqual({ shape: [2, 3], data: Int32Array.of(0, 1, 2, 3, 4, 5) });
    const { shape, data } = decodeNpy(bytes(halves));
    expect(shape).toEqual([3]);
    expect([...data]).toEqual([0.5, 65504, -(2 ** -23)]);
  });

  it("writes the same bytes as NumPy", () => {
    expect(Buffer.from(encodeNpy(decodeNpy(bytes(matrix)))).toString("base64")).toBe(matrix);
  });

  it("says what is wrong with a file before taking memory", () => {
    const file = bytes(matrix);
    expect(() => decodeNpy(file.subarray(0, 150))).toThrow("as many bytes as its shape needs");
    expect(() => decodeNpy(file.subarray(0, 60))).toThrow("cut off");
    expect(() => decodeNpy(new Uint8Array(20))).toThrow("does not begin like an NPY file");
    const other = (from: string, to: string) =>
      new Uint8Array(Buffer.from(Buffer.from(file).toString("latin1").replace(from, to), "latin1"));
    expect(() => decodeNpy(other("<f4", ">f4"))).toThrow('">f4" is not supported');
    expect(() => decodeNpy(other("(3, 2)", "(9999999999, 2)"))).toThrow("bytes");
    expect(() => decodeNpy(other("'<f4'", "[('a']"))).toThrow("malformed");
  });
});

describe("NPZ", () => {
  it("reads what NumPy writes, and what it writes itself", () => {
    const read = decodeNpz(bytes(archive));
    expect([...read]).toEqual([
      ["image", { shape: [3], data: Int32Array.of(0, 1, 2) }],
      ["label", { shape: [], data: Int32Array.of(1) }],
    ]);
    expect(decodeNpz(encodeNpz(read))).toEqual(read);
  });

  it("refuses what is no archive, and what would unpack to too much", () => {
    expect(() => decodeNpz(new Uint8Array(40))).toThrow("not an intact NPZ");
    const zip = zipSync({ "a.npy": new Uint8Array(1000) });
    // The size in the central directory, after its signature.
    const directory = Buffer.from(zip).indexOf("PK\u0001\u0002");
    new DataView(zip.buffer, zip.byteOffset).setUint32(directory + 24, 0xfffffffe, true);
    expect(() => decodeNpz(zip)).toThrow("when unpacked");
  });
});

describe("PNG", () => {
  it("is written and read back, as grey or in colour", () => {
    const grey = {
      width: 3,
      height: 2,
      channels: 1 as const,
      data: Uint8Array.of(0, 50, 100, 150, 200, 255),
    };
    expect(decodePng(encodePng(grey), 1)).toEqual(grey);
    const colour = { width: 1, height: 2, channels: 3 as const, data: Uint8Array.of(255, 0, 0, 0, 128, 255) };
    expect(decodePng(encodePng(colour), 3)).toEqual(colour);
    // Luma of red, and of the blue: 0.299 · 255, and 0.587 · 128 + 0.114 · 255.
    expect([...decodePng(encodePng(colour), 1).data]).toEqual([76, 104]);
    expect([...decodePng(encodePng(grey), 3).data.subarray(3, 6)]).toEqual([50, 50, 50]);
  });

  it("puts transparent pixels on white, and refuses damaged, huge and interlaced pictures", () => {
    const png = new PNG({ width: 1, height: 1 });
    png.data = Buffer.from([0, 0, 0, 0]);
    const file = new Uint8Array(PNG.sync.write(png));
    expect([...decodePng(file, 1).data]).toEqual([255]);
    const changed = (at: number, value: number) => {
      const copy = file.slice();
      copy[at] = value;
      return () => decodePng(copy, 1);
    };
    expect(changed(0, 1)).toThrow("does not begin like a PNG");
    expect(changed(16, 0x7f)).toThrow("× 1 pixels");
    expect(changed(28, 1)).toThrow("interlaced");
    expect(changed(file.length - 20, 0xee)).toThrow("not an intact PNG");
  });
});
