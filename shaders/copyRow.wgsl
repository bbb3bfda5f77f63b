// Copies the bits of x[SIZE] to row `index` of y[rows, SIZE]. Constants: SIZE, STRIDE.

@group(0) @binding(0) var<storage, read> x: array<u32>;
@group(0) @binding(1) var<storage, read> index: array<i32>;
@group(0) @binding(2) var<storage, read_write> y: array<u32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let start = u32(index[0]) * SIZE;
  for (var i = id.x; i < SIZE; i += STRIDE) {
    y[start + i] = x[i];
  }
}
