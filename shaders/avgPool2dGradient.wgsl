@group(0) @binding(0) var<storage, read> g: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  for (var i = id.x; i < PLANES * H * W; i += STRIDE) {
    let plane = i / (H * W) * (OH * OW);
    var sum = 0.0;
    for (var p = 0u; p < WINDOWS_H; p++) {
      let row = output_at(i / W % H, p, STRIDE_H, PADDING_H, DILATION_H, KH, OH);
      for (var q = 0u; q < WINDOWS_W; q++) {
        let column = output_at(i % W, q, STRIDE_W, PADDING_W, DILATION_W, KW, OW);
        if ((row >= 0) & (column >= 0)) {
          sum += g[plane + u32(row * OW + column)];
        }
      }
    }
    y[i] = sum / (KH * KW);
  }
}
