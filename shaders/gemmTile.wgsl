// y = a·b with one workgroup per tile of TILE x TILE elements. Each invocation holds SIDE x SIDE of them in registers, and
// workgroup memory holds DEPTH columns of a and rows of b at a time. For hardware GPUs.
// Constants: THREADS_SIDE (TILE / SIDE), SIDE, TILE, DEPTH, SPLITS, and those of the operands and of tiles.wgsl.

const THREADS = THREADS_SIDE * THREADS_SIDE;
// One more than TILE, so that neighbouring threads write to different memory banks.
const PITCH = TILE + 1;

var<workgroup> left_tile: array<f32, DEPTH * PITCH>;
var<workgroup> right_tile: array<f32, DEPTH * PITCH>;

@compute @workgroup_size(THREADS)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let tile = tile_of(group);
  if (!is_tile(tile)) {
    return;
  }
  let batch = tile.z / SPLITS;
  let part = tile.z % SPLITS;
  let first_row = tile.y * TILE;
  let first_column = tile.x * TILE;
  // Interleaved: the threads of a subgroup read and write neighbouring columns.
  let row = thread / THREADS_SIDE;
  let column = thread % THREADS_SIDE;

  var sums: array<f32, SIDE * SIDE>;
  const CHUNKS = (K + DEPTH - 1) / DEPTH;
  let end = (part + 1) * CHUNKS / SPLITS;
  for (var chunk = part * CHUNKS / SPLITS; chunk < end; chunk++) {
    let first_k = chunk * DEPTH;
    for (var i = thread; i < TILE * DEPTH; i += THREADS) {
      // Neighbouring threads read neighbouring memory if possible: see A_ALONG_K and B_ALONG_K.
      let k_left = select(i / TILE, i % DEPTH, A_ALONG_K == 1);
      let r = select(i % TILE, i / DEPTH, A_ALONG_K == 1);
      var element = 0.0;
      if (first_k + k_left < K && first_row + r < M) {
        element = load_a(row_of(batch, first_row + r), inner_of(first_k + k_left));
      }
      left_tile[k_left * PITCH + r] = element;
      let k_right = select(i / TILE, i % DEPTH, B_ALONG_K == 1);
      let c = select(i % TILE, i / DEPTH, B_ALONG_K == 1);
      element = 0.0;
      if (first_k + k_right < K && first_column + c < N) {
        element = load_b(inner_of(first_k + k_right), column_of(batch, first_column + c));
      }
      right_tile[k_right * PITCH + c] = element;
    }
    workgroupBarrier();
    for (var k = 0u; k < DEPTH; k++) {
      var right: array<f32, SIDE>;
      // unroll
      for (var c = 0u; c < SIDE; c++) {
        right[c] = right_tile[k * PITCH + column + c * THREADS_SIDE];
      }
      // unroll
      for (var r = 0u; r < SIDE; r++) {
        let element = left_tile[k * PITCH + row + r * THREADS_SIDE];
        // unroll
        for (var c = 0u; c < SIDE; c++) {
          sums[r * SIDE + c] += element * right[c];
        }
      }
    }
    workgroupBarrier();
  }

  // unroll
  for (var r = 0u; r < SIDE; r++) {
    // unroll
    for (var c = 0u; c < SIDE; c++) {
      let y_row = first_row + row + r * THREADS_SIDE;
      let y_column = first_column + column + c * THREADS_SIDE;
      if (y_row < M && y_column < N) {
        y[part * PART_SIZE + place_of(batch, y_row, y_column)] = sums[r * SIDE + c];
      }
    }
  }
}
