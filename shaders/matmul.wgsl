// Operands of a matrix product for the gemm* kernels: any strides, and up to three batch axes that broadcast.
// Constants: M, N, K, BATCH_1, BATCH_2 (sizes of the two inner batch axes), strides A_* and B_*.

@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read> b: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;

alias Row = u32;
alias Column = u32;
alias Inner = u32;

fn row_of(batch: u32, row: u32) -> Row {
  let leading = vec3u(batch / (BATCH_1 * BATCH_2), batch / BATCH_2 % BATCH_1, batch % BATCH_2);
  return leading.x * A_0 + leading.y * A_1 + leading.z * A_2 + row * A_ROW;
}

fn column_of(batch: u32, column: u32) -> Column {
  let leading = vec3u(batch / (BATCH_1 * BATCH_2), batch / BATCH_2 % BATCH_1, batch % BATCH_2);
  return leading.x * B_0 + leading.y * B_1 + leading.z * B_2 + column * B_COLUMN;
}

fn inner_of(k: u32) -> Inner {
  return k;
}

fn load_a(row: Row, k: Inner) -> f32 {
  return a[row + k * A_K];
}

fn load_b(k: Inner, column: Column) -> f32 {
  return b[k * B_K + column];
}

fn place_of(batch: u32, row: u32, column: u32) -> u32 {
  return (batch * M + row) * N + column;
}
