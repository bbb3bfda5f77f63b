/**
 * Orthonormalises vectors, stored one after another in `vectors`, in place by Gram–Schmidt, with two sweeps each to
 * remove rounding errors. For normally distributed vectors, the result is the Q of a QR decomposition whose R has a
 * positive diagonal: every orthonormal set is equally likely.
 */
export function orthonormal(vectors: Float64Array, count: number, length: number): Float64Array {
  const rows = Array.from({ length: count }, (_, i) => vectors.subarray(i * length, (i + 1) * length));
  rows.forEach((row, i) => {
    const earlier = rows.slice(0, i);
    for (const other of [...earlier, ...earlier]) subtract(row, other, dot(row, other));
    const norm = Math.sqrt(dot(row, row));
    for (let k = 0; k < length; k++) row[k] = (row[k] ?? 0) / norm;
  });
  return vectors;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += (a[k] ?? 0) * (b[k] ?? 0);
  return sum;
}

function subtract(from: Float64Array, vector: Float64Array, factor: number): void {
  for (let k = 0; k < from.length; k++) from[k] = (from[k] ?? 0) - factor * (vector[k] ?? 0);
}
