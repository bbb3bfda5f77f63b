// Adds up partial results, such as those of a product whose inner axis was split. Constants: SIZE, PARTS, STRIDE.

@group(0) @binding(0) var<storage, read> parts: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  for (var i = id.x; i < SIZE; i += STRIDE) {
    var sum = 0.0;
    for (var part = 0u; part < PARTS; part++) {
      sum += parts[part * SIZE + i];
    }
    y[i] = sum;
  }
}
