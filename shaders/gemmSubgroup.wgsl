// y = a·b with one subgroup per tile of ROWS rows and COLUMNS * LANES columns. Each lane holds columns of the result. It
// loads one element of a's rows and broadcasts it to the others, so that multiplications read registers, not memory.
// For software adapters, where a load costs as much as eight multiplications and workgroup memory is even slower.
// Constants: LANES (size of workgroup and subgroup), ROWS, COLUMNS, SPLITS, and those of the operands and of
// tiles.wgsl.

@compute @workgroup_size(LANES)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) local: vec3u) {
  let lane = local.x;
  let tile = tile_of(group);
  if (!is_tile(tile)) {
    return;
  }
  let batch = tile.z / SPLITS;
  let part = tile.z % SPLITS;
  let first_row = tile.y * ROWS;
  let first_column = tile.x * (COLUMNS * LANES) + lane;

  // Rows and columns beyond the edge repeat the last one and are not stored.
  var rows: array<Row, ROWS>;
  // unroll
  for (var r = 0u; r < ROWS; r++) {
    rows[r] = row_of(batch, min(first_row + r, M - 1));
  }
  var columns: array<Column, COLUMNS>;
  // unroll
  for (var c = 0u; c < COLUMNS; c++) {
    columns[c] = column_of(batch, min(first_column + c * LANES, N - 1));
  }

  var sums: array<f32, ROWS * COLUMNS>;
  const CHUNKS = K / LANES;
  let end = (part + 1) * CHUNKS / SPLITS;
  for (var chunk = part * CHUNKS / SPLITS; chunk < end; chunk++) {
    let own = inner_of(chunk * LANES + lane);
    var left: array<f32, ROWS>;
    // unroll
    for (var r = 0u; r < ROWS; r++) {
      left[r] = load_a(rows[r], own);
    }
    // unroll
    for (var i = 0u; i < LANES; i++) {
      let inner = inner_of(chunk * LANES + i);
      var right: array<f32, COLUMNS>;
      // unroll
      for (var c = 0u; c < COLUMNS; c++) {
        right[c] = load_b(inner, columns[c]);
      }
      // unroll
      for (var r = 0u; r < ROWS; r++) {
        let element = subgroupBroadcast(left[r], i);
        // unroll
        for (var c = 0u; c < COLUMNS; c++) {
          sums[r * COLUMNS + c] += element * right[c];
        }
      }
    }
  }
  if (part == SPLITS - 1) {
    for (var k = u32(CHUNKS * LANES); k < K; k++) {
      let inner = inner_of(k);
      // unroll
      for (var c = 0u; c < COLUMNS; c++) {
        let right = load_b(inner, columns[c]);
        // unroll
        for (var r = 0u; r < ROWS; r++) {
          sums[r * COLUMNS + c] += load_a(rows[r], inner) * right;
        }
      }
    }
  }

  // unroll
  for (var r = 0u; r < ROWS; r++) {
    // unroll
    for (var c = 0u; c < COLUMNS; c++) {
      let row = first_row + r;
      let column = first_column + c * LANES;
      if (row < M && column < N) {
        y[part * PART_SIZE + place_of(batch, row, column)] = sums[r * COLUMNS + c];
      }
    }
  }
}
