// y = a·b with ROWS x COLUMNS elements per invocation and no workgroup memory: for adapters with slow barriers, and for
// products too small for a tile.
// Constants: THREADS (workgroup size), ROWS, COLUMNS, SPLITS, and those of the operands and of tiles.wgsl.

@compute @workgroup_size(THREADS)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) local: vec3u) {
  let tile = tile_of(group);
  if (!is_tile(tile)) {
    return;
  }
  let batch = tile.z / SPLITS;
  let part = tile.z % SPLITS;
  let first_row = tile.y * ROWS;
  let first_column = tile.x * (COLUMNS * THREADS) + local.x;
  if (first_column >= N) {
    return;
  }

  // Rows and columns beyond the edge repeat the last one and are not stored.
  var rows: array<Row, ROWS>;
  // unroll
  for (var r = 0u; r < ROWS; r++) {
    rows[r] = row_of(batch, min(first_row + r, M - 1));
  }
  var columns: array<Column, COLUMNS>;
  // unroll
  for (var c = 0u; c < COLUMNS; c++) {
    columns[c] = column_of(batch, min(first_column + c * THREADS, N - 1));
  }

  var sums: array<f32, ROWS * COLUMNS>;
  let end = (part + 1) * K / SPLITS;
  for (var k = part * K / SPLITS; k < end; k++) {
    let inner = inner_of(k);
    var right: array<f32, COLUMNS>;
    // unroll
    for (var c = 0u; c < COLUMNS; c++) {
      right[c] = load_b(inner, columns[c]);
    }
    // unroll
    for (var r = 0u; r < ROWS; r++) {
      let element = load_a(rows[r], inner);
      // unroll
      for (var c = 0u; c < COLUMNS; c++) {
        sums[r * COLUMNS + c] += element * right[c];
      }
    }
  }

  // unroll
  for (var r = 0u; r < ROWS; r++) {
    // unroll
    for (var c = 0u; c < COLUMNS; c++) {
      let row = first_row + r;
      let column = first_column + c * THREADS;
      if (row < M && column < N) {
        y[part * PART_SIZE + place_of(batch, row, column)] = sums[r * COLUMNS + c];
      }
    }
  }
}
