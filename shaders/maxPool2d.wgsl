@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<f32>;
@group(0) @binding(2) var<storage, read_write> places: array<i32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  for (var i = id.x; i < PLANES * OH * OW; i += STRIDE) {
    let plane = i / (OH * OW) * (H * W);
    var best = 0.0;
    var place = -1;
    for (var p = 0u; p < KH; p++) {
      let row = row_at(i / OW % OH, p);
      for (var q = 0u; q < KW; q++) {
        let column = column_at(i % OW, q);
        if ((row >= 0) & (row < H) & (column >= 0) & (column < W)) {
          let here = row * W + column;
          let value = x[plane + u32(here)];
          if ((place < 0) | (value > best) | is_nan(value)) {
            best = value;
            place = here;
          }
        }
      }
    }
    y[i] = best;
    places[i] = place;
  }
}
