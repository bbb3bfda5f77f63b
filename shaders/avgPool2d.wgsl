@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  for (var i = id.x; i < PLANES * OH * OW; i += STRIDE) {
    let plane = i / (OH * OW) * (H * W);
    var sum = 0.0;
    for (var p = 0u; p < KH; p++) {
      let row = row_at(i / OW % OH, p);
      for (var q = 0u; q < KW; q++) {
        let column = column_at(i % OW, q);
        if ((row >= 0) & (row < H) & (column >= 0) & (column < W)) {
          sum += x[plane + u32(row * W + column)];
        }
      }
    }
    y[i] = sum / (KH * KW);
  }
}
