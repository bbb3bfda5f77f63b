import { describe, expect, it } from "vitest";
import { decodeNpy, encodeNpy } from "../../../engine/interop/npy";

const bytes = (base64: string) => new Uint8Array(Buffer.from(base64, "base64"));
/** As written by NumPy 2: a float32 matrix, whole numbers in Fortran order, and halves. */
const matrix =
  "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDMsIDIpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAMA/AAAAwAAAQEBvEoM7AAAAAAAA4EA=";
const fortran =
  "k05VTVBZAQB2AHsnZGVzY3InOiAnPGk4JywgJ2ZvcnRyYW5fb3JkZXInOiBUcnVlLCAnc2hhcGUnOiAoMiwgMyksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAAAAAMAAAAAAAAAAQAAAAAAAAAEAAAAAAAAAAIAAAAAAAAABQAAAAAAAAA=";
const halves =
  "k05VTVBZAQB2AHsnZGVzY3InOiAnPGYyJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDMsKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAOP97AoA=";

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
