// Copies the bits of x[outer, INNER] into y[outer, TOTAL], from column `start` on. Constants: SIZE (of x), INNER, TOTAL, STRIDE.

@group(0) @binding(0) var<storage, read> x: array<u32>;
@group(0) @binding(1) var<storage, read> start: array<u32>;
@group(0) @binding(2) var<storage, read_write> y: array<u32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  for (var i = id.x; i < SIZE; i += STRIDE) {
    y[i / INNER * TOTAL + start[0] + i % INNER] = x[i];
  }
}
