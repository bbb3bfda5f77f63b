/** The typed array that holds a dtype's values on the host: float64 for the reference runtime's floats. */
export type HostArray = Float32Array | Float64Array | Int32Array;

export type HostArrays = Readonly<Record<string, HostArray>>;
