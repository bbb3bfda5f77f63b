/** The typed array that carries a dtype in and out of a runtime: float64 for the reference runtime's floats. */
export type HostArray = Float32Array | Float64Array | Int32Array;

export type HostArrays = Readonly<Record<string, HostArray>>;
