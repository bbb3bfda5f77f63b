// Adds up the partial results of a product whose inner axis was split. Constants: SIZE, PARTS, ROW.

@group(0) @binding(0) var<storage, read> parts: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let i = id.y * ROW + id.x;
  if (i >= SIZE) {
    return;
  }
  var sum = 0.0;
  for (var part = 0u; part < PARTS; part++) {
    sum += parts[part * SIZE + i];
  }
  y[i] = sum;
}
